package dev.tidegate.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.message.HeapBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hash that ignores a bit would answer a changed command as if it were a repeated one. */
class BytesHashTest {
    private static final int BEFORE = 3;
    private final Random random = new Random(1);

    @Test
    void shouldChangeWithEveryBitAtEveryLength() {
        for (int length = 1; length <= 160; length++) {
            final byte[] bytes = new byte[BEFORE + length];
            for (int round = 0; round < 4; round++) {
                if (round > 0) {
                    random.nextBytes(bytes);
                }
                assertEveryBitCounts(bytes, length);
            }
        }
    }

    private static void assertEveryBitCounts(final byte[] bytes, final int length) {
        final HeapBuffer buffer = new HeapBuffer(bytes);
        final long hash = BytesHash.of(buffer, BEFORE, length, 0);
        for (int bit = 0; bit < 8 * length; bit++) {
            bytes[BEFORE + bit / 8] ^= (byte) (1 << bit % 8);
            final int changed = Long.bitCount(hash ^ BytesHash.of(buffer, BEFORE, length, 0));
            assertTrue(changed >= 8, () -> "only " + changed + " bits changed, length " + length);
            bytes[BEFORE + bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void shouldTellZeroBytesOfDifferentLengthsApart() {
        final HeapBuffer zeros = HeapBuffer.ofSize(256);
        final Set<Long> seen = new HashSet<>();
        for (int length = 0; length <= 256; length++) {
            assertTrue(seen.add(BytesHash.of(zeros, 0, length, 0)), "length " + length);
        }
    }

    @Test
    void shouldDependOnTheSeedAndOnNothingAroundTheBytes() {
        final byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        final HeapBuffer buffer = new HeapBuffer(bytes);
        for (int length = 0; length <= 40; length++) {
            final long hash = BytesHash.of(buffer, 8, length, 7);
            assertTrue(hash != BytesHash.of(buffer, 8, length, 8));
            bytes[7]++;
            bytes[8 + length]++;
            assertEquals(hash, BytesHash.of(buffer, 8, length, 7), "length " + length);
        }
    }
}
