package dev.tidegate.engine;

import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.engine.Fault.Phase;
import dev.tidegate.message.Command;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every reason to refuse one command, in their order of precedence, and the pairs that cannot hold together. */
final class Precedence {
    private final String command;
    private final Function<Draft, Command> build;
    private List<Fault> behindTheId = IdFaults.BEHIND;
    private Consumer<Scene> prepare = scene -> {};
    private Consumer<Scene> arrange = scene -> {};
    private final List<Fault> alone = new ArrayList<>();
    private final List<Fault> state = new ArrayList<>();
    private final List<Set<OutcomeCode>> perLine = new ArrayList<>();
    private final Map<Set<OutcomeCode>, String> never = new LinkedHashMap<>();
    private final Map<Set<OutcomeCode>, String> neverAcross = new LinkedHashMap<>();
    private final Map<Set<OutcomeCode>, Fault> variants = new LinkedHashMap<>();

    private Precedence(final String command, final Function<Draft, Command> build) {
        this.command = command;
        this.build = build;
    }

    static Precedence of(final String command, final Function<Draft, Command> build) {
        final Precedence made = new Precedence(command, build);
        made.never("an id that is not well made was never accepted", MALFORMED_ID, ID_CONFLICT);
        made.never("an id is too old or too new, not both", ID_TOO_OLD, ID_FROM_FUTURE);
        made.never("an id from the future was never accepted", ID_FROM_FUTURE, ID_CONFLICT);
        return made;
    }

    /** Gives the faults of the id that are found after the command alone, where they are not the usual ones. */
    Precedence behindTheId(final List<Fault> faults) {
        behindTheId = faults;
        return this;
    }

    /** Fills the draft before any fault. */
    Precedence prepare(final Consumer<Scene> step) {
        prepare = step;
        return this;
    }

    /** Readies the store for the command as it was drafted, before the faults arrange theirs. */
    Precedence arrange(final Consumer<Scene> step) {
        arrange = step;
        return this;
    }

    /** The checks of the command alone. */
    Precedence alone(final Fault... faults) {
        alone.addAll(Arrays.asList(faults));
        return this;
    }

    /** The checks of the state. */
    Precedence state(final Fault... faults) {
        state.addAll(Arrays.asList(faults));
        return this;
    }

    /** Codes that are checked line by line, one line whole before the next. */
    Precedence perLine(final OutcomeCode... codes) {
        perLine.add(EnumSet.copyOf(Arrays.asList(codes)));
        return this;
    }

    /** Says that the first code and any of the others cannot hold for one command, at least not on one line. */
    Precedence never(final String reason, final OutcomeCode code, final OutcomeCode... others) {
        return put(never, reason, code, others);
    }

    /** The same for two lines. */
    Precedence neverAcross(final String reason, final OutcomeCode code, final OutcomeCode... others) {
        return put(neverAcross, reason, code, others);
    }

    private Precedence put(
            final Map<Set<OutcomeCode>, String> to,
            final String reason,
            final OutcomeCode code,
            final OutcomeCode... others) {
        for (final OutcomeCode other : others) {
            if (code == other || to.put(EnumSet.of(code, other), reason) != null) {
                throw new IllegalArgumentException(command + " lists " + code + " with " + other + " twice");
            }
        }
        return this;
    }

    /** Another way to the fault's code, for the pairs with these codes. */
    Precedence variant(final Fault fault, final OutcomeCode... partners) {
        for (final OutcomeCode partner : partners) {
            variants.put(EnumSet.of(fault.code(), partner), fault);
        }
        return this;
    }

    String command() {
        return command;
    }

    Command build(final Draft draft) {
        return build.apply(draft);
    }

    void prepare(final Scene scene) {
        prepare.accept(scene);
    }

    void arrange(final Scene scene) {
        arrange.accept(scene);
    }

    List<OutcomeCode> aloneCodes() {
        return alone.stream().map(Fault::code).toList();
    }

    List<OutcomeCode> stateCodes() {
        return state.stream().map(Fault::code).toList();
    }

    /** All faults in their order, those of the id included. */
    List<Fault> faults() {
        final List<Fault> all = new ArrayList<>(IdFaults.BEFORE);
        all.addAll(alone);
        all.addAll(behindTheId);
        all.addAll(state);
        return all;
    }

    Map<Set<OutcomeCode>, String> never() {
        return never;
    }

    Map<Set<OutcomeCode>, String> neverAcross() {
        return neverAcross;
    }

    /** The fault, or its variant for this partner. */
    Fault inPairWith(final Fault fault, final Fault partner) {
        final Fault variant = variants.get(EnumSet.of(fault.code(), partner.code()));
        return variant != null && variant.code() == fault.code() ? variant : fault;
    }

    /** Place of the per-line list that has the code, -1 when it is not checked line by line. */
    int lineList(final Fault fault) {
        for (int i = 0; i < perLine.size(); i++) {
            if (perLine.get(i).contains(fault.code())) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return command;
    }

    /** Builds the scene with these faults, each on its line, and gives the answer. */
    OutcomeCode answer(final List<Fault> faults, final List<Integer> lines) {
        final Scene scene = new Scene();
        prepare(scene);
        scene.drafted();
        for (final Phase phase : Phase.values()) {
            if (phase == Phase.ARRANGE) {
                arrange(scene);
            }
            for (int i = 0; i < faults.size(); i++) {
                scene.about(lines.get(i));
                faults.get(i).run(phase, scene);
            }
        }
        return scene.send(this);
    }
}
