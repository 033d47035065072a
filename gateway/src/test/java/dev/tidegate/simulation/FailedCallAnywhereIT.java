package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalException;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.DiskFaults;
import dev.tidegate.simulation.disk.PowerCut;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every single write, force and change that a sale asks of its disk fails, one in each run: that one alone, or all from it
 * on. The node is refused its start, or it stops for good, or it goes on without what failed (a snapshot, a compressed
 * segment); nothing else is thrown, no force is repeated, and the next process has all that was acknowledged, also when the
 * power goes in between.
 */
class FailedCallAnywhereIT {
    private static final int ORDERS = 24;
    private static final PowerCut[] CUTS = PowerCut.values();

    /** Which calls fail. */
    enum Failing {
        ONE,
        ALL_FROM_THERE
    }

    /** How a run ended. */
    private enum End {
        REFUSED,
        STOPPED,
        WENT_ON
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAndComeBackWithAllThatWasAcknowledged(final Failing failing) {
        final long start = System.nanoTime();
        final SimulatedSale whole = new SimulatedSale(ORDERS);
        assertThat(whole.run()).isTrue();
        assertThat(whole.disk.files())
                .anyMatch(name -> name.endsWith(".gz"))
                .anyMatch(name -> name.contains("snapshot-"));
        final long calls = whole.disk.calls();
        final Map<End, Integer> ends = new TreeMap<>();
        for (int call = 1; call <= calls; call++) {
            ends.merge(fail(call, failing, whole.ends), 1, Integer::sum);
        }
        System.out.println("report: every call of the disk fails, " + failing + ": " + calls + " runs, " + ends + ", "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
        assertThat(ends).containsKeys(End.REFUSED, End.STOPPED);
        // Nothing goes on without a disk.
        assertThat(ends.containsKey(End.WENT_ON)).isEqualTo(failing == Failing.ONE);
    }

    private static End fail(final int call, final Failing failing, final Map<Long, String> all) {
        final String what = failing + ", call " + call;
        final SimulatedSale sale = new SimulatedSale(ORDERS);
        final int[] left = {call};
        final String[] failed = {""};
        sale.disk.faults(
                (kind, file, bytes) -> {
                    left[0]--;
                    if (left[0] > 0 || left[0] < 0 && failing == Failing.ONE) {
                        return DiskFaults.Fault.NONE;
                    }
                    failed[0] = failed[0].isEmpty() ? ", " + kind + " of " + file : failed[0];
                    return DiskFaults.Fault.FAIL;
                },
                new Chance(call));
        End end;
        try {
            end = sale.run() ? End.WENT_ON : End.STOPPED;
        } catch (final JournalException refused) {
            assertThat(refused.kind()).as(what + failed[0]).isEqualTo(JournalException.Kind.IO);
            end = End.REFUSED;
        } catch (final RuntimeException | AssertionError thrown) {
            throw new AssertionError(what + failed[0] + ": " + thrown, thrown);
        }
        assertThat(sale.disk.misuse()).as(what + failed[0]).isEmpty();
        sale.disk.kill();
        if (call % 2 == 0) {
            sale.disk.cutPower(CUTS[call / 2 % CUTS.length], new Chance(call));
        }
        sale.comesBack(all, what + failed[0]);
        sale.stillThereAfterAPowerCut(what + failed[0]);
        return end;
    }
}
