package dev.tidegate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    private static final String STAT =
            "1234 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 250 150 13 14 20 0 18 0 100 9999999 2560 18446744073709551615 1";

    @Test
    void timeAndMemoryAreFoundBehindAnyName() {
        assertThat(ProcessStat.parse(STAT)).isEqualTo(new ProcessStat(400, 2560));
        assertThat(ProcessStat.parse(STAT).residentBytes()).isEqualTo(10 << 20);
    }

    @Test
    void timeIsToldInPercentOfACore() {
        final ProcessStat before = new ProcessStat(400, 1);
        final ProcessStat after = new ProcessStat(500, 1);
        assertThat(after.percentSince(before, 1_000_000_000L)).isCloseTo(100, within(1e-9));
        assertThat(after.percentSince(before, 200_000_000_000L)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void portsAreFoundInWhatServeSays() throws IOException {
        assertThat(IdleMain.ports("ready http=8080 tcp=8081")).containsExactly(8080, 8081);
        for (final String wrong : new String[] {"null", "ready", "ready http=8080"}) {
            assertThatThrownBy(() -> IdleMain.ports(wrong)).as(wrong).isInstanceOf(IOException.class);
        }
    }
}
