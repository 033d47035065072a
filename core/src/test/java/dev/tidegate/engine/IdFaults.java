package dev.tidegate.engine;

import static dev.tidegate.message.OutcomeCode.IDS_FULL;
import static dev.tidegate.message.OutcomeCode.ID_CONFLICT;
import static dev.tidegate.message.OutcomeCode.ID_FROM_FUTURE;
import static dev.tidegate.message.OutcomeCode.ID_TOO_OLD;
import static dev.tidegate.message.OutcomeCode.MALFORMED_ID;

import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Limit;
import java.util.List;

/** What can be wrong with a command's id, whatever the command. */
final class IdFaults {
    private static final long SHORTEST_HORIZON = 60_000;
    private static final long CLOCK_SLACK = 300_000;

    /** Checked before the command alone. */
    static final List<Fault> BEFORE = List.of(
            Fault.of(MALFORMED_ID).pick(scene -> scene.idVersion = 0x4000),
            Fault.of(ID_TOO_OLD)
                    .pick(scene -> scene.idAgeMillis = SHORTEST_HORIZON + 1)
                    .close(scene -> scene.limit(Limit.ID_HORIZON_MILLIS, SHORTEST_HORIZON)),
            Fault.of(ID_FROM_FUTURE).pick(scene -> scene.idAgeMillis = -CLOCK_SLACK - 1));

    /** Ids that are kept for the one command that can make room. */
    private static final int SPARE_IDS = 1_000;

    private static final Fault ID_USED = Fault.of(ID_CONFLICT).finish(Scene::useTheIdForAnotherCommand);

    /** Checked after the command alone. */
    static final List<Fault> BEHIND = List.of(ID_USED, Fault.of(IDS_FULL).close(IdFaults::fillIds));

    /** The same for SetLimits. */
    static final List<Fault> BEHIND_SET_LIMITS =
            List.of(ID_USED, Fault.of(IDS_FULL).close(IdFaults::fillSpareIdsToo));

    private IdFaults() {}

    private static void fillIds(final Scene scene) {
        scene.limit(Limit.IDS_REMEMBERED, scene.counts().idsRemembered() + 1);
    }

    private static void fillSpareIdsToo(final Scene scene) {
        fillIds(scene);
        for (int i = 0; i < SPARE_IDS; i++) {
            scene.limit(Limit.WORK_PER_TICK, 1);
        }
    }

    static DefineSku anotherCommand() {
        return new DefineSku("another", 1);
    }
}
