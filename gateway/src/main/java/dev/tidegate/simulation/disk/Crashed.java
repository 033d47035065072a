package dev.tidegate.simulation.disk;

/** The simulated machine or process has ended: thrown by the call during which it did, and by every call after. */
public final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    Crashed() {
        super("the simulated process has ended", null, false, false);
    }
}
