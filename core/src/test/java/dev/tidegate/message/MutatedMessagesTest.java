package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Valid messages with bytes changed, cut and moved, sent to an engine that is at work. */
class MutatedMessagesTest {
    private static final int ENGINES = 20;
    private static final int MESSAGES_PER_ENGINE = 10_000;
    private static final long ID_MASK = 0xFFF;

    private final SplittableRandom random = new SplittableRandom(20_240_601);
    private final List<byte[]> seeds = new ArrayList<>();
    private final HeapBuffer buffer = HeapBuffer.ofSize(4096);
    private final Outcome outcome = new Outcome();
    private final Map<OutcomeCode, Integer> answers = new EnumMap<>(OutcomeCode.class);
    private long time = Samples.NOON;
    private long made;

    MutatedMessagesTest() {
        Samples.commands().forEach(command -> seeds.add(Samples.message(command)));
        seeds.add(Samples.tick());
    }

    /** As often an order, and something about an order, as anything else. */
    private byte[] next() {
        return switch (random.nextInt(4)) {
            case 0 -> seeds.get(random.nextInt(seeds.size()));
            case 1 -> Samples.message(any(MutationSeeds.orders("number" + made)));
            default -> Samples.message(any(MutationSeeds.about(random.nextInt(1, 15))));
        };
    }

    private Command any(final List<Command> commands) {
        return commands.get(random.nextInt(commands.size()));
    }

    /** Fills the buffer with a message under a new id, and answers its length. */
    private int fill(final byte[] message) {
        buffer.setMemory(0, message.length + 16, (byte) 0);
        buffer.putBytes(0, message);
        if (message.length > MessageCheck.CONTENT_OFFSET) {
            buffer.putLong(MessageCheck.ID_HIGH_OFFSET, time << 16 | 0x7000 | random.nextLong() & ID_MASK);
            buffer.putLong(MessageCheck.ID_LOW_OFFSET, 1L << 63 | ++made);
        }
        return message.length;
    }

    /** Mostly behind the id, where a change leaves the message one that the engine reads on. */
    private int place(final int length) {
        final int from = random.nextInt(8) == 0 ? 0 : Math.min(MessageCheck.CONTENT_OFFSET, length - 1);
        return random.nextInt(from, length);
    }

    private int mutate(final int whole) {
        int length = whole;
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            final int at = place(length);
            switch (random.nextInt(6)) {
                case 0 -> buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1 << random.nextInt(8)));
                case 1 -> buffer.putByte(at, (byte) random.nextInt(256));
                case 2 -> buffer.putByte(at, (byte) random.nextInt(4));
                case 3 -> buffer.putByte(at, (byte) -1);
                case 4 -> buffer.putLong(at, random.nextLong() >> random.nextInt(64));
                default -> length = random.nextInt(20) == 0 ? 1 + random.nextInt(length + 8) : length;
            }
        }
        return length;
    }

    private void send(final Engine engine, final int length) {
        final boolean whole = MessageCheck.isWhole(buffer, 0, length);
        time += random.nextInt(100) == 0 ? random.nextInt(1_000_000) : random.nextInt(10);
        engine.apply(engine.sequence() + 1, time, buffer, 0, length, outcome);
        engine.events().clear();
        answers.merge(outcome.code(), 1, Integer::sum);
        if (outcome.code() == OutcomeCode.MALFORMED == whole || outcome.code() == OutcomeCode.INTERNAL) {
            throw new AssertionError("was answered " + outcome + ", whole: " + whole);
        }
    }

    @Test
    void shouldBeRefusedOrDoneButNeverBreakTheEngine() {
        for (int i = 0; i < ENGINES; i++) {
            final Engine engine = new Engine(EngineSettings.small());
            MutationSeeds.commands().forEach(command -> send(engine, fill(Samples.message(command))));
            for (int sent = 0; sent < MESSAGES_PER_ENGINE; sent++) {
                send(engine, mutate(fill(next())));
            }
            assertThat(engine.verify()).isNull();
        }
        assertThat(answers.keySet()).as("answers %s", answers).hasSizeGreaterThan(50);
        assertThat(answers.get(OutcomeCode.ACCEPTED)).isGreaterThan(ENGINES * MESSAGES_PER_ENGINE / 20);
        assertThat(Arrays.asList(OutcomeCode.MALFORMED, OutcomeCode.MALFORMED_ID, OutcomeCode.DUPLICATE_LINE))
                .allSatisfy(code -> assertThat(answers).containsKey(code));
    }
}
