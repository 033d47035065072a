package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.Mix;

/**
 * A 64-bit hash of a command's content, by which a repeated id with other content is told from a repeated command. Not
 * keyed, for it is part of the state and of its digest: two contents that collide harm nobody but the caller who made
 * them under one id.
 */
final class ContentHash {
    private static final long K0 = 0xA0761D6478BD642FL;
    private static final long K1 = 0xE7037ED1A0B428DBL;

    private ContentHash() {}

    static long of(final HeapBuffer buffer, final int offset, final int length) {
        long hash = K0 ^ length;
        int at = offset;
        final int end = offset + length;
        for (; at + 16 <= end; at += 16) {
            hash = Mix.fold(buffer.getLong(at) ^ K1, buffer.getLong(at + 8) ^ hash);
        }
        if (at + 8 <= end) {
            hash = Mix.fold(buffer.getLong(at) ^ K1, hash);
            at += 8;
        }
        return Mix.fold(buffer.getBytesAsLong(at, end - at) ^ K0, hash ^ K1);
    }
}
