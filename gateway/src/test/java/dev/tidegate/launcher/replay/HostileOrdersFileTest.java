package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of orders, plain or compressed: it is planned line by line, or refused. */
class HostileOrdersFileTest {
    private static final String LINES = OrdersFile.HEADER + "\r\n"
            + "536365,85123A,\"WHITE, \"\"HEART\"\"\",6,2010-12-01 08:26:00,2.55,17850,United Kingdom\r\n"
            + "536366,71053,LANTERN,2,2010-12-01 08:28:00,3.39,17850,United Kingdom\n"
            + "C536379,85123A,BACK,-1,2010-12-02 09:41:00,2.55,17850,France\n"
            + "A1,D,\"two\nlines\",1,2010-02-30 00:00:00,0,,\n";

    @TempDir
    static Path temp;

    static Stream<byte[]> inputs() {
        final byte[] plain = LINES.getBytes(StandardCharsets.UTF_8);
        return Stream.of(plain, gzip(plain), "\uFEFF".concat(LINES).getBytes(StandardCharsets.UTF_8), new byte[] {
            0x1f, (byte) 0x8b
        });
    }

    private static byte[] gzip(final byte[] bytes) {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return packed.toByteArray();
    }

    /** Behind the header, so that a fuzzer need not find it. */
    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBePlannedOrRefused(final byte[] input) throws IOException {
        final byte[] header = (OrdersFile.HEADER + "\n").getBytes(StandardCharsets.UTF_8);
        plan(input);
        final byte[] lines = new byte[header.length + input.length];
        System.arraycopy(header, 0, lines, 0, header.length);
        System.arraycopy(input, 0, lines, header.length, input.length);
        plan(lines);
    }

    private static void plan(final byte[] content) throws IOException {
        final Path file = temp.resolve("orders.csv");
        Files.write(file, content);
        try {
            final ReplayPlan plan = ReplayPlan.of(OrdersFile.open(file), 50);
            assertThat(plan).isNotNull();
        } catch (final OrdersFileException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
