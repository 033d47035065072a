package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.FlippedBits.End;
import dev.tidegate.journal.FlippedBits.Of;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A thousand single bits in every kind of file: reported with their place, a cut tail, or proven to mean nothing. The system
 * property {@code tidegate.flips} says how many fresh ones follow those that are always the same; none by default.
 */
class FlippedBitsIT {
    private static final int FLIPS = 1_000;
    private static final int FRESH_FLIPS = Integer.getInteger("tidegate.flips", 0);
    private static final long SEED = 2026;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldNeverReadAnotherState(final Kind kind) throws Exception {
        final FlippedBits flipped = new FlippedBits(temp, kind).flip(FLIPS, SEED);
        assertEach(flipped, FLIPS);
        assertThat(flipped.count(End.CUT_TAIL)).isLessThan(FLIPS / 50);
        if (FRESH_FLIPS > 0) {
            final long fresh = new SecureRandom().nextLong() >>> 16;
            System.out.println("report: damage, " + kind + ", " + FRESH_FLIPS + " fresh bits from seed " + fresh);
            assertEach(flipped.flip(FRESH_FLIPS, fresh), FLIPS + FRESH_FLIPS);
        }
        flipped.table().lines().forEach(row -> System.out.println("report: damage, " + kind + ": " + row));
    }

    private static void assertEach(final FlippedBits flipped, final int flips) {
        assertThat(flipped.count(Of.SEALED_SEGMENT, End.HARMLESS)).isZero();
        assertThat(flipped.count(Of.SNAPSHOT, End.HARMLESS)).isZero();
        assertThat(flipped.count(Of.EVENT_LOG, End.HARMLESS)).isZero();
        assertThat(flipped.count(End.REPORTED_AT_OPEN)
                        + flipped.count(End.REPORTED_BY_VERIFY)
                        + flipped.count(End.CUT_TAIL)
                        + flipped.count(End.HARMLESS))
                .isEqualTo(flips);
    }
}
