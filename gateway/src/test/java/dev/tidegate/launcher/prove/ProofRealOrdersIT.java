package dev.tidegate.launcher.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.launcher.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole year of a real shop. Runs where TIDEGATE_REAL_ORDERS names the file. */
class ProofRealOrdersIT extends TwoProofs {
    @Test
    void shouldAgreeWithTheCheckerOnRealOrders() throws IOException {
        final String file = System.getenv("TIDEGATE_REAL_ORDERS");
        assumeTrue(file != null, "TIDEGATE_REAL_ORDERS is not set: the file of real orders is not replayed");
        final Path folder = temp.resolve("year");
        final Map<String, Object> year = json(ExitCode.OK, "replay", file, "--opening-percent", 90, "--data", folder);

        final Map<String, Object> proved = assertSame(folder, temp.resolve("outcomes.ndjson.gz"));

        assertThat(proved.get("units_received")).isEqualTo(year.get("units_opening"));
        assertThat(proved.get("units_left")).isEqualTo(year.get("units_left"));
        assertThat((Long) proved.get("units_sold"))
                .isEqualTo((Long) year.get("units_sold") - (Long) year.get("units_returned"));
        assertThat(proved.get("digest")).isEqualTo(year.get("digest"));
    }
}
