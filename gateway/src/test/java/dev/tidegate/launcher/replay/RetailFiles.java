package dev.tidegate.launcher.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Files of order lines for tests. */
final class RetailFiles {
    private RetailFiles() {}

    /** Thirty records with every kind of odd line; what each is for stands in its description. */
    static String oddLines() {
        try (InputStream in = RetailFiles.class.getResourceAsStream("/retail/odd-lines.csv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OrdersFile withRecords(Path folder, String... records) throws IOException {
        return open(folder, OrdersFile.HEADER + "\n" + String.join("\n", records) + "\n");
    }

    static OrdersFile open(Path folder, String text) throws IOException {
        return open(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static OrdersFile open(Path folder, byte[] content) throws IOException {
        return OrdersFile.open(Files.write(folder.resolve("orders.csv"), content));
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}
