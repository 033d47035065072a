package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.Digest;
import org.junit.jupiter.api.Test;

class RecordKeyTest {
    private static final HeapBuffer RECORD = HeapBuffer.ofSize(40);

    private static RecordKey drawn(final long... history) {
        final Digest digest = new Digest();
        for (final long word : history) {
            digest.chain(word);
        }
        final RecordKey key = new RecordKey();
        assertThat(key.isDrawn()).isFalse();
        key.draw(digest);
        assertThat(key.isDrawn()).isTrue();
        return key;
    }

    private static String codeUnder(final RecordKey key) {
        final RecordMac mac = new RecordMac(key).of(RECORD, 0, RECORD.capacity());
        return mac.high() + " " + mac.low();
    }

    @Test
    void shouldDrawTheSameKeyFromTheSameHistory() {
        assertThat(codeUnder(drawn(1, 2, 3))).isEqualTo(codeUnder(drawn(1, 2, 3)));
    }

    @Test
    void shouldGiveAnotherCodeUnderTheKeyOfAnotherHistory() {
        assertThat(codeUnder(drawn(1, 2, 3))).isNotEqualTo(codeUnder(drawn(1, 2, 4)));
    }

    @Test
    void shouldDrawFromTheSumsAsFromTheChain() {
        final Digest digest = new Digest();
        digest.add(7, new long[] {1, 2, 3}, 0, 3);
        final RecordKey key = new RecordKey();
        key.draw(digest);

        assertThat(codeUnder(key)).isNotEqualTo(codeUnder(drawn()));
    }
}
