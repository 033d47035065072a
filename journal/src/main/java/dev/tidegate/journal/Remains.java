package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What lies behind the place where a segment's records end.
 *
 * @param end offset behind the last byte that is not zero, or {@code from} when all are
 * @param intactAt offset of the first intact envelope, or -1
 * @param forcedRecord the newest record that an intact envelope there names as forced
 * @param unfinishedRecord number of the record that is all there is, whole but for its length, which is written last: its
 *     writer ended in between, and so told nobody; 0 for none
 */
record Remains(long end, long intactAt, long forcedRecord, long unfinishedRecord) {
    private static final int STEP_BYTES = 1 << 20;
    private static final byte[] ZEROES = new byte[4096];
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Looks through every byte of the file from {@code from} on. */
    static Remains scan(final SegmentReader reader, final long from) throws IOException {
        return scan(reader, from, false);
    }

    /** Looks as far as the first intact envelope; {@code end} is where that ends. */
    static Remains upToIntact(final SegmentReader reader, final long from) throws IOException {
        return scan(reader, from, true);
    }

    private static Remains scan(final SegmentReader reader, final long from, final boolean stopsAtIntact)
            throws IOException {
        final Envelope envelope = new Envelope();
        final long behind = Math.max(0, reader.fileBytes() - from);
        final byte[] bytes = new byte[(int) Math.min(behind + Integer.BYTES, STEP_BYTES + LogPort.MAX_RECORD_BYTES)];
        long end = from;
        long firstNonZero = -1;
        long intactAt = -1;
        long intactEnd = 0;
        long intactRecord = 0;
        long forcedRecord = 0;
        for (long at = from; at < reader.fileBytes(); at += STEP_BYTES) {
            final int available = reader.readAt(at, bytes, 0, bytes.length);
            Arrays.fill(bytes, available, Math.min(bytes.length, available + Integer.BYTES), (byte) 0);
            final int last = Math.min(STEP_BYTES, available);
            for (int i = 0; i < last; i += Integer.BYTES) {
                i = skipZeroes(bytes, i, last);
                if (i >= last || (int) INT.get(bytes, i) == 0) {
                    continue;
                }
                end = Math.min(at + i + Integer.BYTES, at + available);
                firstNonZero = firstNonZero < 0 ? at + i : firstNonZero;
                if (envelope.startsAt(bytes, i, available - i)) {
                    if (stopsAtIntact) {
                        return new Remains(at + i + envelope.wrap(bytes, i).totalBytes(), at + i, 0, 0);
                    }
                    envelope.wrap(bytes, i);
                    forcedRecord = Math.max(forcedRecord, envelope.forcedRecord());
                    if (intactAt < 0) {
                        intactAt = at + i;
                        intactEnd = intactAt + envelope.totalBytes();
                        intactRecord = envelope.record();
                    }
                }
            }
        }
        final boolean unfinished = reader.lengthsComeLast()
                && intactAt == from + Integer.BYTES
                && firstNonZero == intactAt
                && end < intactEnd + Integer.BYTES;
        return new Remains(end, intactAt, forcedRecord, unfinished ? intactRecord : 0);
    }

    /** The next place that a whole page of zeroes does not begin at. */
    private static int skipZeroes(final byte[] bytes, final int from, final int last) {
        int at = from;
        while (at + ZEROES.length <= last && Arrays.equals(bytes, at, at + ZEROES.length, ZEROES, 0, ZEROES.length)) {
            at += ZEROES.length;
        }
        return at;
    }

    boolean hasIntact() {
        return intactAt >= 0;
    }
}
