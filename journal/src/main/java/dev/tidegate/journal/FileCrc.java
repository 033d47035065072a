package dev.tidegate.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/** The checksum over every byte of a sealed segment, those of no record included; of a compressed one as it was before. */
final class FileCrc {
    private static final int STEP_BYTES = 1 << 18;
    private static final String COMPRESSED = ".gz";

    private FileCrc() {}

    /** The CRC32C of the segment, eight hexadecimal digits. */
    static String of(final Path file) throws IOException {
        final CRC32C crc = new CRC32C();
        final byte[] step = new byte[STEP_BYTES];
        try (InputStream in = open(file)) {
            for (int count = in.read(step); count > 0; count = in.read(step)) {
                crc.update(step, 0, count);
            }
        }
        return String.format("%08x", crc.getValue());
    }

    private static InputStream open(final Path file) throws IOException {
        final InputStream plain = Files.newInputStream(file);
        return file.toString().endsWith(COMPRESSED) ? new GZIPInputStream(plain, STEP_BYTES) : plain;
    }
}
