package dev.tidegate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The checksum over every byte of a sealed segment's file, those of no record included. */
final class FileCrc {
    private static final int STEP_BYTES = 1 << 18;

    private FileCrc() {}

    /** The CRC32C of the file, eight hexadecimal digits. */
    static String of(final Path file) throws IOException {
        final CRC32C crc = new CRC32C();
        final ByteBuffer step = ByteBuffer.allocateDirect(STEP_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(step.clear()) > 0) {
                crc.update(step.flip());
            }
        }
        return String.format("%08x", crc.getValue());
    }
}
