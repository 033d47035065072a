package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMembersTest {
    private static final int HEADER_BYTES = 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void shouldUnpackAnyNumberOfMembers(int members) throws IOException {
        Random random = new Random(members);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < members; i++) {
            byte[] part = new byte[i == 2 ? 0 : random.nextInt(200_000)];
            random.nextBytes(part);
            plain.write(part);
            packed.write(RetailFiles.gzip(part));
        }
        assertThat(unpack(packed.toByteArray())).isEqualTo(plain.toByteArray());
        packed.write(new byte[1_000]);
        assertThat(unpack(packed.toByteArray())).isEqualTo(plain.toByteArray());
        assertThat(unpackSingly(packed.toByteArray())).isEqualTo(plain.toByteArray());
    }

    @Test
    void shouldPassOverEveryPartOfAHeader() throws IOException {
        byte[] packed = gzip("tide");
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(packed, 0, 3);
        full.write(2 | 4 | 8 | 16);
        full.write(packed, 4, HEADER_BYTES - 4);
        full.write(new byte[] {3, 0, 'a', 'b', 'c'});
        full.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        full.write(new byte[] {1, 2});
        full.write(packed, HEADER_BYTES, packed.length - HEADER_BYTES);
        assertThat(unpack(full.toByteArray())).asString().isEqualTo("tide");
    }

    /** The stream of the JDK would end in silence before each of these. */
    @Test
    void shouldRefuseDamageInTheHeaderOfALaterMember() throws IOException {
        byte[] first = gzip("first");
        for (int at = 0; at < 4; at++) {
            byte[] damaged = concatenated(first, gzip("second"));
            damaged[first.length + at] ^= (byte) 0xe0;
            assertThatThrownBy(() -> unpack(damaged)).isInstanceOf(ZipException.class);
        }
        assertThatThrownBy(() -> unpack(concatenated(first, new byte[] {0, 0, 'x'})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldTellThatItIsCutOffWhereverThatIs() throws IOException {
        byte[] first = gzip("first");
        byte[] packed = concatenated(first, gzip("second"));
        for (int end = 0; end < packed.length; end++) {
            byte[] cut = Arrays.copyOf(packed, end);
            if (end == first.length) {
                assertThat(unpack(cut)).asString().isEqualTo("first");
            } else {
                assertThatThrownBy(() -> unpack(cut)).as("cut at %d", end).isInstanceOf(EOFException.class);
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        return RetailFiles.gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (GzipMembers members = new GzipMembers(new ByteArrayInputStream(packed))) {
            return members.readAllBytes();
        }
    }

    private static byte[] unpackSingly(byte[] packed) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (GzipMembers members = new GzipMembers(new ByteArrayInputStream(packed))) {
            for (int each = members.read(); each >= 0; each = members.read()) {
                plain.write(each);
            }
        }
        return plain.toByteArray();
    }
}
