package dev.tidegate.journal;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.VoidDecoder;
import dev.tidegate.pipeline.JournalReplay;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@code Void} message in the place of each command that a repair voided, while a journal is read: so that whoever
 * reads it, engine or tool, cannot apply the command. The records themselves, and so the chain, stay as they were written.
 */
final class Voids {
    private static final int LENGTH_BYTES = 4;
    private static final int VOID_BYTES = MessageCheck.HEADER_BYTES + VoidDecoder.BLOCK_LENGTH;

    private final List<Repair> voids;
    private final long[] sequences;

    Voids(final List<Repair> repairs) {
        voids = repairs.stream()
                .filter(repair -> repair.kind() == Repair.Kind.VOID)
                .toList();
        sequences = voids.stream().mapToLong(Repair::sequence).sorted().toArray();
    }

    /** Whether a digest was recorded before a command was voided that is in it: nothing can be compared with it. */
    boolean outdates(final long record, final long sequence) {
        return voids.stream().anyMatch(each -> each.sequence() <= sequence && record <= each.record());
    }

    /**
     * Gives a batch to a replay, with the voided commands replaced.
     *
     * @return null; or what is wrong with its frames, and then nothing was given
     */
    @Nullable
    String deliver(
            final JournalReplay replay,
            final byte[] bytes,
            final int offset,
            final int length,
            final long first,
            final int count,
            final long timeMillis) {
        final String fault = replay.framesFault(bytes, offset, length, count);
        if (fault != null) {
            return fault;
        }
        if (anyOf(first, first + count - 1)) {
            final byte[] replaced = replace(bytes, offset, length, first, count);
            replay.batch(replaced, 0, replaced.length, first, count, timeMillis);
        } else {
            replay.batch(bytes, offset, length, first, count, timeMillis);
        }
        return null;
    }

    private boolean anyOf(final long first, final long last) {
        final int found = Arrays.binarySearch(sequences, first);
        final int at = found < 0 ? -found - 1 : found;
        return at < sequences.length && sequences[at] <= last;
    }

    /** The frames of a batch with the voided ones replaced. */
    private byte[] replace(final byte[] bytes, final int offset, final int length, final long first, final int count) {
        final byte[] replaced = new byte[length + count * (LENGTH_BYTES + VOID_BYTES)];
        final HeapBuffer source = new HeapBuffer(bytes);
        final HeapBuffer target = new HeapBuffer(replaced);
        int at = offset;
        int to = 0;
        for (int i = 0; i < count; i++) {
            final int frame = LENGTH_BYTES + source.getInt(at);
            if (Arrays.binarySearch(sequences, first + i) >= 0) {
                writeVoid(source, at + LENGTH_BYTES, frame - LENGTH_BYTES, target, to);
                to += LENGTH_BYTES + VOID_BYTES;
            } else {
                System.arraycopy(bytes, at, replaced, to, frame);
                to += frame;
            }
            at += frame;
        }
        return Arrays.copyOf(replaced, to);
    }

    /** Under the id of what it stands for, if that has one. */
    private static void writeVoid(
            final HeapBuffer source, final int offset, final int length, final HeapBuffer target, final int to) {
        target.putInt(to, VOID_BYTES);
        target.putShort(to + LENGTH_BYTES, (short) VoidDecoder.BLOCK_LENGTH);
        target.putShort(to + LENGTH_BYTES + 2, (short) VoidDecoder.TEMPLATE_ID);
        target.putShort(to + LENGTH_BYTES + 4, (short) VoidDecoder.SCHEMA_ID);
        target.putShort(to + LENGTH_BYTES + 6, (short) VoidDecoder.SCHEMA_VERSION);
        if (length >= VOID_BYTES) {
            System.arraycopy(
                    source.byteArray(),
                    offset + MessageCheck.HEADER_BYTES,
                    target.byteArray(),
                    to + LENGTH_BYTES + MessageCheck.HEADER_BYTES,
                    VoidDecoder.BLOCK_LENGTH);
        }
    }
}
