package dev.tidegate.simulation;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.SteppedFolder;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.PipelineSettings;
import dev.tidegate.pipeline.PipelineState;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.SteppedPipeline;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Waiting;
import dev.tidegate.simulation.disk.SimDisk;
import dev.tidegate.simulation.disk.SimFileSystem;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One process of the node, from its start to its end: everything that is the product's and nothing that is not. */
final class Node {
    static final String FOLDER = "/data";

    private static final UUID JOURNAL = new UUID(0x7469_6465_6761_7465L, 0x7369_6d75_6c61_7465L);
    /** Holds run out while a node is down: the command that would extend them at a start is sent by no client, so the oracle would not know it. */
    private static final int HOLDS_AFTER_OUTAGE_MILLIS = 0;

    private static final int LISTENER_BYTES = 1024;

    private final Setup setup;
    private final Path folder;
    private final SteppedFolder folders;
    private final Engine engine;
    private final Journal journal;
    private final RecoveryReport recovery;
    private final SteppedPipeline pipeline;
    private final TimeSource time;
    private final @Nullable Shadow shadow;

    private Node(
            final Setup setup,
            final SimClock clock,
            final Path folder,
            final SteppedFolder folders,
            final OpenedJournal opened,
            final Engine engine,
            final UnaryOperator<Journal> noted) {
        this.setup = setup;
        this.folder = folder;
        this.folders = folders;
        this.engine = engine;
        journal = opened.journal();
        recovery = opened.recovery();
        time = TimeSource.wall(clock::wallMillis, clock::nanos);
        final PipelineSettings settings = new PipelineSettings(
                        setup.durability(),
                        time,
                        Waiting.BUSY_SPIN,
                        setup.ringSlots(),
                        setup.batchCommands(),
                        setup.commandsPerMark(),
                        LISTENER_BYTES,
                        true)
                .withHoldsAfterOutageMillis(HOLDS_AFTER_OUTAGE_MILLIS);
        pipeline = new SteppedPipeline(engine, noted.apply(journal), settings, clock::nanos);
        shadow = setup.journal().upkeep().snapshotEvery() == 0
                ? null
                : folders.shadow(folder, journal, setup.journal().upkeep(), EngineSettings.small());
    }

    /** Starts a process on the disk as it is; throws what the start-up throws. */
    static Node start(final Setup setup, final SimDisk disk, final SimClock clock, final UnaryOperator<Journal> noted) {
        final Path folder = new SimFileSystem(disk).getPath(FOLDER);
        final SteppedFolder folders = folders(clock);
        final Replayer replayer = new Replayer(EngineSettings.small());
        final OpenedJournal opened = folders.open(folder, setup.journal(), replayer);
        return new Node(setup, clock, folder, folders, opened, replayer.engine(), noted);
    }

    private static SteppedFolder folders(final SimClock clock) {
        return new SteppedFolder(clock::nanos, clock::wallMillis, () -> JOURNAL);
    }

    /** Reads the folder of a node that has ended, with every check there is; the engine is what it comes to. */
    static Engine read(final SimDisk disk) {
        final Replayer replayer = new Replayer(EngineSettings.small());
        SteppedFolder.read(new SimFileSystem(disk).getPath(FOLDER), replayer);
        return replayer.engine();
    }

    Engine engine() {
        return engine;
    }

    SteppedPipeline pipeline() {
        return pipeline;
    }

    RecoveryReport recovery() {
        return recovery;
    }

    long nowMillis() {
        return time.nowMillis();
    }

    boolean hasFailed() {
        return pipeline.state().phase() == PipelineState.Phase.FAILED;
    }

    /** A step of the journal's background work; false when there was none. */
    boolean workOnJournal() {
        return SteppedFolder.work(journal);
    }

    void workOnShadow() {
        if (shadow != null) {
            SteppedFolder.work(shadow);
        }
    }

    /** What the shadow has found wrong; empty for nothing. */
    String damageFound() {
        return shadow != null && shadow.status().phase() == Shadow.Phase.DAMAGE_FOUND
                ? shadow.status().trouble()
                : "";
    }

    long snapshots() {
        return shadow == null ? 0 : shadow.status().snapshots();
    }

    /** Ends it cleanly, with a snapshot where that is asked for. */
    void close() {
        pipeline.close();
        release();
        if (setup.journal().upkeep().snapshotAtEnds() && !hasFailed()) {
            folders.snapshotAtEnd(folder, setup.journal().upkeep(), engine);
        }
    }

    /** Lets go of what a process that has died still holds in this one. */
    void reap() {
        pipeline.close();
        release();
    }

    private void release() {
        if (shadow != null) {
            shadow.close();
        }
    }
}
