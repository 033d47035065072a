package dev.tidegate.simulation;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Step;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.simulation.Clients.Message;
import dev.tidegate.simulation.Violation.Promise;
import dev.tidegate.simulation.disk.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run: step by step, first with faults and then without; at the end a restart and a verification. */
final class Run {
    private static final int MOST_HEALING_STEPS = 30_000;
    private static final int MOST_STEPS_PER_COMMAND = 60;
    private static final int COMMANDS_PER_RESTART = 12;
    private static final int LEAST_RESTARTS = 4;
    private static final int ASKED_AGAIN = 40;

    private final int commands;
    private final @Nullable List<Planned> planned;
    private final int plannedSteps;
    private final SimWorld world;
    private final Faults faults;
    private final Checks checks;
    private final Lives lives;
    private final List<Message> submitted = new ArrayList<>();
    private final List<Planned> made = new ArrayList<>();
    private int faultSteps;

    /**
     * A run that has not begun.
     *
     * @param commands calls that clients make
     * @param planned the calls; null for those that the seed makes
     * @param plannedSteps steps with faults, where the calls are planned
     */
    Run(final long seed, final int commands, final @Nullable List<Planned> planned, final int plannedSteps) {
        this.commands = commands;
        this.planned = planned;
        this.plannedSteps = plannedSteps;
        world = new SimWorld(seed, commands);
        faults = new Faults(world);
        checks = new Checks(world);
        lives = new Lives(world, faults, checks);
    }

    /** Runs it; answers what was broken first, null for nothing. */
    @Nullable
    Violation run() {
        try {
            lives.start();
            while (!isOverWithFaults()) {
                step(true);
            }
            faultSteps = world.now;
            heal();
            finish();
            return null;
        } catch (final Violation violation) {
            return violation;
        } catch (final RuntimeException | Error unexpected) {
            return new Violation(Promise.EXCEPTION, "something was thrown", unexpected);
        } finally {
            lives.release();
        }
    }

    /** The calls that were made; oldest first. */
    List<Planned> made() {
        return List.copyOf(made);
    }

    /** Steps with faults, as far as it came. */
    int faultSteps() {
        return faultSteps == 0 ? world.now : faultSteps;
    }

    /**
     * What it came to.
     *
     * @param fewest calls that fail in the same way
     */
    Report report(final @Nullable Violation violation, final List<Planned> fewest) {
        final Map<String, Long> figures = new TreeMap<>();
        lives.addFigures(figures);
        figures.put("disk_calls", world.disk.calls());
        figures.put("answers_checked", (long) world.clients.realTime().size());
        return new Report(
                world.seed,
                world.digest.hex(),
                made.size(),
                world.log.last(),
                world.now,
                world.counts(),
                lives.restarts(),
                figures,
                violation == null ? "" : "at step " + world.now + ": " + withoutHashes(violation.text()),
                violation == null ? "" : violation.promise().name(),
                fewest.stream()
                        .map(each -> each.at() + " " + withoutHashes(each.step().toString()))
                        .toList());
    }

    /** Bytes print as an identity, which another run of the same seed would not have. */
    private static String withoutHashes(final String text) {
        return text.replaceAll("\\[B@[0-9a-f]+", "bytes");
    }

    private boolean isOverWithFaults() {
        return planned == null
                ? made.size() >= commands || world.now > MOST_STEPS_PER_COMMAND * commands
                : world.now >= plannedSteps;
    }

    private void step(final boolean faulty) {
        world.now++;
        final int now = world.now;
        final Setup setup = world.setup;
        final Chance chance = world.chance(SimWorld.STEPS, now);
        faults.passTime(chance, faulty);
        if (faulty) {
            // Every start makes a segment, and every start reads them all.
            faults.arm(chance, lives.restarts() < commands / COMMANDS_PER_RESTART + LEAST_RESTARTS);
        }
        // Drawn whether they are used or not: what comes behind must not depend on which calls there are.
        final boolean steps = chance.oneIn(setup.stepOneIn());
        final int work = chance.from(0, setup.workMost());
        final boolean shadowWorks = chance.oneIn(2);
        final boolean closes = chance.oneIn(setup.closeOneIn());
        if (faulty) {
            makeCalls(chance);
        }
        for (final Message message : world.clients.arrivals(now)) {
            submit(message);
        }
        if (steps || !faulty) {
            lives.node().pipeline().step();
        }
        for (int i = 0; i < (faulty ? work : 2) && lives.isWell(); i++) {
            lives.node().workOnJournal();
        }
        if ((shadowWorks || !faulty) && lives.isWell()) {
            lives.node().workOnShadow();
        }
        look();
        if (faulty && closes && lives.isWell()) {
            lives.closeAndStart();
        }
        world.clients.step(now, faulty);
    }

    private void makeCalls(final Chance chance) {
        if (planned != null) {
            planned.stream().filter(each -> each.at() == world.now).forEach(each -> makeCall(each.step()));
            return;
        }
        final int most = Math.min(
                chance.from(0, 3),
                Math.min(world.setup.openCalls() - world.clients.openCalls(), commands - made.size()));
        for (int i = 0; i < most; i++) {
            Step step = world.random.next(lives.node().nowMillis());
            while (step.isTick()) {
                step = world.random.next(lives.node().nowMillis());
            }
            makeCall(step);
        }
    }

    private void makeCall(final Step step) {
        made.add(new Planned(world.now, step));
        world.clients.call(step, world.now, true);
    }

    private void submit(final Message message) {
        final byte[] bytes = message.call().message();
        submitted.add(message);
        final Intake intake = lives.node()
                .pipeline()
                .submitMessage(new HeapBuffer(bytes), 0, bytes.length, submitted.size() - 1, this::answered);
        if (intake != Intake.TAKEN) {
            answer(message, new Outcome().begin(0, 0).set(intake.code(), 0, 0, 0, 0));
        }
    }

    /** An answer of the node; of one that has died meanwhile nothing is heard any more. */
    private void answered(final long correlation, final Outcome outcome) {
        if (world.disk.isRunning()) {
            final Message message = submitted.get((int) correlation);
            if (outcome.sequence() > 0) {
                world.log.answered(new Outcome().copyFrom(outcome));
            }
            answer(message, outcome);
        }
    }

    private void answer(final Message message, final Outcome outcome) {
        world.digest.add(message.call().number() + " " + outcome.code() + " " + outcome.sequence() + " "
                + outcome.timeMillis() + " " + outcome.entityId() + " " + outcome.duplicate());
        if (outcome.code() == OutcomeCode.BUSY || outcome.code() == OutcomeCode.DISK_LOW) {
            world.count("answered_" + outcome.code().name().toLowerCase(Locale.ROOT));
        }
        world.clients.answer(message, outcome, world.now, !world.healing);
    }

    /** Looks at what the node has done, and starts it again when it has ended. */
    private void look() {
        checks.stepped(lives.node());
        if (lives.isWell()) {
            checks.follow(lives.node().engine());
        } else {
            lives.afterTheEnd();
        }
    }

    private void heal() {
        faults.stop();
        if (world.plan.hasFailed()) {
            // The shadow was told, and whoever is told next is the journal, when it forces its segment to be sealed.
            world.count("restarted_for_a_failed_force");
            world.disk.kill();
            lives.afterTheEnd();
        }
        untilQuiet();
        final Chance chance = world.chance(SimWorld.RESTARTS, 0);
        final List<Call> calls = world.clients.calls();
        for (int i = 0; i < Math.min(ASKED_AGAIN, calls.size()); i++) {
            world.clients.send(calls.get(chance.from(0, calls.size() - 1)), world.now, false);
        }
        untilQuiet();
    }

    private void untilQuiet() {
        final int latest = world.now + MOST_HEALING_STEPS;
        do {
            if (world.now > latest) {
                throw new Violation(
                        Promise.HEALING,
                        world.clients.openCalls() + " calls have no answer " + MOST_HEALING_STEPS
                                + " steps after the faults have stopped");
            }
            step(false);
        } while (!world.clients.isQuiet() || lives.node().pipeline().isDue());
    }

    private void finish() {
        world.oracle.compareState(lives.node().engine());
        world.clients.realTime().check();
        final Node first = lives.node();
        lives.close();
        lives.start();
        Checks.requireSame(first.engine(), lives.node().engine(), "a restart");
        lives.node().close();
        Checks.requireSame(first.engine(), Node.read(world.disk), "verification");
        world.digest.add("end " + first.engine().sequence() + " "
                + first.engine().digestHigh() + " " + first.engine().digestLow());
    }
}
