package dev.tidegate.launcher.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A file of order lines, plain or gzip (told by its first bytes, not by its name): UTF-8 without a byte order mark,
 * RFC 4180, header {@value #HEADER}. Size and SHA-256 are those of the file as it lies on disk.
 */
public final class OrdersFile {
    /** The only header accepted. */
    public static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static final List<String> COLUMNS = List.of(HEADER.split(","));
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int SHOWN_HEADER_CHARS = 120;

    private final Path path;
    private final long bytes;
    private final String sha256;

    private OrdersFile(Path path, long bytes, String sha256) {
        this.path = path;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /** Takes one record of the file, header excluded. */
    @FunctionalInterface
    interface RecordVisitor {
        /**
         * @param number 1 for the first record after the header
         * @param fields the columns as written, not trimmed; an empty line is one empty column
         */
        void visit(long number, List<String> fields);
    }

    /**
     * Reads the file once for its size and SHA-256; the content is looked at by {@link ReplayPlan#of}.
     *
     * @throws OrdersFileException if there is no such file, or it is empty
     * @throws IOException if it cannot be read
     */
    public static OrdersFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new OrdersFileException(path + (Files.exists(path) ? " is not a file" : " does not exist"));
        }
        MessageDigest digest = Sha256.digest();
        long bytes;
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        if (bytes == 0) {
            throw new OrdersFileException(path + " is empty");
        }
        return new OrdersFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Where the file lies. */
    public Path path() {
        return path;
    }

    /** Size on disk in bytes. */
    public long bytes() {
        return bytes;
    }

    /** SHA-256 of the bytes on disk, 64 hexadecimal digits in lower case. */
    public String sha256() {
        return sha256;
    }

    /**
     * Hands over every record in the order of the file.
     *
     * @return how many records there are
     * @throws OrdersFileException if the file is not of the form told above, or is no longer the file that was opened
     */
    long forEachRecord(RecordVisitor visitor) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream raw = new DigestInputStream(Files.newInputStream(path), digest)) {
            InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
            long records = parse(buffered, visitor);
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw new OrdersFileException(path + " has changed since it was opened");
            }
            return records;
        } catch (UncheckedIOException wrapped) {
            throw wrapped.getCause();
        } catch (CsvParseException broken) {
            // The parser wraps whatever goes wrong beneath it; a fault of ours must not pass for a bad file.
            if (broken.getCause() instanceof RuntimeException fault && !(fault instanceof CsvParseException)) {
                throw fault;
            }
            throw new OrdersFileException("not a CSV file after RFC 4180: " + broken.getMessage());
        }
    }

    private long parse(InputStream buffered, RecordVisitor visitor) throws IOException {
        CsvReader.CsvReaderBuilder format = CsvReader.builder()
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
        long records = -1;
        try (CsvReader<CsvRecord> csv = format.ofCsvRecord(new CheckedCsvText(unpacked(buffered)))) {
            for (CsvRecord record : csv) {
                if (++records == 0) {
                    checkHeader(record.getFields());
                } else {
                    visitor.visit(records, record.getFields());
                }
            }
            // Decompression may stop before the last byte, the digest must not.
            buffered.transferTo(OutputStream.nullOutputStream());
        }
        if (records < 0) {
            throw new OrdersFileException(path + " is empty");
        }
        return records;
    }

    private static InputStream unpacked(InputStream buffered) throws IOException {
        buffered.mark(2);
        boolean gzip = buffered.read() == GZIP_MAGIC_1 && buffered.read() == GZIP_MAGIC_2;
        buffered.reset();
        if (!gzip) {
            return buffered;
        }
        try {
            return new GzipMembers(buffered);
        } catch (EOFException | ZipException damaged) {
            throw new OrdersFileException("the gzip data is cut off or damaged in its first bytes");
        }
    }

    private static void checkHeader(List<String> header) throws OrdersFileException {
        if (header.equals(COLUMNS)) {
            return;
        }
        String found = String.join(",", header);
        if (found.startsWith("\uFEFF")) {
            throw new OrdersFileException(1, "the file starts with a byte order mark; save it as UTF-8 without one");
        }
        throw new OrdersFileException(1, "the header must be " + HEADER + " but is " + printable(found));
    }

    private static String printable(String text) {
        String shown = text.length() > SHOWN_HEADER_CHARS ? text.substring(0, SHOWN_HEADER_CHARS) + "..." : text;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
