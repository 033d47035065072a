package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.DiskFaults;
import dev.tidegate.simulation.disk.PowerCut;
import org.junit.jupiter.api.Test;

/**
 * The power goes behind, or in the midst of, every single call of the disk that a sale makes (every fourth in a build).
 * Every time the node comes back to a batch that it had come to, with all that it had acknowledged, and goes on.
 */
class PowerCutAnywhereIT {
    private static final int ORDERS = 50;
    /** Every how manieth call is looked at; 1 takes a minute of processor time and more. */
    private static final int STEP = Integer.getInteger("tidegate.powercut.step", 4);

    private static final PowerCut[] CUTS = PowerCut.values();

    @Test
    void shouldComeBackToABatchWithAllThatWasAcknowledged() {
        final SimulatedSale whole = new SimulatedSale(ORDERS);
        assertThat(whole.run()).isTrue();
        assertThat(whole.disk.files())
                .anyMatch(name -> name.endsWith(".gz"))
                .anyMatch(name -> name.contains("snapshot-"));
        assertThat(whole.disk.files()).noneMatch(name -> name.contains("00000001"));
        assertThat(whole.acknowledged).isGreaterThan(ORDERS);
        for (int call = 1; call <= whole.disk.calls(); call += STEP) {
            final PowerCut cut = CUTS[call / STEP % CUTS.length];
            final DiskFaults.Fault fault =
                    call / STEP / CUTS.length % 2 == 0 ? DiskFaults.Fault.CRASH_AFTER : DiskFaults.Fault.CRASH_DURING;
            final SimulatedSale sale = new SimulatedSale(ORDERS);
            final int[] left = {call};
            sale.disk.faults((what, file, bytes) -> --left[0] == 0 ? fault : DiskFaults.Fault.NONE, new Chance(call));
            if (!sale.run()) {
                sale.disk.cutPower(cut, new Chance(call));
                sale.comesBack(whole.ends, "call " + call + ", " + cut);
            }
        }
    }
}
