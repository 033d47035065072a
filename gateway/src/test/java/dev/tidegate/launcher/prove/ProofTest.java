package dev.tidegate.launcher.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code prove} adds up, beside a checker that shares no code with it. */
class ProofTest extends TwoProofs {
    @ParameterizedTest
    @CsvSource({"CHRONICLE,1", "FILE,2"})
    void shouldAgreeWithTheCheckerOnRandomCommands(final Kind kind, final long seed) throws IOException {
        final Path folder = temp.resolve("shop");
        RandomShop.fill(folder, kind, seed, 6_000);

        final Map<String, Object> proved = assertSame(folder, temp.resolve("outcomes.ndjson.gz"));

        // The rules met each other: every way in and out was taken.
        assertThat((Long) proved.get("units_adjusted_up")).isPositive();
        assertThat((Long) proved.get("units_adjusted_down")).isPositive();
        assertThat((Long) proved.get("units_scrapped")).isPositive();
        assertThat((Long) proved.get("units_sold")).isPositive();
        assertThat(proved.get("skus")).isEqualTo(4L);
    }

    @ParameterizedTest
    @CsvSource({"chronicle", "file"})
    void shouldAgreeWithTheCheckerOnTheDemo(final String kind) throws IOException {
        final Path folder = temp.resolve("demo");
        final Map<String, Object> sale = json(
                ExitCode.OK,
                "demo",
                "--buyers",
                1500,
                "--units",
                40,
                "--skus",
                30,
                "--journal",
                kind,
                "--data",
                folder);

        final Map<String, Object> proved = assertSame(folder, temp.resolve("outcomes.ndjson"));

        assertThat(proved.get("skus")).isEqualTo(30L);
        assertThat(proved.get("units_received")).isEqualTo(sale.get("units_in"));
        assertThat(proved.get("units_sold")).isEqualTo(sale.get("units_sold"));
        assertThat(proved.get("units_left")).isEqualTo(sale.get("units_sellable"));
        assertThat(proved.get("sequence")).isEqualTo(sale.get("sequence"));
        assertThat(proved.get("digest")).isEqualTo(sale.get("digest"));
        assertThat(list(proved, "per_sku").get(0)).containsEntry("sku", "SKU-1").containsEntry("units_received", 40L);
        final String head = proved.get("chain_head").toString();
        assertThat(Checker.check(0, folder, temp.resolve("outcomes.ndjson"), "--head", head))
                .contains(head);
    }

    @Test
    void shouldBeCaughtByTheCheckerWhenTheExportLies() throws IOException {
        final Path folder = temp.resolve("shop");
        final Path outcomes = temp.resolve("outcomes.ndjson");
        RandomShop.fill(folder, Kind.FILE, 5, 1_500);
        run("export-journal", folder, "--out", outcomes);
        final List<String> lines = Files.readAllLines(outcomes);

        assertCaught(folder, lines, "\"toBucket\":3", "\"toBucket\":4", "without a cause");
        assertCaught(folder, lines, "\"outcome\":\"ACCEPTED\",\"events\":[{\"message\":\"StockMoved\"", "", "");
        assertCaught(
                folder,
                lines,
                "\"message\":\"ReceiveStock\",\"code\":0",
                "\"message\":\"ReceiveStock\",\"code\":512",
                "without a cause");
        assertCaught(folder, lines, "\"outcome\":\"OUT_OF_STOCK\"", "", "");
    }

    /** Whatever is wrong with the export, the checker says so in its one object, and ends with 3. */
    @Test
    void shouldBeCaughtByTheCheckerWhenTheExportIsNotWhole() throws IOException {
        final Path folder = temp.resolve("shop");
        final Path outcomes = temp.resolve("outcomes.ndjson");
        final Path packed = temp.resolve("outcomes.gz");
        RandomShop.fill(folder, Kind.FILE, 5, 200);
        run("export-journal", folder, "--out", outcomes);
        run("export-journal", folder, "--out", packed);
        final List<String> lines = Files.readAllLines(outcomes);
        final byte[] bytes = Files.readAllBytes(packed);

        Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(parse(Checker.check(3, folder, packed))).containsEntry("ok", false);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(packed, bytes);
        assertThat(parse(Checker.check(3, folder, packed))).containsEntry("ok", false);
        for (final String line : List.of(lines.get(1).replace("\"message\"", "\"massage\""), "[]", "7", "[[[[", "")) {
            final List<String> changed = new ArrayList<>(lines);
            changed.set(1, line);
            Files.write(outcomes, changed);
            assertThat(parse(Checker.check(3, folder, outcomes))).containsEntry("ok", false);
        }
    }

    @Test
    void shouldBeCaughtByTheCheckerWhenTheJournalWasChanged() throws IOException {
        final Path folder = temp.resolve("shop");
        final Path outcomes = temp.resolve("outcomes.ndjson");
        RandomShop.fill(folder, Kind.FILE, 6, 500);
        final Object head = json(ExitCode.OK, "prove", folder).get("chain_head");
        run("export-journal", folder, "--out", outcomes);
        assertThat(Checker.check(
                        3,
                        folder,
                        outcomes,
                        "--head",
                        head.toString().replace('a', 'b').replace('1', '2')))
                .contains("never had the chain head");
        assertThat(Checker.check(0, folder, outcomes, "--head", head.toString().toUpperCase(Locale.ROOT)))
                .contains(head.toString());
        flip(folder.resolve("segment-00000001.log"), 20_000);

        assertThat(Checker.check(3, folder, outcomes)).contains("damaged record");
        assertThat(json(ExitCode.DAMAGED, "prove", folder).get("error").toString())
                .contains("segment 1 ");
        assertThat(run("export-journal", folder, "--out", temp.resolve("other")))
                .isEqualTo(ExitCode.DAMAGED);
        assertThat(temp.resolve("other")).doesNotExist();
    }

    @Test
    void shouldNotWriteOverAFileNorIntoTheFolder() throws IOException {
        final Path folder = temp.resolve("shop");
        RandomShop.fill(folder, Kind.FILE, 7, 20);
        final Path file = Files.writeString(temp.resolve("letter.txt"), "dear");

        assertThat(run("export-journal", folder, "--out", file)).isEqualTo(ExitCode.USAGE);
        assertThat(run("export-journal", folder, "--out", folder.resolve("x"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("export-journal", folder)).isEqualTo(ExitCode.USAGE);
        assertThat(run("prove")).isEqualTo(ExitCode.USAGE);
        assertThat(run("prove", temp)).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(run("prove", temp.resolve("nowhere"))).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run("prove", "--help")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(file)).isEqualTo("dear");
    }
}
