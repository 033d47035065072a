package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The digest depends on the commands and on nothing else: not on the sizes of tables, the keys of hashes, how far was read
 * ahead, or the JVM, which is why one value stands here and holds on every one of them.
 */
final class DigestTest {
    private static final int COMMANDS = 12_000;
    private static final long SEED = 20_261_122;
    private static final int MARK_EVERY = 500;

    /** Changes with the rules and with the generator; then, and only then, is a new value written here. */
    private static final String GOLDEN = "678ef3426e5f97e569a3f339c9de3433";

    private final List<byte[]> messages = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    DigestTest() {
        final Recorder recorder = new Recorder();
        final SideBySide both = new SideBySide(() -> recorder, COMMANDS);
        final RandomCommands random = new RandomCommands(SEED, both.model(), both.modelKeys()::key);
        final Coverage coverage = new Coverage();
        for (int i = 0; i < COMMANDS; i++) {
            assertThat(both.run(random.next(), coverage)).isEmpty();
        }
    }

    /** The engine, whose messages are kept. */
    private final class Recorder implements Subject {
        private final EngineSubject engine = new EngineSubject();
        private final CommandEncoder encoder = new CommandEncoder();
        private final HeapBuffer buffer = HeapBuffer.ofSize(256 * 1024);

        private void keep(final int length, final long timeMillis) {
            messages.add(Arrays.copyOf(buffer.byteArray(), length));
            times.add(timeMillis);
        }

        @Override
        public ReferenceOutcome apply(
                final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
            keep(encoder.encode(header, command, buffer, 0), timeMillis);
            return engine.apply(sequence, timeMillis, header, command);
        }

        @Override
        public void tick(final long sequence, final long timeMillis) {
            keep(CommandEncoder.encodeTick(buffer, 0), timeMillis);
            engine.tick(sequence, timeMillis);
        }

        @Override
        public long nextDeadlineMillis() {
            return engine.nextDeadlineMillis();
        }

        @Override
        public Ledger.Stock stock(final int sku, final int warehouse) {
            return engine.stock(sku, warehouse);
        }

        @Override
        public Ledger.Order order(final long id) {
            return engine.order(id);
        }

        @Override
        public Ledger.Counts counts() {
            return engine.counts();
        }
    }

    @Test
    void shouldNotDependOnTablesKeysOrReadingAhead() {
        final List<String> expected = run(EngineSettings.small(), 0);

        assertThat(run(new EngineSettings(1, 2, 1, 1, 1), 0)).isEqualTo(expected);
        assertThat(run(new EngineSettings(-7, 99, 200_000, 300_000, 100_000), 1))
                .isEqualTo(expected);
        assertThat(run(new EngineSettings(42, 42, 500, 77, 3), 64)).isEqualTo(expected);
        assertThat(run(EngineSettings.small().withRoomFor(3_000), 1_000)).isEqualTo(expected);
    }

    @Test
    void shouldBeTheSameOnEveryJvm() {
        final List<String> marks = run(EngineSettings.small(), 64);
        assertThat(marks.get(marks.size() - 1)).isEqualTo(GOLDEN);
    }

    /** Applies every message, reading {@code ahead} commands ahead, and returns the digests on the way. */
    private List<String> run(final EngineSettings settings, final int ahead) {
        final Engine engine = new Engine(settings);
        final Outcome outcome = new Outcome();
        final List<String> marks = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (ahead > 0 && i % ahead == 0) {
                prepare(engine, i, Math.min(i + ahead, messages.size()));
            }
            final byte[] message = messages.get(i);
            engine.apply(i + 1, times.get(i), new HeapBuffer(message), 0, message.length, outcome);
            engine.events().clear();
            if ((i + 1) % MARK_EVERY == 0) {
                assertThat(engine.verify()).isNull();
                marks.add(String.format("%016x%016x", engine.digestHigh(), engine.digestLow()));
            }
        }
        return marks;
    }

    private void prepare(final Engine engine, final int from, final int to) {
        final int[] offsets = new int[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            offsets[i - from] = length;
            length += messages.get(i).length;
        }
        final HeapBuffer batch = HeapBuffer.ofSize(length);
        for (int i = from; i < to; i++) {
            batch.putBytes(offsets[i - from], messages.get(i));
        }
        engine.prepare(batch, offsets, 0, offsets.length);
    }
}
