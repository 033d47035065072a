package dev.tidegate.launcher.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journal whose first segments have gone still adds up to the same units, and every tool reads it. */
class RetiredProofTest extends TwoProofs {
    private static final int COMMANDS = 1_200;
    private static final List<String> OF_WHAT_IS_KEPT =
            List.of("begins_behind", "digests_compared", "records", "chain_head", "tail_bytes_cut");

    private Path folder;
    private Map<String, Object> whole;

    private void fillAndRetire(final Kind kind, final long seed) throws IOException {
        folder = temp.resolve("shop");
        RandomShop.fillTwoSegments(folder, kind, seed, COMMANDS, 101);
        whole = json(ExitCode.OK, "prove", folder);
        assertThat(whole).containsEntry("begins_behind", 0L);
        final Upkeep upkeep = Upkeep.NONE.withSnapshotAtEnds(true).withRetentionDays(100);
        Tidegate.open(
                        folder,
                        TidegateOptions.defaults()
                                .withJournal(JournalSettings.of(kind).withUpkeep(upkeep))
                                .withTime(TimeSource.given(1)))
                .close();
        assertThat(Files.readString(folder.resolve("MANIFEST"))).contains("\nstart 1 ");
    }

    @ParameterizedTest
    @CsvSource({"CHRONICLE,11", "FILE,12"})
    void shouldAddUpToTheSameUnitsAsBefore(final Kind kind, final long seed) throws IOException {
        fillAndRetire(kind, seed);

        final Map<String, Object> kept = assertSame(folder, temp.resolve("outcomes.ndjson.gz"));

        assertThat((Long) kept.get("begins_behind")).isPositive();
        whole.forEach((name, figure) -> {
            if (!OF_WHAT_IS_KEPT.contains(name)) {
                assertThat(kept).as(name).containsEntry(name, figure);
            }
        });
        assertThat((Long) kept.get("units_received")).isPositive();
        assertThat((Long) kept.get("units_adjusted_down")).isPositive();
        assertThat((Long) kept.get("units_scrapped")).isPositive();
    }

    @Test
    void shouldBeCaughtByTheCheckerWhenTheBaseLies() throws IOException {
        fillAndRetire(Kind.FILE, 14);
        final Path outcomes = temp.resolve("outcomes.ndjson");
        json(ExitCode.OK, "export-journal", folder, "--out", outcomes);
        final List<String> lines = Files.readAllLines(outcomes);
        assertThat(lines.get(1)).startsWith("{\"type\":\"base\",\"sequence\":");
        assertThat(lines).anyMatch(line -> line.startsWith("{\"type\":\"base_order\""));

        assertCaught(folder, lines, "\"received\":", "\"received\":1", "came,");
        assertCaught(
                folder,
                lines,
                "\"type\":\"base\",\"sequence\":",
                "\"type\":\"base\",\"sequence\":9",
                "it stands behind");
        assertCaught(folder, lines, "\"held\":0,\"sold\":0", "\"held\":7,\"sold\":0", "the units of order");
        assertCaught(folder, lines, "\"type\":\"base_order\"", "", "it is not complete");
        assertCaught(folder, lines, "\"type\":\"base\"", "", "has no base");
    }

    @Test
    void shouldBeReadByEveryTool() throws IOException {
        fillAndRetire(Kind.FILE, 15);
        final long behind = (Long) json(ExitCode.OK, "prove", folder).get("begins_behind");

        final Map<String, Object> sku = json(ExitCode.OK, "inspect", folder, "sku", "sku1");
        assertThat((Long) sku.get("read_behind_sequence")).isGreaterThan(behind);
        assertThat(run("inspect", folder, "journal")).isEqualTo(ExitCode.OK);
        assertThat(run("export", folder, "--orders", temp.resolve("orders.csv")))
                .isEqualTo(ExitCode.OK);
        assertThat(json(ExitCode.USAGE, "why", folder, "--order", 1)
                        .get("error")
                        .toString())
                .contains("begins behind sequence " + behind);
        final long order = firstOrderOfTheBase();
        final Map<String, Object> story = json(ExitCode.OK, "why", folder, "--order", order);
        assertThat(story).containsEntry("read_behind_sequence", behind).containsKey("state_at_begin");
        assertThat(run("why", folder, "--order", order)).isEqualTo(ExitCode.OK);
        assertThat(out).contains("behind sequence " + behind);
    }

    @Test
    void shouldBeBackedUpAndRestored() throws IOException {
        fillAndRetire(Kind.FILE, 16);
        final Path back = temp.resolve("back");
        json(ExitCode.OK, "backup", folder, "--to", temp.resolve("copy.zip"));
        json(ExitCode.OK, "restore", temp.resolve("copy.zip"), "--into", back);

        final Map<String, Object> proved = json(ExitCode.OK, "prove", back);
        assertThat((Long) proved.get("begins_behind")).isPositive();
        assertThat(proved).containsEntry("per_sku", whole.get("per_sku")).containsEntry("digest", whole.get("digest"));
        Tidegate.open(back, TidegateOptions.defaults().withJournal(Kind.FILE).withTime(TimeSource.given(1)))
                .close();
        assertThat(json(ExitCode.OK, "verify", back)).containsEntry("events_missing", 0L);
    }

    private long firstOrderOfTheBase() throws IOException {
        final Path outcomes = temp.resolve("outcomes.ndjson");
        json(ExitCode.OK, "export-journal", folder, "--out", outcomes);
        final String line = Files.readAllLines(outcomes).stream()
                .filter(each -> each.contains("\"type\":\"base_order\""))
                .findFirst()
                .orElseThrow();
        return (Long) parse(line).get("orderId");
    }
}
