package dev.tidegate.bench;

import java.io.IOException;
import java.util.List;

/** Our engine alone and the shop in maps, in turns. */
final class MapMeasure {
    private static final int WARM_UP_ROUNDS = 3;

    private MapMeasure() {}

    static void rows(final Plan plan, final int turns, final double seconds) throws IOException {
        try (EngineSide engine = new EngineSide(plan, turns);
                MapSide one = new MapSide(plan, 1, turns);
                MapSide two = new MapSide(plan, 2, turns)) {
            final List<InProcess> sides = List.of(engine, one, two);
            for (final InProcess side : sides) {
                side.fill();
                side.run(WARM_UP_ROUNDS * seconds);
            }
            for (int i = 0; i < turns; i++) {
                for (int turn = 0; turn < sides.size(); turn++) {
                    // Whoever goes first may find the machine at another speed.
                    sides.get((i + turn) % sides.size()).turn(i, seconds);
                }
            }
            System.out.printf(
                    "%s, %,d open, load %.1f, pace %.2f%n",
                    plan.mix(), plan.openOrders(), Report.load(), Report.pace());
            for (final InProcess side : sides) {
                System.out.printf("  %s%n    %s%n", side.row(), side.proof());
            }
            System.out.printf(
                    "  engine alone against map and lock, 1 thread, processor time: %s%n",
                    engine.ofThread.against(one.ofThread));
            System.out.printf(
                    "  engine alone against map and lock, 2 threads, by the clock: %s%n",
                    engine.ofClock.against(two.ofClock));
        }
    }
}
