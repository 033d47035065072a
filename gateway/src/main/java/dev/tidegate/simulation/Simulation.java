package dev.tidegate.simulation;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.RandomCommands;
import dev.tidegate.model.Shrinker;
import dev.tidegate.model.Step;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.PipelineState;
import dev.tidegate.simulation.Clients.Message;
import dev.tidegate.simulation.FaultPlan.CrashAt;
import dev.tidegate.simulation.Violation.Promise;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.DiskFaults.Fault;
import dev.tidegate.simulation.disk.PowerCut;
import dev.tidegate.simulation.disk.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run from one seed: first with faults, until the clients have made their calls; then without, until each has its
 * answer and the folder has been verified. What the faults are, and when they come, depends on the seed and the step
 * alone, so that a run with fewer calls meets the same.
 */
public final class Simulation {
    private static final int STEPS = 2;
    private static final int DISK = 3;
    private static final int RESTARTS = 4;
    private static final int MOST_STARTS = 60;
    private static final int STEPS_OF_THE_DYING = 3;
    private static final int MOST_HEALING_STEPS = 30_000;
    private static final int MOST_STEPS_PER_COMMAND = 60;
    private static final int COMMANDS_PER_RESTART = 12;
    private static final int LEAST_RESTARTS = 4;
    private static final int STATE_EVERY = 64;
    private static final int ASKED_AGAIN = 40;
    private static final int MOST_SHRINKING_RUNS = 150;
    private static final int MOST_FILLED_BYTES = 8 << 20;
    private static final int MOST_PLACES_SHOWN = 6;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAYS_91_MILLIS = 91 * 24 * HOUR_MILLIS;

    private final long seed;
    private final int commands;
    private final @Nullable List<Planned> planned;
    private final int plannedSteps;
    private final Setup setup;
    private final SimClock clock = new SimClock();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final FaultPlan plan = new FaultPlan(faults);
    private final SentLog log = new SentLog();
    private final Oracle oracle = new Oracle(log);
    private final RandomCommands random;
    private final Clients clients;
    private final Damage damage;
    private final SimDisk disk;
    private final RunDigest digest = new RunDigest();
    private final List<Message> submitted = new ArrayList<>();
    private final List<Planned> made = new ArrayList<>();
    private final Map<String, Long> figures = new TreeMap<>();
    private @Nullable Node running;
    private int now;
    private int fullUntil;
    private int restarts;
    private int faultSteps;
    private boolean healing;
    private long snapshots;
    private long tails;
    private long fromSnapshot;

    private Simulation(
            final long seed, final int commands, final @Nullable List<Planned> planned, final int plannedSteps) {
        this.seed = seed;
        this.commands = commands;
        this.planned = planned;
        this.plannedSteps = plannedSteps;
        setup = Setup.of(seed);
        random = new RandomCommands(
                seed, oracle.model(), oracle::keyOfOrder, setup.documentBytes(), setup.campaignStretch(), 0);
        clients = new Clients(seed, setup, log, commands, faults, oracle::records);
        damage = new Damage(setup, log, faults);
        disk = new SimDisk(() -> clock.pass(Chance.at(seed, DISK, now).from(5, 3_000)));
        disk.addFolder(Node.FOLDER);
        disk.faults(plan, Chance.at(seed, DISK, 0));
    }

    /**
     * Runs a seed.
     *
     * @param commands calls that clients make, 1 or more
     * @return what it came to; of a run that fails the calls that it takes to fail
     */
    public static Report run(final long seed, final int commands) {
        final Simulation whole = new Simulation(seed, commands, null, 0);
        final Violation violation = whole.run();
        if (violation == null) {
            return whole.report(null, List.of());
        }
        final List<Planned> fewest = whole.shrink(violation.promise());
        return whole.report(violation, fewest);
    }

    /** The same without looking for the fewest calls that fail. */
    public static Report runOnce(final long seed, final int commands) {
        final Simulation whole = new Simulation(seed, commands, null, 0);
        return whole.report(whole.run(), List.of());
    }

    private List<Planned> shrink(final Promise promise) {
        final int[] runs = {0};
        return Shrinker.shrink(List.copyOf(made), fewer -> {
            if (runs[0]++ >= MOST_SHRINKING_RUNS) {
                return false;
            }
            final Violation again = new Simulation(seed, commands, fewer, faultSteps == 0 ? now : faultSteps).run();
            return again != null && again.promise() == promise;
        });
    }

    private Report report(final @Nullable Violation violation, final List<Planned> fewest) {
        figures.put("snapshots", snapshots);
        figures.put("starts_from_snapshot", fromSnapshot);
        figures.put("tails_cut", tails);
        figures.put("disk_calls", disk.calls());
        figures.put("answers_checked", (long) clients.realTime().size());
        return new Report(
                seed,
                digest.hex(),
                made.size(),
                log.last(),
                now,
                faults,
                restarts,
                figures,
                violation == null ? "" : "at step " + now + ": " + textOf(violation),
                violation == null ? "" : violation.promise().name(),
                fewest.stream().map(each -> each.at() + " " + each.step()).toList());
    }

    private static String textOf(final Violation violation) {
        final StringBuilder text = new StringBuilder(String.valueOf(violation.getMessage()));
        Throwable cause = violation.getCause();
        while (cause != null) {
            text.append("\n  because of ").append(cause);
            final StackTraceElement[] places = cause.getStackTrace();
            for (int i = 0; i < Math.min(MOST_PLACES_SHOWN, places.length); i++) {
                text.append("\n    at ").append(places[i]);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    private @Nullable Violation run() {
        try {
            start();
            while (!isOverWithFaults()) {
                step(true);
            }
            faultSteps = now;
            heal();
            finish();
            return null;
        } catch (final Violation violation) {
            return violation;
        } catch (final RuntimeException | Error unexpected) {
            return new Violation(Promise.EXCEPTION, "something was thrown", unexpected);
        } finally {
            release();
        }
    }

    private void release() {
        disk.kill();
        final Node left = running;
        if (left != null) {
            left.reap();
        }
    }

    private boolean isOverWithFaults() {
        return planned == null
                ? made.size() >= commands || now > MOST_STEPS_PER_COMMAND * commands
                : now >= plannedSteps;
    }

    private Node node() {
        return Objects.requireNonNull(running);
    }

    private void step(final boolean faulty) {
        now++;
        final Chance chance = Chance.at(seed, STEPS, now);
        passTime(chance, faulty);
        if (faulty) {
            armFaults(chance);
        }
        // Drawn whether they are used or not: what comes behind must not depend on which calls there are.
        final boolean steps = chance.oneIn(setup.stepOneIn());
        final int work = chance.from(0, setup.workMost());
        final boolean shadowWorks = chance.oneIn(2);
        final boolean closes = chance.oneIn(setup.closeOneIn());
        if (faulty) {
            makeCalls(chance);
        }
        for (final Message message : clients.arrivals(now)) {
            submit(message);
        }
        if (steps || !faulty) {
            node().pipeline().step();
        }
        for (int i = 0; i < (faulty ? work : 2) && isWell(); i++) {
            node().workOnJournal();
        }
        if ((shadowWorks || !faulty) && isWell()) {
            node().workOnShadow();
        }
        look();
        if (faulty && closes && isWell()) {
            closeAndStart();
        }
        clients.step(now, faulty);
    }

    private void passTime(final Chance chance, final boolean faulty) {
        // What is retried after a while needs time to pass.
        clock.pass(chance.from(faulty ? 0 : 1, Math.max(faulty ? 0 : 1, setup.millisMost())));
        final boolean idle = chance.oneIn(setup.idleOneIn());
        final boolean longIdle = chance.oneIn(setup.longIdleOneIn());
        final boolean set = chance.oneIn(setup.setClockOneIn());
        if (faulty && idle) {
            count("idle");
            clock.pass(chance.of(100L, 1_000L, 61_000L, 400_000L, 90_000_000L));
        }
        if (faulty && longIdle) {
            count("idle_for_months");
            clock.pass(DAYS_91_MILLIS);
        }
        if (faulty && set) {
            count("clock_set");
            clock.set(chance.of(-HOUR_MILLIS, -5_000L, -1L, 1_500L, HOUR_MILLIS, 25 * HOUR_MILLIS));
        }
    }

    private void armFaults(final Chance chance) {
        final Fault crash = chance.of(Fault.CRASH_BEFORE, Fault.CRASH_DURING, Fault.CRASH_AFTER);
        final int calls = chance.from(1, 12);
        final boolean kills = chance.oneIn(setup.killOneIn());
        final boolean cuts = chance.oneIn(setup.powerOneIn());
        // Every start makes a segment, and every start reads them all.
        if ((kills || cuts) && restarts < commands / COMMANDS_PER_RESTART + LEAST_RESTARTS) {
            plan.crash(crash, cuts, CrashAt.ANY_CALL, calls);
        }
        if (chance.oneIn(setup.failForceOneIn())) {
            plan.failForce(chance.from(1, 4));
        }
        if (chance.oneIn(setup.slowForceOneIn())) {
            plan.slowForce(chance.from(1, 4));
        }
        if (chance.oneIn(setup.fullOneIn())) {
            count("disk_full");
            fullUntil = now + chance.from(5, 80);
            disk.leave(chance.from(0, MOST_FILLED_BYTES));
        } else if (fullUntil == now) {
            disk.leave(Long.MAX_VALUE);
        }
    }

    private void makeCalls(final Chance chance) {
        if (planned != null) {
            planned.stream().filter(each -> each.at() == now).forEach(each -> makeCall(each.step()));
            return;
        }
        final int most =
                Math.min(chance.from(0, 3), Math.min(setup.openCalls() - clients.openCalls(), commands - made.size()));
        for (int i = 0; i < most; i++) {
            Step step = random.next(node().nowMillis());
            while (step.isTick()) {
                step = random.next(node().nowMillis());
            }
            makeCall(step);
        }
    }

    private void makeCall(final Step step) {
        made.add(new Planned(now, step));
        clients.call(step, now, true);
    }

    private void submit(final Message message) {
        final byte[] bytes = message.call().message();
        submitted.add(message);
        final Intake intake = node().pipeline()
                .submitMessage(new HeapBuffer(bytes), 0, bytes.length, submitted.size() - 1, this::answered);
        if (intake != Intake.TAKEN) {
            answer(message, new Outcome().begin(0, 0).set(intake.code(), 0, 0, 0, 0));
        }
    }

    /** An answer of the node; of one that has died meanwhile nothing is heard any more. */
    private void answered(final long correlation, final Outcome outcome) {
        if (disk.isRunning()) {
            final Message message = submitted.get((int) correlation);
            if (outcome.sequence() > 0) {
                log.answered(new Outcome().copyFrom(outcome));
            }
            answer(message, outcome);
        }
    }

    private void answer(final Message message, final Outcome outcome) {
        digest.add(message.call().number() + " " + outcome.code() + " " + outcome.sequence() + " "
                + outcome.timeMillis() + " " + outcome.entityId() + " " + outcome.duplicate());
        if (outcome.code() == OutcomeCode.BUSY || outcome.code() == OutcomeCode.DISK_LOW) {
            count("answered_" + outcome.code().name().toLowerCase(Locale.ROOT));
        }
        clients.answer(message, outcome, now, !healing);
    }

    private boolean isWell() {
        return disk.isRunning() && !node().hasFailed();
    }

    /** Looks at what the node has done, and starts it again when it has ended. */
    private void look() {
        log.throwFound();
        if (!disk.misuse().isEmpty()) {
            throw new Violation(Promise.FORCE_REPEATED, disk.misuse());
        }
        if (disk.isRunning() && !node().damageFound().isEmpty() && !plan.hasFailed()) {
            throw new Violation(Promise.RECOVERY, "the shadow: " + node().damageFound());
        }
        if (isWell()) {
            oracle.follow(node().engine().sequence());
            if (now % STATE_EVERY == 0) {
                oracle.compareState(node().engine());
            }
        } else {
            afterTheEnd();
        }
    }

    private void afterTheEnd() {
        final boolean crashed = !disk.isRunning();
        final PipelineState state = node().pipeline().state();
        for (int i = 0; i < STEPS_OF_THE_DYING && disk.isRunning(); i++) {
            // Where it is embedded, the process lives on and so does the shadow.
            node().workOnShadow();
        }
        node().reap();
        final boolean failed = plan.takeFailed();
        if (!crashed && !failed && fullUntil < now) {
            throw new Violation(
                    Promise.EXCEPTION, "the node stopped: " + state.reason(), Objects.requireNonNull(state.cause()));
        }
        restarts++;
        final boolean dies = !disk.isRunning();
        disk.kill();
        final boolean power = dies && !failed && plan.crashCutsPower()
                || !crashed && Chance.at(seed, RESTARTS, now).oneIn(setup.powerOneIn() == 0 ? 0 : 3);
        if (power) {
            cutPower();
        }
        snapshots += node().snapshots();
        digest.add("restart " + restarts + " at step " + now + " call " + disk.calls());
        startAgain(power, false);
    }

    private void closeAndStart() {
        count("closed_and_started");
        final Node closing = node();
        try {
            closing.close();
        } catch (final RuntimeException | Error failure) {
            if (disk.isRunning() && !plan.hasFailed() && fullUntil < now) {
                throw new Violation(Promise.EXCEPTION, "closing failed", failure);
            }
            disk.kill();
        }
        snapshots += closing.snapshots();
        if (!disk.isRunning() || closing.hasFailed()) {
            afterTheEnd();
            return;
        }
        restarts++;
        digest.add("closed at step " + now);
        disk.kill();
        startAgain(false, true);
    }

    private void cutPower() {
        final Chance chance = Chance.at(seed, RESTARTS, (long) now * MOST_STARTS + restarts);
        final PowerCut cut = chance.of(PowerCut.values());
        count("power_cut_" + cut.name().toLowerCase(Locale.ROOT));
        disk.cutPower(cut, chance);
    }

    private void start() {
        disk.kill();
        startAgain(false, true);
    }

    /** Starts the node until it runs, and looks at what has survived. */
    private void startAgain(final boolean powerWasCut, final boolean wasClosed) {
        final Chance chance = Chance.at(seed, RESTARTS, -now);
        boolean power = powerWasCut;
        running = null;
        for (int i = 0; running == null; i++) {
            if (i == MOST_STARTS) {
                throw new Violation(Promise.HEALING, "the node does not start");
            }
            final boolean damages = !healing && chance.oneIn(setup.damageOneIn());
            final SimDisk copy = damages ? disk.copy() : null;
            if (!healing && chance.oneIn(setup.recoveryCrashOneIn())) {
                crashAtStart(chance);
            }
            disk.restart();
            power |= !attemptStart();
            if (running != null && copy != null) {
                damage.tryOn(copy, node().engine(), chance);
            }
        }
        survived(power, wasClosed);
    }

    /** A start writes little until the folder is recovered, and much behind it; names are lost with the power only. */
    private void crashAtStart(final Chance chance) {
        final Fault crash = chance.of(Fault.CRASH_BEFORE, Fault.CRASH_DURING, Fault.CRASH_AFTER);
        final CrashAt at = chance.of(CrashAt.ANY_CALL, CrashAt.ANY_CALL, CrashAt.FORCE_OF_NAMES);
        final boolean ofNames = at == CrashAt.FORCE_OF_NAMES;
        final boolean cuts = chance.oneIn(2) || ofNames;
        plan.crash(crash, cuts, at, chance.from(1, ofNames ? 3 : chance.of(8, 16, 40)));
    }

    /** Starts the node; answers false when that attempt ended with a power cut. */
    private boolean attemptStart() {
        try {
            running = Node.start(setup, disk, clock, log::before);
            return true;
        } catch (final RuntimeException | Error failure) {
            if (!disk.isRunning()) {
                count("crash_while_starting");
                restarts++;
                if (plan.crashCutsPower()) {
                    cutPower();
                    return false;
                }
                return true;
            }
            disk.kill();
            restarts++;
            final boolean full = failure instanceof JournalException exception
                    && (exception.kind() == JournalException.Kind.DISK_FULL || fullUntil >= now);
            if (full) {
                count("disk_full_while_starting");
                fullUntil = 0;
                disk.leave(Long.MAX_VALUE);
                return true;
            }
            if (failure instanceof JournalException && plan.takeFailed()) {
                count("force_failed_while_starting");
                return true;
            }
            throw new Violation(Promise.RECOVERY, "the node does not start: " + failure.getMessage(), failure);
        }
    }

    private void survived(final boolean powerWasCut, final boolean wasClosed) {
        final Engine engine = node().engine();
        final long last = engine.sequence();
        final var recovery = node().recovery();
        tails += recovery.tailBytesCut() > 0 ? 1 : 0;
        fromSnapshot += recovery.snapshotSequence() > 0 ? 1 : 0;
        digest.add("recovered " + last + " from " + recovery.snapshotSequence() + " tail " + recovery.tailBytesCut());
        if (!recovery.rejected().isEmpty()) {
            throw new Violation(Promise.RECOVERY, "a snapshot was refused: " + recovery.rejected());
        }
        if (last > log.last()) {
            throw new Violation(Promise.INVENTED, "the log ends at " + last + ", appended were " + log.last());
        }
        final boolean mayLose = powerWasCut && setup.durability() == Durability.PROCESS && !wasClosed;
        for (long sequence = last + 1; sequence <= log.last() && !mayLose; sequence++) {
            if (wasClosed || log.entry(sequence).answer() != null) {
                throw new Violation(
                        Promise.LOST,
                        "sequence " + sequence + " was answered "
                                + log.entry(sequence).answer() + " and is gone: the log ends at " + last);
            }
        }
        log.cutBehind(last);
        clients.cutBehind(last);
        oracle.backTo(last);
        oracle.follow(last);
        oracle.learnUnanswered(engine);
        random.follow(oracle.model());
        oracle.compareState(engine);
    }

    private void heal() {
        healing = true;
        plan.stop();
        disk.leave(Long.MAX_VALUE);
        fullUntil = 0;
        if (plan.hasFailed()) {
            // The shadow was told, and whoever is told next is the journal, when it forces its segment to be sealed.
            count("restarted_for_a_failed_force");
            disk.kill();
            afterTheEnd();
        }
        untilQuiet();
        final Chance chance = Chance.at(seed, RESTARTS, 0);
        final List<Call> calls = clients.calls();
        for (int i = 0; i < Math.min(ASKED_AGAIN, calls.size()); i++) {
            clients.send(calls.get(chance.from(0, calls.size() - 1)), now, false);
        }
        untilQuiet();
    }

    private void untilQuiet() {
        final int latest = now + MOST_HEALING_STEPS;
        do {
            if (now > latest) {
                throw new Violation(
                        Promise.HEALING,
                        clients.openCalls() + " calls have no answer " + MOST_HEALING_STEPS
                                + " steps after the faults have stopped");
            }
            step(false);
        } while (!clients.isQuiet() || node().pipeline().isDue());
    }

    private void finish() {
        oracle.compareState(node().engine());
        clients.realTime().check();
        final Node first = node();
        first.close();
        snapshots += first.snapshots();
        if (first.hasFailed()) {
            final PipelineState state = first.pipeline().state();
            throw new Violation(Promise.EXCEPTION, "closing failed: " + state.reason());
        }
        start();
        requireSame(first.engine(), node().engine(), "a restart");
        node().close();
        requireSame(first.engine(), Node.read(disk), "verification");
        digest.add("end " + first.engine().sequence() + " " + first.engine().digestHigh() + " "
                + first.engine().digestLow());
    }

    private static void requireSame(final Engine expected, final Engine actual, final String where) {
        if (expected.sequence() != actual.sequence()
                || expected.digestHigh() != actual.digestHigh()
                || expected.digestLow() != actual.digestLow()) {
            throw new Violation(
                    Promise.RULES,
                    where + " comes to another state: sequence " + actual.sequence() + " instead of "
                            + expected.sequence());
        }
    }

    private void count(final String kind) {
        faults.merge(kind, 1, Integer::sum);
    }
}
