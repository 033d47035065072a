package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.FlippedBits.End;
import dev.tidegate.journal.FlippedBits.Of;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand single bits in every kind of file: reported with their place, a cut tail, or proven to mean nothing. */
class FlippedBitsIT {
    private static final int FLIPS = 1_000;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldNeverReadAnotherState(final Kind kind) throws Exception {
        final FlippedBits flipped = new FlippedBits(temp, kind).flip(FLIPS, 2026);
        System.out.println(kind + ", " + FLIPS + " single bits\n" + flipped.table());

        assertThat(flipped.count(Of.SEALED_SEGMENT, End.HARMLESS)).isZero();
        assertThat(flipped.count(Of.SNAPSHOT, End.HARMLESS)).isZero();
        assertThat(flipped.count(Of.EVENT_LOG, End.HARMLESS)).isZero();
        assertThat(flipped.count(End.REPORTED_AT_OPEN)
                        + flipped.count(End.REPORTED_BY_VERIFY)
                        + flipped.count(End.CUT_TAIL)
                        + flipped.count(End.HARMLESS))
                .isEqualTo(FLIPS);
        assertThat(flipped.count(End.CUT_TAIL)).isLessThan(FLIPS / 50);
    }
}
