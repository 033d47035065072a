package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.FlippedBits.End;
import dev.tidegate.journal.FlippedBits.Of;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The small part of {@link FlippedBitsIT}, with bits that are always the same. */
class FlippedBitsTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldNeverReadAnotherState(final Kind kind) throws Exception {
        final FlippedBits flipped = new FlippedBits(temp, kind).flip(14, 1);

        assertThat(flipped.count(Of.MANIFEST, End.REPORTED_AT_OPEN)).isEqualTo(2);
        assertThat(flipped.count(Of.EVENTS, End.REPORTED_AT_OPEN)).isEqualTo(2);
        assertThat(flipped.count(End.REPORTED_AT_OPEN) + flipped.count(End.REPORTED_BY_VERIFY))
                .isGreaterThan(9);
    }
}
