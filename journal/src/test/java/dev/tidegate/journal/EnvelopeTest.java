package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of an envelope are fixed: other releases, and other programs, read them. */
class EnvelopeTest {
    private static final String BYTES = "54474a31" // magic
            + "0100" // version
            + "01" // kind
            + "00"
            + "64000000" // total length
            + "%s" // checksum
            + "0700000000000000" // record
            + "2a00000000000000" // first sequence
            + "03000000" // count
            + "00000000"
            + "00a0724e18090000" // time
            + "0600000000000000" // forced record
            + "0500000000000000" // chain record
            + "0102030000000000000000000000000000000000000000000000000000000004" // chain head
            + "cafebabe";

    private static byte[] sample() {
        final byte[] bytes = new byte[100];
        System.arraycopy(HexFormat.of().parseHex("cafebabe"), 0, bytes, 96, 4);
        final byte[] head = new byte[32];
        head[0] = 1;
        head[1] = 2;
        head[2] = 3;
        head[31] = 4;
        new Envelope()
                .wrap(bytes, 0)
                .begin(Envelope.BATCH, 100)
                .position(7, 42, 3, 10_000_000_000_000L)
                .forced(6)
                .chain(5, head)
                .sign();
        return bytes;
    }

    @Test
    void shouldKeepItsLayout() {
        assertThat(HexFormat.of().formatHex(sample())).isEqualTo(BYTES.formatted("574fcafb"));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        final Envelope envelope = new Envelope().wrap(sample(), 0);
        assertThat(envelope.fault(100)).isNull();
        assertThat(envelope.version()).isEqualTo(1);
        assertThat(envelope.kind()).isEqualTo(Envelope.BATCH);
        assertThat(envelope.record()).isEqualTo(7);
        assertThat(envelope.sequence()).isEqualTo(42);
        assertThat(envelope.count()).isEqualTo(3);
        assertThat(envelope.timeMillis()).isEqualTo(10_000_000_000_000L);
        assertThat(envelope.forcedRecord()).isEqualTo(6);
        assertThat(envelope.chainRecord()).isEqualTo(5);
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        final byte[] bytes = sample();
        final Envelope envelope = new Envelope().wrap(bytes, 0);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(envelope.fault(bytes.length)).as("bit %d", bit).isNotNull();
            assertThat(envelope.startsAt(bytes, 0, bytes.length)).isFalse();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(envelope.startsAt(bytes, 0, bytes.length)).isTrue();
        assertThat(envelope.startsAt(bytes, 0, bytes.length - 1)).isFalse();
    }
}
