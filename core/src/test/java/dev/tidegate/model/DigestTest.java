package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
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
    private static final String GOLDEN = "4d6f60d60fcdbd95cb9a32b20ce85170";

    private final RandomRun commands = new RandomRun(SEED, COMMANDS);

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
        for (int i = 0; i < commands.size(); i++) {
            if (ahead > 0 && i % ahead == 0) {
                prepare(engine, i, Math.min(i + ahead, commands.size()));
            }
            final byte[] message = commands.message(i);
            engine.apply(i + 1, commands.timeMillis(i), new HeapBuffer(message), 0, message.length, outcome);
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
            length += commands.message(i).length;
        }
        final HeapBuffer batch = HeapBuffer.ofSize(length);
        for (int i = from; i < to; i++) {
            batch.putBytes(offsets[i - from], commands.message(i));
        }
        engine.prepare(batch, offsets, 0, offsets.length);
    }
}
