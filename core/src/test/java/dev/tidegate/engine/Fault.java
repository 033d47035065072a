package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One reason to refuse a command: a change of the scene, of the command, or of both, that alone produces its code. What
 * it does is spread over phases, so that two faults can be put together.
 */
final class Fault {
    enum Phase {
        /** Chooses whom the command is about, and changes the command. */
        PICK,
        /** Happens in the store, while everything in it can still be used. */
        ARRANGE,
        /** Ends something, lets time pass, lowers a limit. */
        FINISH,
        /** Comes at the very last, when no other command can follow. */
        CLOSE
    }

    private final OutcomeCode code;
    private final Map<Phase, Consumer<Scene>> steps = new EnumMap<>(Phase.class);

    private Fault(final OutcomeCode code) {
        this.code = code;
    }

    static Fault of(final OutcomeCode code) {
        return new Fault(code);
    }

    OutcomeCode code() {
        return code;
    }

    Fault draft(final Consumer<Draft> change) {
        return in(Phase.PICK, scene -> change.accept(scene.draft));
    }

    /** Changes the line it is about. */
    Fault line(final Consumer<Draft.Line> change) {
        return in(Phase.PICK, scene -> change.accept(scene.line()));
    }

    Fault pick(final Consumer<Scene> step) {
        return in(Phase.PICK, step);
    }

    Fault arrange(final Consumer<Scene> step) {
        return in(Phase.ARRANGE, step);
    }

    Fault finish(final Consumer<Scene> step) {
        return in(Phase.FINISH, step);
    }

    Fault close(final Consumer<Scene> step) {
        return in(Phase.CLOSE, step);
    }

    private Fault in(final Phase phase, final Consumer<Scene> step) {
        steps.merge(phase, step, Consumer::andThen);
        return this;
    }

    void run(final Phase phase, final Scene scene) {
        steps.getOrDefault(phase, nothing -> {}).accept(scene);
    }

    @Override
    public String toString() {
        return code.name();
    }
}
