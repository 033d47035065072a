package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final int KIND = 3;
    private final Random random = new Random(5);

    private long[] words(final int length) {
        return random.longs(length).toArray();
    }

    private static Digest sumOf(final long kind, final long[] words) {
        final Digest digest = new Digest();
        digest.add(kind, words, 0, words.length);
        return digest;
    }

    private static void assertBothHalvesDiffer(final Digest a, final Digest b) {
        assertThat(a.sumHigh()).isNotEqualTo(b.sumHigh());
        assertThat(a.sumLow()).isNotEqualTo(b.sumLow());
        assertThat(a.high()).isNotEqualTo(b.high());
        assertThat(a.low()).isNotEqualTo(b.low());
    }

    @Test
    void shouldNotDependOnTheOrderOfRecords() {
        final List<long[]> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(words(1 + random.nextInt(20)));
        }
        final Digest one = new Digest();
        records.forEach(record -> one.add(KIND, record, 0, record.length));
        Collections.shuffle(records, random);
        final Digest other = new Digest();
        records.forEach(record -> other.add(KIND, record, 0, record.length));

        assertThat(other.sumHigh()).isEqualTo(one.sumHigh());
        assertThat(other.sumLow()).isEqualTo(one.sumLow());
        records.forEach(record -> other.remove(KIND, record, 0, record.length));
        assertThat(other.sumHigh()).isZero();
        assertThat(other.sumLow()).isZero();
    }

    /**
     * The lower half of every word is seen by both halves of the digest. A word's topmost bits may run over the edge of the
     * low product, and are then seen by the high half alone.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 31, 32})
    void shouldChangeWithEveryBit(final int length) {
        for (final long[] words : List.of(words(length), new long[length])) {
            final Digest before = sumOf(KIND, words);
            for (int bit = 0; bit < Long.SIZE * length; bit++) {
                words[bit / Long.SIZE] ^= 1L << bit % Long.SIZE;
                final Digest after = sumOf(KIND, words);
                assertThat(after.high()).as("bit %d", bit).isNotEqualTo(before.high());
                if (bit % Long.SIZE < Integer.SIZE) {
                    assertBothHalvesDiffer(after, before);
                }
                words[bit / Long.SIZE] ^= 1L << bit % Long.SIZE;
            }
        }
    }

    @Test
    void shouldTellKindsAndLengthsApart() {
        final long[] words = {1, 2, 3, 0};

        assertBothHalvesDiffer(sumOf(1, words), sumOf(2, words));
        assertBothHalvesDiffer(sumOf(1, words), sumOf(1, new long[] {1, 2, 3}));
    }

    @Test
    void shouldTellTheSameWordsInOtherPlacesApart() {
        assertBothHalvesDiffer(sumOf(1, new long[] {1, 2, 3}), sumOf(1, new long[] {3, 2, 1}));
        assertBothHalvesDiffer(sumOf(1, new long[] {1, 2}), sumOf(1, new long[] {2, 1}));
    }

    @Test
    void shouldReadTheWordsOfARecordOnly() {
        final Digest digest = new Digest();
        digest.add(KIND, new long[] {9, 9, 4, 5, 9}, 2, 2);

        assertThat(digest.sumLow()).isEqualTo(sumOf(KIND, new long[] {4, 5}).sumLow());
        assertThat(digest.sumHigh()).isEqualTo(sumOf(KIND, new long[] {4, 5}).sumHigh());
    }

    @Test
    void shouldDependOnTheOrderOfWhatIsChained() {
        final Digest one = new Digest();
        one.chain(1);
        one.chain(2);
        final Digest other = new Digest();
        other.chain(2);
        other.chain(1);

        assertThat(other.high()).isNotEqualTo(one.high());
        assertThat(other.low()).isNotEqualTo(one.low());
    }

    @Test
    void shouldChangeWithEveryBitThatIsChained() {
        for (int length = 1; length <= 40; length++) {
            final HeapBuffer bytes = HeapBuffer.ofSize(length);
            final Digest before = new Digest();
            before.chain(bytes, 0, length);
            for (int bit = 0; bit < Byte.SIZE * length; bit++) {
                final byte[] changed = new byte[length];
                changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                final Digest after = new Digest();
                after.chain(new HeapBuffer(changed), 0, length);
                assertThat(after.high()).isNotEqualTo(before.high());
                assertThat(after.low()).isNotEqualTo(before.low());
            }
        }
    }

    @Test
    void shouldLeaveItselfAsItIsWhenACopyIsExtended() {
        final Digest digest = sumOf(KIND, words(4));
        final long high = digest.high();
        final Digest extended = digest.with(7);

        assertThat(digest.high()).isEqualTo(high);
        assertThat(extended.high()).isNotEqualTo(high);
        assertThat(extended.sumHigh()).isEqualTo(digest.sumHigh());
    }
}
