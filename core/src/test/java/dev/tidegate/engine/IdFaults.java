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

    /** Checked after the command alone. */
    static final List<Fault> BEHIND = List.of(
            Fault.of(ID_CONFLICT).finish(Scene::useTheIdForAnotherCommand),
            Fault.of(IDS_FULL)
                    .close(scene ->
                            scene.limit(Limit.IDS_REMEMBERED, scene.counts().idsRemembered() + 1)));

    private IdFaults() {}

    static DefineSku anotherCommand() {
        return new DefineSku("another", 1);
    }
}
