package dev.tidegate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpAbuseMainTest {
    @Test
    void theMedianStandsBeforeTheLowestAndHighest() {
        assertThat(HttpAbuseMain.spread(new double[] {3, 1, 9, 2, 5}, "%.0f")).isEqualTo("3 (1 to 9)");
    }

    @Test
    void ratiosAreTurnByTurn() {
        assertThat(HttpAbuseMain.ratios(new double[] {4, 9}, new double[] {2, 3}))
                .containsExactly(2, 3);
    }
}
