package dev.tidegate.journal.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A sealed segment in a gzip file, {@code segment-00000001.gz}. Its header has an extra field, {@code TG}, with the
 * CRC32C of every byte behind the header: gzip itself does not find each flipped bit. Read forwards; a step back begins
 * anew. A file that is not as it was written reads as one of no bytes.
 */
final class CompressedSegment implements SegmentSource {
    /** Magic, deflate, an extra field, no time, no hint, no system; 8 bytes extra: "TG" and 4 bytes. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, -1, 8, 0, 'T', 'G', 4, 0};

    private static final int HEADER_BYTES = HEADER.length + Integer.BYTES;
    private static final int TRAILER_BYTES = 2 * Integer.BYTES;
    private static final int STEP_BYTES = 1 << 16;

    private final Path file;
    private final long size;
    private final byte[] step = new byte[STEP_BYTES];
    private int crc;
    private boolean checked;
    private boolean broken;
    private @Nullable InputStream in;
    private long position;

    CompressedSegment(final Path file) throws IOException {
        this.file = file;
        size = readEnds();
        broken = size == 0;
    }

    /** The length in the file's last word, if the file begins as one of ours does; else 0. */
    private long readEnds() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer ends = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            final long bytes = channel.size();
            if (bytes < HEADER_BYTES + TRAILER_BYTES
                    || channel.read(ends, 0) < HEADER_BYTES
                    || !Arrays.equals(ends.array(), 0, HEADER.length, HEADER, 0, HEADER.length)) {
                return 0;
            }
            crc = ends.getInt(HEADER.length);
            ends.clear().limit(Integer.BYTES);
            channel.read(ends, bytes - Integer.BYTES);
            return ends.getInt(0) & 0xFFFFFFFFL;
        }
    }

    @Override
    public long size() {
        return broken ? 0 : size;
    }

    @Override
    public int read(final ByteBuffer target, final long from) throws IOException {
        if (!checked && !broken) {
            checked = true;
            broken = crcOf(file) != crc;
        }
        if (broken || from >= size) {
            return -1;
        }
        try {
            final InputStream stream = at(from);
            final int count =
                    stream.read(step, 0, (int) Math.min(size - from, Math.min(STEP_BYTES, target.remaining())));
            position += Math.max(0, count);
            if (count > 0) {
                target.put(step, 0, count);
            }
            return count;
        } catch (final ZipException | EOFException damaged) {
            broken = true;
            return -1;
        }
    }

    private InputStream at(final long from) throws IOException {
        InputStream stream = in;
        if (stream == null || from < position) {
            close();
            stream = new GZIPInputStream(Files.newInputStream(file), STEP_BYTES);
            in = stream;
            position = 0;
        }
        stream.skipNBytes(from - position);
        position = from;
        return stream;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }

    /** CRC32C of what stands behind the header. */
    private static int crcOf(final Path file) throws IOException {
        final CRC32C crc = new CRC32C();
        final byte[] bytes = new byte[STEP_BYTES];
        try (InputStream raw = Files.newInputStream(file)) {
            raw.skipNBytes(HEADER_BYTES);
            for (int count = raw.read(bytes); count > 0; count = raw.read(bytes)) {
                crc.update(bytes, 0, count);
            }
        }
        return (int) crc.getValue();
    }

    /**
     * Compresses a file: aside, forced, read back and compared, renamed. The caller forces the folder and removes the
     * original.
     */
    static void compress(final Path original, final Path target, final Runnable pause) throws IOException {
        final Path aside = target.resolveSibling(target.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                InputStream in = Files.newInputStream(original)) {
            channel.position(HEADER_BYTES);
            deflate(in, Channels.newOutputStream(channel), pause);
            final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(header.put(HEADER).putInt(crcOf(aside)).flip(), 0);
            channel.force(true);
            if (!same(original, aside, pause)) {
                throw new IOException(aside + " does not inflate to what was compressed");
            }
        } catch (final IOException | RuntimeException failure) {
            // Also when whoever compresses is told to stop: else it would stand there for ever.
            Files.deleteIfExists(aside);
            throw failure;
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Fast rather than small: it is done beside a running engine. */
    private static void deflate(final InputStream in, final OutputStream out, final Runnable pause) throws IOException {
        final byte[] bytes = new byte[STEP_BYTES];
        final CRC32 crc = new CRC32();
        final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            final DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater, STEP_BYTES);
            for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                crc.update(bytes, 0, count);
                packed.write(bytes, 0, count);
                pause.run();
            }
            packed.finish();
            final ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(trailer.putInt((int) crc.getValue())
                    .putInt((int) deflater.getBytesRead())
                    .array());
        } finally {
            deflater.end();
        }
    }

    private static boolean same(final Path original, final Path compressed, final Runnable pause) throws IOException {
        final byte[] expected = new byte[STEP_BYTES];
        final byte[] found = new byte[STEP_BYTES];
        try (InputStream in = Files.newInputStream(original);
                InputStream again = new GZIPInputStream(Files.newInputStream(compressed), STEP_BYTES)) {
            while (true) {
                final int count = in.readNBytes(expected, 0, STEP_BYTES);
                if (again.readNBytes(found, 0, STEP_BYTES) != count
                        || !Arrays.equals(expected, 0, count, found, 0, count)) {
                    return false;
                }
                if (count == 0) {
                    return true;
                }
                pause.run();
            }
        }
    }
}
