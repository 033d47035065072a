package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersFileTest {
    private static final String GOOD = "536365,85123A,x,6,2010-12-01 08:26:00,2.55,17850,United Kingdom";

    @TempDir
    Path folder;

    @Test
    void shouldTellSizeAndSha256OfTheBytesOnDisk() throws IOException {
        OrdersFile file = RetailFiles.open(folder, "abc");

        assertThat(file.bytes()).isEqualTo(3);
        assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void shouldTakeQuotesCommasLineBreaksAndOtherAlphabets() throws IOException {
        List<List<String>> records = read(RetailFiles.withRecords(folder, "a,\"b,\"\"c\"\"\n茶\",é,\"\""));

        assertThat(records).containsExactly(List.of("a", "b,\"c\"\n茶", "é", ""));
    }

    @Test
    void shouldTellGzipByContentNotByName() throws IOException {
        byte[] plain = (OrdersFile.HEADER + "\n" + GOOD).getBytes(StandardCharsets.UTF_8);
        Path packed = Files.write(folder.resolve("packed.csv"), RetailFiles.gzip(plain));
        Path unpacked = Files.write(folder.resolve("plain.csv.gz"), plain);

        assertThat(read(OrdersFile.open(packed)))
                .isEqualTo(read(OrdersFile.open(unpacked)))
                .hasSize(1);
    }

    @Test
    void shouldTakeAQuotedHeaderAndCarriageReturns() throws IOException {
        String header = '"' + OrdersFile.HEADER.replace(",", "\",\"") + '"';

        assertThat(read(RetailFiles.open(folder, header + "\r\n" + GOOD + "\r\n" + GOOD)))
                .hasSize(2);
    }

    @Test
    void shouldTakeAFileWithoutRecords() throws IOException {
        assertThat(read(RetailFiles.open(folder, OrdersFile.HEADER))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'never,\"closed', 3, is never closed",
        "'never,\"closed\nand more\n', 3, is never closed",
        "'a,\"b\"c,d', 3, text after the closing",
        "'a,\"b\" ,d', 3, text after the closing",
        "'a,b\"c,d', 3, does not start with one",
        "'\"two\nlines\",b\",d', 4, does not start with one",
    })
    void shouldNameTheLineOfABrokenQuote(String broken, long line, String problem) {
        assertThatExceptionOfType(OrdersFileException.class)
                .isThrownBy(() -> read(RetailFiles.open(folder, OrdersFile.HEADER + "\r\n" + GOOD + "\r\n" + broken)))
                .withMessageStartingWith("line " + line + ": broken quote: ")
                .withMessageContaining(problem)
                .satisfies(thrown -> assertThat(thrown.line()).isEqualTo(line));
    }

    @Test
    void shouldFindABrokenQuoteFarBeyondTheFirstBuffer() {
        String[] records = new String[20_000];
        Arrays.fill(records, GOOD);
        records[19_998] = "a,b\"";

        assertProblem("line 20000: broken quote", () -> read(RetailFiles.withRecords(folder, records)));
    }

    @Test
    void shouldGiveUpOnAFieldWithoutEnd() {
        String open = OrdersFile.HEADER + "\n" + GOOD + "\na,\"" + "x".repeat(20_000_000);

        assertProblem("not a CSV file after RFC 4180", () -> read(RetailFiles.open(folder, open)));
    }

    @Test
    void shouldShowAWrongHeaderBeforeAnythingElseThatIsWrong() {
        assertProblem(
                "line 1: the header must be " + OrdersFile.HEADER + " but is \"id,name\"",
                () -> read(RetailFiles.open(folder, "id,name\n1,6\" plate\n\0")));
    }

    @Test
    void shouldRefuseHeadersThatAreNearlyRight() {
        for (String header : List.of(
                OrdersFile.HEADER.toLowerCase(),
                OrdersFile.HEADER + ",",
                " " + OrdersFile.HEADER,
                OrdersFile.HEADER.replace(',', ';'),
                "\n" + OrdersFile.HEADER)) {
            assertProblem("line 1: the header must be", () -> read(RetailFiles.open(folder, header + "\n" + GOOD)));
        }
    }

    @Test
    void shouldNameAByteOrderMark() {
        assertProblem("byte order mark", () -> read(RetailFiles.open(folder, "\uFEFF" + OrdersFile.HEADER)));
    }

    @Test
    void shouldRefuseAnEmptyFilePlainOrPacked() {
        assertProblem("is empty", () -> read(RetailFiles.open(folder, "")));
        assertProblem("is empty", () -> read(RetailFiles.open(folder, RetailFiles.gzip(new byte[0]))));
    }

    @Test
    void shouldRefuseBinaryDataAtTheStartAndLater() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        assertProblem("line 1: ", () -> read(RetailFiles.open(folder, noise)));
        assertProblem("line 1: ", () -> read(RetailFiles.open(folder, RetailFiles.gzip(RetailFiles.gzip(noise)))));
        assertProblem("line 3: a NUL character", () -> read(RetailFiles.withRecords(folder, GOOD, GOOD + "\0")));
    }

    @Test
    void shouldNameTheLineOfTextInAnotherEncoding() {
        byte[] latin1 = (OrdersFile.HEADER + "\n" + GOOD + "\n" + "café").getBytes(StandardCharsets.ISO_8859_1);

        assertProblem("line 3: not UTF-8 text", () -> read(RetailFiles.open(folder, latin1)));
    }

    @Test
    void shouldRefuseAFileThatIsCutOffOrDamaged() throws IOException {
        byte[] packed = RetailFiles.gzip(RetailFiles.oddLines().getBytes(StandardCharsets.UTF_8));
        assertProblem("cut off", () -> read(RetailFiles.open(folder, Arrays.copyOf(packed, packed.length / 2))));
        assertProblem("cut off", () -> read(RetailFiles.open(folder, Arrays.copyOf(packed, packed.length - 1))));
        assertProblem("cut off", () -> read(RetailFiles.open(folder, Arrays.copyOf(packed, 5))));

        byte[] damaged = packed.clone();
        damaged[packed.length - 6] ^= 1;
        assertProblem("the gzip data is damaged", () -> read(RetailFiles.open(folder, damaged)));

        byte[] twice = Arrays.copyOf(packed, packed.length * 2);
        System.arraycopy(packed, 0, twice, packed.length, packed.length);
        twice[packed.length] ^= 1;
        assertProblem("the gzip data is damaged", () -> read(RetailFiles.open(folder, twice)));
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        assertProblem("does not exist", () -> OrdersFile.open(folder.resolve("none.csv")));
        assertProblem("is not a file", () -> OrdersFile.open(folder));
    }

    @Test
    void shouldNoticeThatTheFileChangedAfterItWasOpened() throws IOException {
        OrdersFile file = RetailFiles.withRecords(folder, GOOD);
        RetailFiles.withRecords(folder, GOOD.replace("2.55", "2.56"));

        assertProblem("has changed", () -> read(file));
    }

    private static void assertProblem(String part, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatExceptionOfType(OrdersFileException.class).isThrownBy(action).withMessageContaining(part);
    }

    private static List<List<String>> read(OrdersFile file) throws IOException {
        List<List<String>> records = new ArrayList<>();
        long count = file.forEachRecord((number, fields) -> {
            assertThat(number).isEqualTo(records.size() + 1L);
            records.add(List.copyOf(fields));
        });
        assertThat(records).hasSize((int) count);
        return records;
    }
}
