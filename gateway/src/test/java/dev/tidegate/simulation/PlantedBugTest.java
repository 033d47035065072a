package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every build says when the text that a bug is planted in has changed, long before somebody looks for the bug. */
class PlantedBugTest {
    static Stream<PlantedBug> bugs() {
        return Stream.of(
                        PlantedBugs.SIMULATED,
                        PlantedBugs.BESIDE_THE_MODEL,
                        OtherPlantedBugs.SIMULATED,
                        OtherPlantedBugs.BESIDE_THE_MODEL,
                        OtherPlantedBugs.toldBugs(),
                        OtherPlantedBugs.READ_BACK)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void shouldFindItsPlaceInTheSource(final PlantedBug bug) throws Exception {
        assertThat(bug.wrongSource()).contains(bug.other());
    }
}
