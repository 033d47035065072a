package dev.tidegate.journal.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The word before each record: its length, and the marks that Chronicle Queue keeps in the two highest bits. */
final class Frame {
    /** Bytes of the word. */
    static final int WORD_BYTES = 4;

    /** Set in the word of a document that Chronicle Queue wrote for itself. */
    static final int METADATA = 0x4000_0000;

    /** Set in the word of a document that was never finished. */
    static final int UNFINISHED = 0x8000_0000;

    private static final int LENGTH_MASK = 0x3fff_ffff;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Frame() {}

    static int wordAt(final byte[] bytes, final int offset) {
        return (int) INT.get(bytes, offset);
    }

    static int length(final int word) {
        return word & LENGTH_MASK;
    }

    /** The next multiple of four. */
    static long align(final long offset) {
        return (offset + 3) & ~3L;
    }
}
