package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check against the JDK's own decoder, which reports every malformed sequence. */
class TextTest {
    private static final int[] EDGES = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(64);
    private final byte[] bytes = new byte[16];
    private final ByteBuffer jdk = ByteBuffer.wrap(bytes);
    private final HeapBuffer ours = new HeapBuffer(bytes);

    private boolean jdkSays(final int length) {
        decoder.reset();
        decoded.clear();
        jdk.clear().limit(length);
        final CoderResult result = decoder.decode(jdk, decoded, true);
        if (result.isError()) {
            return false;
        }
        decoded.flip();
        for (int i = 0; i < decoded.length(); i++) {
            if (decoded.charAt(i) < ' ' || decoded.charAt(i) == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void check(final int... values) {
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        if (Text.isClean(ours, 0, values.length) != jdkSays(values.length)) {
            assertThat(Text.isClean(ours, 0, values.length))
                    .as("%s", HexFormat.of().formatHex(bytes, 0, values.length))
                    .isEqualTo(jdkSays(values.length));
        }
    }

    @Test
    void shouldAgreeOnEveryOneAndTwoBytes() {
        for (int first = 0; first < 256; first++) {
            check(first);
            for (int second = 0; second < 256; second++) {
                check(first, second);
            }
        }
    }

    @Test
    void shouldAgreeOnEverySequenceOfThree() {
        for (int first = 0xDF; first <= 0xF0; first++) {
            for (int second = 0; second < 256; second++) {
                for (final int third : EDGES) {
                    check(first, second, third);
                }
            }
        }
    }

    @Test
    void shouldAgreeOnEverySequenceOfFourAtItsEdges() {
        for (int first = 0xEF; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (final int third : EDGES) {
                    for (final int fourth : EDGES) {
                        check(first, second, third, fourth);
                    }
                }
            }
        }
    }

    @Test
    void shouldAgreeOnRandomBytes() {
        final Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            final int[] values = new int[1 + random.nextInt(bytes.length)];
            for (int at = 0; at < values.length; at++) {
                values[at] = random.nextInt(3) == 0 ? 0x80 + random.nextInt(64) : random.nextInt(256);
            }
            check(values);
        }
    }

    @Test
    void shouldAgreeOnEveryCharacter() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 13) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                final byte[] utf8 = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                final boolean control = point < 0x20 || point == 0x7F;
                assertThat(Text.isClean(new HeapBuffer(utf8), 0, utf8.length)).isEqualTo(!control);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tea", "Grüner Tee", "绿茶", "🍵", "a\u00A0b", "\u0085"})
    void shouldTakeText(final String text) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Text.isClean(new HeapBuffer(utf8), 0, utf8.length)).isTrue();
    }

    @Test
    void shouldReadItsRangeOnly() {
        final byte[] text = {(byte) 0xFF, 't', 'e', 'a', 0};

        assertThat(Text.isClean(new HeapBuffer(text), 1, 3)).isTrue();
        assertThat(Text.isClean(new HeapBuffer(text), 1, 4)).isFalse();
        assertThat(Text.isClean(new HeapBuffer(text), 0, 4)).isFalse();
    }
}
