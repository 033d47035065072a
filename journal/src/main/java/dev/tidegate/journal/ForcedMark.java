package dev.tidegate.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The file {@code FORCED}: the newest record known forced, noted off the engine thread.
 *
 * <p>Each envelope names what was forced before it, but an envelope that was cut away can say nothing. This note, kept
 * in another file, tells a log that lost its newest records from one that never had them. It is overwritten in place, in
 * two slots by turns, and never forced itself: a stale note is still true.
 */
final class ForcedMark implements Closeable {
    private static final int SLOT_BYTES = 512;
    private static final int NOTE_BYTES = 24;

    /** "TGFORCED", read as a little-endian long. */
    private static final long MAGIC = 0x4445_4352_4f46_4754L;

    private final FileChannel channel;
    private final ByteBuffer note = ByteBuffer.allocateDirect(NOTE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int slot;
    private long noted;

    private ForcedMark(final FileChannel channel) {
        this.channel = channel;
    }

    /** The newest record that the folder's note names; 0 when there is no readable note. */
    static long read(final Path folder) throws IOException {
        final Path file = folder.resolve(FolderFiles.FORCED);
        if (!Files.exists(file)) {
            return 0;
        }
        final byte[] bytes = Files.readAllBytes(file);
        long newest = 0;
        for (int at = 0; at + NOTE_BYTES <= bytes.length; at += SLOT_BYTES) {
            final ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            final long record = slot.getLong(at + Long.BYTES);
            if (slot.getLong(at) == MAGIC && slot.getLong(at + 2 * Long.BYTES) == crc(record)) {
                newest = Math.max(newest, record);
            }
        }
        return newest;
    }

    /** Opens the note for writing; its blocks are written and forced here, once. */
    static ForcedMark open(final Path folder, final long record) throws IOException {
        final ForcedMark mark = new ForcedMark(FileChannel.open(
                folder.resolve(FolderFiles.FORCED), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try {
            mark.write(record);
            mark.write(record);
            mark.channel.force(true);
        } catch (final Throwable failure) {
            mark.close();
            throw failure;
        }
        return mark;
    }

    /** Whether the note names an older record. */
    boolean isBehind(final long record) {
        return record > noted;
    }

    /** Notes that records up to {@code record} have been forced. */
    void note(final long record) throws IOException {
        if (isBehind(record)) {
            write(record);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(final long record) throws IOException {
        note.clear();
        note.putLong(MAGIC).putLong(record).putLong(crc(record)).flip();
        channel.write(note, (long) slot * SLOT_BYTES);
        slot ^= 1;
        noted = record;
    }

    private static long crc(final long record) {
        final CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(record).flip());
        return crc.getValue();
    }
}
