package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
    /** Counted by hand: 4 SKUs of 10, 10, 7 and 2 units ordered; 3 + 4 set up, 4 received, 3 x 3 orders, 3 returns. */
    private static final String ODD_LINES = "{\"ok\":true,\"lines\":30,\"orders\":3,\"accepted\":3,\"refused\":0,"
            + "\"units_opening\":43,\"units_sold\":29,\"return_lines_matched\":3,\"return_lines_unmatched\":2,"
            + "\"units_returned\":11,\"units_left\":25,\"skus\":4,\"rejects\":{\"malformed\":10,"
            + "\"invoice_kind\":2,\"not_a_product\":3,\"quantity\":3,\"price\":1},\"sequence\":23}";

    private static final Keeping FILE = new Keeping("process", "file");

    @TempDir
    Path temp;

    private Path file;
    private Path folder;

    @BeforeEach
    void writeOddLines() throws IOException {
        file = Files.writeString(temp.resolve("orders.csv"), RetailFiles.oddLines());
        folder = temp.resolve("data");
    }

    static List<Keeping> keepings() {
        return Keeping.all();
    }

    @ParameterizedTest
    @MethodSource("keepings")
    void shouldComeToTheFiguresOfTheOddLinesHoweverTheyAreKept(Keeping keeping) throws IOException {
        Run run = replay(keeping, 150);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(withoutDigest(run.figures())).isEqualTo(ODD_LINES);
        assertThat(run.out()).hasLineCount(1).contains("\"seconds\":");
        assertThat(Files.readAllLines(folder.resolve(RejectsFile.NAME)))
                .hasSize(20)
                .startsWith("record,cause", "1,malformed", "2,invoice_kind", "3,not_a_product");
    }

    @Test
    void shouldSayTheSameHoweverItIsKeptAndWheneverItIsRunAgain() throws IOException {
        Files.writeString(file, RetailFiles.season(5, 300));
        List<String> figures = new ArrayList<>();
        for (Keeping keeping : Keeping.all()) {
            folder = temp.resolve(keeping.toString());
            figures.add(replay(keeping, 70).figures());
            figures.add(replay(keeping, 70).figures());
        }

        assertThat(figures).hasSize(8).containsOnly(figures.get(0));
        assertThat(Replays.number(figures.get(0), "refused")).isPositive();
        assertThat(Replays.number(figures.get(0), "return_lines_matched")).isPositive();
        assertThat(Replays.number(figures.get(0), "return_lines_unmatched")).isPositive();
    }

    @Test
    void shouldAnswerWithOneFigureOnALineWithoutJson() {
        Run run = Replays.here(
                "replay",
                file.toString(),
                "--opening-percent",
                "150",
                "--data",
                folder.toString(),
                "--journal",
                "file");

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("lines                    30\n", "rejects.invoice_kind     2\n");
    }

    @Test
    void shouldReadAPackedFileAsTheSameOrders() throws IOException {
        String plain = replay(FILE, 100).figures();
        Files.write(file, RetailFiles.gzip(Files.readAllBytes(file)));
        folder = temp.resolve("packed");

        // Ids, and so the digest, follow from the bytes of the file.
        assertThat(withoutDigest(replay(FILE, 100).figures())).isEqualTo(withoutDigest(plain));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void shouldTakeAnyOpeningStock(int percent) {
        Run run = replay(FILE, percent);

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(Replays.number(run.out(), "accepted")).isEqualTo(percent == 1000 ? 3 : 0);
    }

    @Test
    void shouldTakeAFileWithoutARecord() throws IOException {
        Files.writeString(file, OrdersFile.HEADER);

        assertThat(replay(FILE, 90).figures()).contains("\"lines\":0,\"orders\":0", "\"sequence\":3");
    }

    @Test
    void shouldRefuseWhatTheEngineCannotTakeInOneOrder() throws IOException {
        RetailFiles.withRecords(
                temp,
                "1,11111,x,2000000000,2010-12-01 08:26:00,0.01,5,UK",
                "2,11111,x,1999999999,2010-12-01 08:27:00,0.01,5,UK",
                "3,11111,x,7,2010-12-01 08:28:00,0.01,5,UK");
        Run run = replay(FILE, 100);

        assertThat(run.figures()).contains("\"orders\":3,\"accepted\":1,\"refused\":2,\"units_opening\":4000000006");
        assertThat(replay(FILE, 100).figures()).isEqualTo(run.figures());
    }

    @Test
    void shouldRefuseOtherArgumentsOnTheSameFolder() throws IOException {
        String figures = replay(FILE, 90).figures();

        assertRefused(replay(FILE, 91), ExitCode.USAGE, "opening_percent is 91 but was 90");
        assertRefused(replay(new Keeping("process", "chronicle"), 90), ExitCode.USAGE, "journal is chronicle");
        assertRefused(
                replay(new Keeping("disk", "file"), 90),
                ExitCode.USAGE,
                "durability is disk but was process when this");
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertRefused(replay(FILE, 90), ExitCode.USAGE, "file_bytes is");
        Files.writeString(file, RetailFiles.oddLines());
        assertThat(replay(FILE, 90).figures()).isEqualTo(figures);
    }

    @Test
    void shouldGoOnInAFolderThatDidNotRecordItsDurability() throws IOException {
        String figures = replay(FILE, 90).figures();
        Path settings = folder.resolve(ReplayFolder.SETTINGS);
        String first = Files.readString(settings)
                .replace("tidegate-replay 2", "tidegate-replay 1")
                .replace("durability=process\n", "");
        Files.writeString(settings, first);

        assertThat(replay(new Keeping("disk", "file"), 90).figures()).isEqualTo(figures);
        assertThat(settings).hasContent(first);
        assertRefused(replay(FILE, 91), ExitCode.USAGE, "opening_percent is 91 but was 90");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A,B,C\n1,2,3\n",
                OrdersFile.HEADER + "\n1,11111,\"open,1,2010-12-01 08:26:00,1,5,UK\n",
                OrdersFile.HEADER + "\n1,11111,\u0000,1,2010-12-01 08:26:00,1,5,UK\n",
                OrdersFile.HEADER + "\n1,11111,x,999999999999999,2010-12-01 08:26:00,0.01,5,UK\n",
                OrdersFile.HEADER
                        + "\n1,11111,x,1,1970-12-01 08:26:00,0.01,5,UK\n2,11111,x,1,2010-12-01 08:26:00,0.01,5,UK\n"
            })
    void shouldMakeNoFolderForAFileThatCannotBeUsed(String content) throws IOException {
        Files.writeString(file, content);

        assertRefused(replay(FILE, 90), ExitCode.USAGE, file.toString());
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldMakeNoFolderForArgumentsThatCannotBeUsed() throws IOException {
        Files.write(temp.resolve("binary"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xff});

        assertRefused(replay(temp.resolve("binary"), FILE, 90), ExitCode.USAGE, "binary");
        assertRefused(replay(temp.resolve("none"), FILE, 90), ExitCode.USAGE, "does not exist");
        assertRefused(replay(temp, FILE, 90), ExitCode.USAGE, "is not a file");
        assertRefused(replay(FILE, 1001), ExitCode.USAGE, "0 to 1000");
        assertRefused(replay(FILE, -1), ExitCode.USAGE, "0 to 1000");
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldLeaveAFolderAloneThatIsNotOurs() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertRefused(replay(FILE, 90), ExitCode.NOT_TIDEGATE, "notes.txt");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("notes.txt"));
        }
    }

    @Test
    void shouldRefuseAJournalThatNoReplayMade() {
        try (Tidegate other = Tidegate.open(folder, options())) {
            other.define(new DefineWarehouse("SHED"));
        }

        assertRefused(replay(FILE, 90), ExitCode.USAGE, "no replay made");
        assertThat(folder.resolve(ReplayFolder.SETTINGS)).doesNotExist();
    }

    @Test
    void shouldBeginWhereARunWasKilledBeforeItWroteItsSettings() {
        Tidegate.open(folder, options()).close();

        assertThat(replay(FILE, 90).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldNameTheProcessThatHoldsTheFolder() {
        try (Tidegate other = Tidegate.open(folder, options())) {
            assertThat(other.state().running()).isTrue();
            assertRefused(
                    replay(FILE, 90),
                    ExitCode.UNAVAILABLE,
                    Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void shouldRefuseDamagedSettings() throws IOException {
        replay(FILE, 90);
        Files.write(folder.resolve(ReplayFolder.SETTINGS), "tidegate".getBytes(StandardCharsets.UTF_8));

        assertRefused(replay(FILE, 90), ExitCode.DAMAGED, ReplayFolder.SETTINGS);
        Files.write(folder.resolve(ReplayFolder.SETTINGS), new byte[] {(byte) 0xf4, 0});
        assertRefused(replay(FILE, 90), ExitCode.DAMAGED, ReplayFolder.SETTINGS);
    }

    @Test
    void shouldRefuseADamagedJournal() throws IOException {
        replay(FILE, 90);
        Path segment = folder.resolve("segment-00000001.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        assertRefused(replay(FILE, 90), ExitCode.DAMAGED, "segment");
    }

    @Test
    void shouldFailWhenTheJournalHoldsACommandOfAnotherHand() {
        replay(FILE, 90);
        try (Tidegate other = Tidegate.open(folder, options())) {
            other.define(new DefineWarehouse("SHED"));
        }

        assertRefused(replay(FILE, 90), ExitCode.FAILED, "number of commands");
    }

    private Run replay(Keeping keeping, int percent) {
        return replay(file, keeping, percent);
    }

    private Run replay(Path orders, Keeping keeping, int percent) {
        return Replays.here(keeping.arguments(orders, percent, folder));
    }

    private static TidegateOptions options() {
        return TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
    }

    private static String withoutDigest(String figures) {
        return figures.replaceFirst("\"digest\":\"[0-9a-f]{32}\",", "");
    }

    private static void assertRefused(Run run, int code, String text) {
        assertThat(run.code()).as(run.toString()).isEqualTo(code);
        assertThat(run.out())
                .startsWith("{\"ok\":false,\"error\":\"")
                .hasLineCount(1)
                .contains(text);
        assertThat(run.err()).contains(text);
    }
}
