package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Launched;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.launcher.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code tidegate simulate} prints, and ends with: of a seed that is well, of one that fails, of words it does not take. */
class SimulateCommandTest extends ToolTest {
    private static final String SEED = "2";
    private static final String COMMANDS = "100";
    private static final int FEW_CALLS = 20;

    @Test
    void shouldAnswerWithOneObjectForASeed() {
        final Map<String, Object> answer = json(ExitCode.OK, "simulate", "--seed", 3, "--commands", 80);
        assertThat(err).isEmpty();
        assertThat(answer.keySet())
                .containsExactly(
                        "ok", "seed", "digest", "commands", "applied", "steps", "restarts", "faults", "figures");
        assertThat(answer).containsEntry("ok", true).containsEntry("seed", 3L).containsEntry("commands", 80L);
        assertThat((String) answer.get("digest")).matches("[0-9a-f]{32}");
        assertThat((Long) answer.get("restarts")).isPositive();
        assertThat((Map<?, ?>) answer.get("faults"))
                .isNotEmpty()
                .allSatisfy((kind, count) -> assertThat((Long) count).isPositive());
        final String first = out;
        json(ExitCode.OK, "simulate", "--seed", 3, "--commands", 80);
        assertThat(out).isEqualTo(first);
    }

    @Test
    void shouldAnswerWithOneObjectForEachSeed() {
        assertThat(run("simulate", "--seed", -2, "--seeds", 3, "--commands", 20, "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.lines().map(line -> parse(line).get("seed"))).containsExactly(-2L, -1L, 0L);
    }

    @Test
    void shouldPrintTheFiguresInLinesWithoutJson() {
        assertThat(run("simulate", "--seed", 3, "--commands", 20)).isEqualTo(ExitCode.OK);
        assertThat(out.lines()).anyMatch(line -> line.matches("ok +true")).anyMatch(line -> line.matches("seed +3"));
    }

    @Test
    void shouldRefuseWordsThatMeanNothing() {
        for (final List<String> words : List.of(
                List.of("simulate"),
                List.of("simulate", "--seed", "one"),
                List.of("simulate", "--seed", "1", "--commands", "0"),
                List.of("simulate", "--seed", "1", "--commands", "1000001"),
                List.of("simulate", "--seed", "1", "--seeds", "0"))) {
            final Map<String, Object> answer = json(ExitCode.USAGE, words.toArray());
            assertThat(answer)
                    .as(words.toString())
                    .containsOnlyKeys("ok", "error")
                    .containsEntry("ok", false);
            assertThat(err).contains((String) answer.get("error"));
        }
    }

    /** Whoever reads the report of a failure needs nothing else: neither on standard error nor in the object. */
    @Test
    void shouldTellHowToRunAFailureAgainAndTheCallsItTakes() throws Exception {
        final Launched failed = PlantedBugs.LIMIT_OFF_BY_ONE.launch(
                temp, "simulate", "--seed", SEED, "--seeds", "9", "--commands", COMMANDS, "--json");
        assertThat(failed.code()).as(failed.err()).isEqualTo(ExitCode.FAILED);
        final String again = "./tidegate simulate --seed " + SEED + " --commands " + COMMANDS;
        final List<String> lines = failed.err().lines().toList();
        final int version = lines.indexOf("tidegate: version " + Version.text() + ", commit " + Version.commit());
        assertThat(version).as(failed.err()).isPositive();
        assertThat(lines.get(0)).startsWith("tidegate: seed " + SEED + " breaks RULES at step ");
        assertThat(lines.get(version)).doesNotContain("unknown");
        final List<String> calls = lines.subList(version + 2, lines.size() - 1);
        assertThat(calls).hasSizeBetween(1, FEW_CALLS).allMatch(line -> line.matches(" {4}[0-9]+ Step\\[.*"));
        assertThat(calls).anyMatch(line -> line.contains("PlaceOrder["));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("tidegate: again: " + again);

        // Of the nine seeds the first that fails is the last that is run.
        assertThat(failed.out().lines()).hasSize(1);
        final Map<String, Object> answer = parse(failed.out());
        assertThat(answer)
                .containsKeys("digest", "faults", "restarts")
                .containsEntry("ok", false)
                .containsEntry("seed", Long.valueOf(SEED))
                .containsEntry("broken", "RULES")
                .containsEntry("commit", Version.commit())
                .containsEntry("version", Version.text())
                .containsEntry("again", again);
        assertThat((String) answer.get("error")).startsWith("at step ");
        assertThat(lines.get(version + 1))
                .isEqualTo("tidegate: " + calls.size() + " of " + answer.get("commands") + " calls are enough:");
        assertThat(failed.out() + failed.err())
                .as("what another run would not say")
                .doesNotContain("[B@");
        assertThat(answer.get("calls"))
                .isEqualTo(calls.stream().map(String::strip).toList());
    }
}
