package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against other implementations' results: the bytes 0, 1, 2 ... under the key 0, 1, 2 ... 15. */
class SipHashTest {
    private static final long KEY_HIGH = 0x0706_0504_0302_0100L;
    private static final long KEY_LOW = 0x0F0E_0D0C_0B0A_0908L;

    private static String hash(final int from, final int length) {
        final HeapBuffer input = HeapBuffer.ofSize(from + length);
        for (int i = 0; i < length; i++) {
            input.putByte(from + i, (byte) i);
        }
        final SipHash hash = new SipHash();
        hash.of(KEY_HIGH, KEY_LOW, input, from, length);
        final HeapBuffer result = HeapBuffer.ofSize(16);
        result.putLong(0, hash.high());
        result.putLong(8, hash.low());
        return HexFormat.of().formatHex(result.byteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "7, a1f1ebbed8dbc153c0b84aa61ff08239",
        "8, 3b62a9ba6258f5610f83e264f31497b4",
        "9, 264499060ad9baabc47f8b02bb6d71ed",
        "15, 5493e99933b0a8117e08ec0f97cfc3d9",
        "16, 6ee2a4ca67b054bbfd3315bf85230577",
        "63, 5150d1772f50834a503e069a973fbd7c",
        "64, 1eaf077dc0d4cd3f8cad4d383658a74b",
        "200, 7c5853f4ed12ff9d836a79bc4047022d",
        "300, ce005a406d14b36d5386b5f7a7e1b311"
    })
    void shouldHashAsEverybodyDoes(final int length, final String expected) {
        assertThat(hash(0, length)).isEqualTo(expected);
        assertThat(hash(3, length)).isEqualTo(expected);
    }
}
