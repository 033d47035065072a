package dev.tidegate.launcher.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Random;
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

    /**
     * A shop's season, the same for the same seed: repeated SKUs, customers with and without a number, returns, records
     * that are no stock lines, times that step back now and then.
     */
    static String season(long seed, int invoices) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(OrdersFile.HEADER).append('\n');
        LocalDateTime time = LocalDateTime.of(2019, 3, 1, 8, 0);
        for (int i = 0; i < invoices; i++) {
            time = time.plusMinutes(random.nextInt(40) - 4);
            boolean isReturn = random.nextInt(6) == 0;
            String invoice = (isReturn ? "C" : "") + (500_000 + i);
            String customer = random.nextInt(8) == 0 ? "" : Integer.toString(12_000 + random.nextInt(40));
            for (int line = 1 + random.nextInt(isReturn ? 2 : 8); line > 0; line--) {
                String sku = random.nextInt(30) == 0 ? "POST" : Integer.toString(20_000 + random.nextInt(90));
                int quantity = isReturn ? -1 - random.nextInt(4) : random.nextInt(25);
                text.append("%s,%s,THING,%d,%s:00,%d.%02d,%s,France\n"
                        .formatted(
                                invoice,
                                sku,
                                quantity,
                                time.toString().replace('T', ' '),
                                random.nextInt(9),
                                random.nextInt(100),
                                customer));
            }
        }
        return text.toString();
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
