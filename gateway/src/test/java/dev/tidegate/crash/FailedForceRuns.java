package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.crash.FaultyDisk.Deed;
import dev.tidegate.crash.FaultyDisk.Fault;
import dev.tidegate.crash.Judge.Reading;
import dev.tidegate.crash.PowerCut.Names;
import dev.tidegate.crash.PowerCut.Pages;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One folder in DISK whose disk answers EIO once, at one call after the other. The pages of a failed force count as clean
 * from then on, though the disk does not have them: whoever forces again is told that all is well.
 */
final class FailedForceRuns {
    private static final int MORE = 40;

    private final ChildPlan plan;
    private final Path record;
    private final FaultyDisk disk;
    private final Path services;
    private final Path temp;
    private final Random random;
    private final Answers answers = new Answers();
    private final Map<String, Integer> figures = new TreeMap<>();

    FailedForceRuns(final Path temp, final Kind kind, final FaultyDisk disk, final Path services, final long seed)
            throws IOException {
        this.temp = Files.createDirectories(temp.resolve("eio-" + kind)).toRealPath();
        this.disk = disk;
        this.services = services;
        plan = ChildPlan.of(this.temp.resolve("data"), Durability.DISK, kind);
        record = Files.createDirectories(this.temp.resolve("record"));
        random = new Random(seed + kind.ordinal());
    }

    /** So many failures at any force or write of a start and what follows, and as many at a force of the journal in use. */
    Map<String, Integer> run(final int times) throws Exception {
        for (int n = 1; n <= times; n++) {
            fail(new Fault(Deed.EIO, "force", "/segment-", 1 + random.nextInt(3 * n), 0, false), true);
            fail(new Fault(Deed.EIO, "force,write", "*", n + random.nextInt(12), 0, false), false);
        }
        return figures;
    }

    private void fail(final Fault fault, final boolean onceArmed) throws Exception {
        final Map<String, String> environment = Laboratory.recorded(disk, plan.folder(), fault, record, random);
        if (onceArmed) {
            environment.put("CRASH_ARMED", plan.armed().toString());
        }
        final long furthest = answers.begins().stream()
                .mapToLong(ChildPlan.Begin::number)
                .max()
                .orElse(0);
        final ChildPlan ending = plan.goingOnAt(answers.begins()).upTo(furthest + MORE);
        // A shadow forces segments, too, and where that fails there is only no snapshot.
        final ChildPlan failing = onceArmed ? ending.withoutSnapshots() : ending;
        try (CrashNode child = CrashNode.start(failing, answers, services, environment)) {
            final int code = child.awaitEnd();
            final String said = fault.text() + ": " + child.said("") + child.errors();
            figures.merge("ended with " + code, 1, Integer::sum);
            if (onceArmed) {
                assertThat(code).as(said).isEqualTo(CrashChild.STOPPED);
                assertThat(child.said("unanswered")).as(said).isNotEmpty();
            }
            if (code == CrashChild.STOPPED) {
                assertThat(child.said("stopped").get(0)).contains("Input/output error");
            } else if (code == CrashChild.REFUSED) {
                assertThat(child.said("refused").get(0)).contains("Input/output error");
            } else {
                // Beside the journal: a snapshot that is made again, or the event log.
                assertThat(code).as(said).isZero();
            }
        }
        cut("after " + fault.text());
        goOn(fault);
    }

    /** The next process answers what the failed one left open; then the power goes. */
    private void goOn(final Fault before) throws Exception {
        final Fault stop = new Fault(Deed.STOP, "force", "/segment-", 6, 0, true);
        final Map<String, String> environment = Laboratory.recorded(disk, plan.folder(), stop, record, random);
        environment.put("CRASH_ARMED", plan.armed().toString());
        try (CrashNode child = CrashNode.start(plan.goingOnAt(answers.begins()), answers, services, environment)) {
            assertThat(child.awaitStopped()).as(child.said("") + child.errors()).isTrue();
            child.answersNow();
            cut("at the start behind " + before.text());
        }
    }

    /** Everything answered is on the disk, not only in the machine's memory. */
    private void cut(final String when) throws Exception {
        final PowerCut cut = new PowerCut(plan.folder(), record);
        final Path whole = cut.image(temp.resolve("whole"), Pages.ALL_NEW, Names.NEW, random);
        final boolean begun = Files.exists(whole.resolve("MANIFEST"));
        final Reading reading = begun ? Judge.judge(whole, answers, plan.epochMillis()) : null;
        Laboratory.delete(whole);
        for (final Pages pages : reading == null ? new Pages[0] : new Pages[] {Pages.ALL_OLD, Pages.ANY}) {
            for (final Names names : Names.values()) {
                final Path image = cut.image(temp.resolve("image"), pages, names, random);
                final Replayer replayer = new Replayer(EngineSettings.small());
                final String what = when + ", pages " + pages + ", names " + names;
                try {
                    final OpenedJournal opened =
                            new JournalFolder().open(image, ChildPlan.settings(plan.kind(), 0), replayer);
                    final RecoveryReport found = opened.recovery();
                    if (opened.tap() != null) {
                        opened.tap().close(true);
                    }
                    opened.journal().close();
                    assertThat(found.lastSequence()).isGreaterThanOrEqualTo(answers.newestPlace());
                    if (found.lastSequence() > 0) {
                        assertThat(reading.digests()).containsEntry(found.lastSequence(), found.digest());
                    }
                } catch (final RuntimeException | AssertionError failure) {
                    throw new AssertionError(what + ": " + failure.getMessage(), failure);
                }
                figures.merge("images", 1, Integer::sum);
                Laboratory.delete(image);
            }
        }
    }
}
