package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sums that the engine carries along, digest and ledger, against those made anew, behind every single command: a table
 * that changes a record without saying so before and after is found by the very next look.
 */
final class SumsTest {
    private static final int COMMANDS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldKeepItsSumsInStepWithEveryTable(final long seed) {
        final RandomRun commands = new RandomRun(seed, COMMANDS);
        final Engine engine = new Engine(EngineSettings.small());
        final Outcome outcome = new Outcome();
        for (int i = 0; i < commands.size(); i++) {
            final byte[] message = commands.message(i);
            engine.apply(i + 1, commands.timeMillis(i), new HeapBuffer(message), 0, message.length, outcome);
            engine.events().clear();
            assertThat(engine.verify()).as("seed %s, command %s", seed, i).isNull();
        }
    }
}
