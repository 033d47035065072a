package dev.tidegate.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One number has one fingerprint, wherever it lies. */
class NumberPrintTest {
    private final NumberPrint print = new NumberPrint(3, 5);

    @Test
    void shouldBeTheSameInAMessageAndInARecord() {
        final Random random = new Random(1);
        for (int length = 0; length <= OrderBook.EXTERNAL_BYTES; length++) {
            final byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            final HeapBuffer tight = new HeapBuffer(bytes);
            final HeapBuffer wide = HeapBuffer.ofSize(length + 16);
            wide.putBytes(3, bytes, 0, length);
            wide.putByte(3 + length, (byte) 'x');
            final long[] words = new long[8];
            for (int i = 0; i < length; i++) {
                words[1 + i / 8] |= (bytes[i] & 0xFFL) << 8 * (i % 8);
            }
            final int hash = print.of(7, tight, 0, length);
            final long high = print.high();
            final long low = print.low();
            assertThat(print.of(7, wide, 3, length)).isEqualTo(hash);
            assertThat(print.of(7, words, 1, length)).isEqualTo(hash);
            assertThat(print.high()).isEqualTo(high);
            assertThat(print.low()).isEqualTo(low);
            assertThat(print.hash(high, low)).isEqualTo(hash);
        }
    }

    /** Fingerprints stand in snapshots: another computation would take every remembered number for a new one. */
    @Test
    void shouldGiveTheFingerprintsThatStandInSnapshots() {
        final byte[] bytes = "2026-11-22/A-1001".getBytes(StandardCharsets.US_ASCII);

        assertThat(print.of(7, new HeapBuffer(bytes), 0, bytes.length)).isEqualTo(-1_461_882_407);
        assertThat(print.high()).isEqualTo(0x2eea4935f93eabf2L);
        assertThat(print.low()).isEqualTo(0x652b32b7b75eac4aL);
    }

    @Test
    void shouldTellNumbersApartThatAreNearlyTheSame() {
        final Set<Long> highs = new HashSet<>();
        final Set<Long> lows = new HashSet<>();
        int prints = 0;
        for (int length = 0; length <= OrderBook.EXTERNAL_BYTES; length++) {
            for (int channel = 1; channel <= 3; channel++) {
                final HeapBuffer number = HeapBuffer.ofSize(OrderBook.EXTERNAL_BYTES);
                prints += add(channel, number, length, highs, lows);
                for (int bit = 0; bit < 8 * length; bit++) {
                    number.putByte(bit / 8, (byte) (1 << bit % 8));
                    prints += add(channel, number, length, highs, lows);
                    number.putByte(bit / 8, (byte) 0);
                }
            }
        }
        assertThat(highs).hasSize(prints);
        assertThat(lows).hasSize(prints);
    }

    private int add(
            final int channel, final HeapBuffer number, final int length, final Set<Long> highs, final Set<Long> lows) {
        print.of(channel, number, 0, length);
        highs.add(print.high());
        lows.add(print.low());
        return 1;
    }

    @Test
    void shouldBeFoundElsewhereUnderAnotherKey() {
        final HeapBuffer number = HeapBuffer.ofSize(16);
        final int hash = print.of(1, number, 0, 16);
        assertThat(new NumberPrint(3, 6).of(1, number, 0, 16)).isNotEqualTo(hash);
    }
}
