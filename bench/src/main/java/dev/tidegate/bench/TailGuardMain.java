package dev.tidegate.bench;

import dev.tidegate.journal.JournalFolder;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to have a batch on the disk, four ways in one run, turn by turn: Chronicle's mapped file forced, the plain
 * file forced, Chronicle written and the same envelope forced in a small file that was written before (a tail guard), and
 * that small file alone. Each also as if every force took longer by a given time.
 *
 * <pre>
 * COMMANDS_PER_BATCH,... BATCHES SLOWER_MICROS,...
 * </pre>
 */
public final class TailGuardMain {
    private static final int FRAME_BYTES = 132;
    private static final int RING_BYTES = 8 << 20;
    private static final int ROUNDS = 10;
    private static final int WARM_UP = 200;

    private final int commands;
    private final int batches;
    private final long slowerNanos;

    private TailGuardMain(final int commands, final int batches, final long slowerNanos) {
        this.commands = commands;
        this.batches = batches;
        this.slowerNanos = slowerNanos;
    }

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.out.println("COMMANDS_PER_BATCH,... BATCHES SLOWER_MICROS,...");
            return;
        }
        System.out.println(Report.machine());
        for (final String slower : arguments[2].split(",")) {
            for (final String commands : arguments[0].split(",")) {
                new TailGuardMain(
                                Integer.parseInt(commands),
                                Integer.parseInt(arguments[1]),
                                TimeUnit.MICROSECONDS.toNanos(Long.parseLong(slower)))
                        .measure();
            }
        }
    }

    /** One way to have a batch on the disk. */
    private abstract class Way implements AutoCloseable {
        private final Histogram nanos = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        private final String name;
        private long total;

        Way(final String name) {
            this.name = name;
        }

        /** Returns when the batch is on the disk. */
        abstract void batch() throws IOException;

        void run(final int count, final boolean counts) throws IOException {
            for (int i = 0; i < count; i++) {
                final long start = System.nanoTime();
                batch();
                final long took = System.nanoTime() - start;
                if (counts) {
                    nanos.recordValue(took);
                    total += took;
                }
            }
        }

        /** As if the disk had taken longer for the force that has just ended. */
        void slower() {
            final long end = System.nanoTime() + slowerNanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }

        void print() {
            System.out.printf(
                    "%3d commands a batch, force %,d us slower: %-32s mean %7.1f us, p50 %7.1f, p99 %8.1f, max %9.1f,"
                            + " %,.0f batches/s%n",
                    commands,
                    TimeUnit.NANOSECONDS.toMicros(slowerNanos),
                    name,
                    total / 1e3 / nanos.getTotalCount(),
                    nanos.getValueAtPercentile(50) / 1e3,
                    nanos.getValueAtPercentile(99) / 1e3,
                    nanos.getMaxValue() / 1e3,
                    nanos.getTotalCount() * 1e9 / total);
        }

        @Override
        public abstract void close() throws IOException;
    }

    /** A journal as the pipeline keeps it. */
    private class Kept extends Way {
        final Journal journal;
        final byte[] batch;
        private final Path folder;
        private long sequence;

        Kept(final String name, final Kind kind) throws IOException {
            super(name);
            folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "tail-guard-");
            final JournalSettings settings = JournalSettings.of(kind).withEvents(EventLogSettings.none());
            journal = new JournalFolder().open(folder, settings, new Nothing()).journal();
            batch = new byte[journal.headerBytes() + commands * FRAME_BYTES];
            final ByteBuffer bytes = ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < commands; i++) {
                bytes.putInt(journal.headerBytes() + i * FRAME_BYTES, FRAME_BYTES - Integer.BYTES);
            }
        }

        void append() {
            if (!journal.ensureRoom(commands * FRAME_BYTES)) {
                throw new IllegalStateException("the disk is full");
            }
            journal.append(batch, commands * FRAME_BYTES, sequence + 1, commands, EngineRun.START_MILLIS);
            sequence += commands;
        }

        @Override
        void batch() throws IOException {
            append();
            journal.force();
            slower();
        }

        @Override
        public void close() throws IOException {
            journal.close();
            PipelineMeasure.delete(folder);
        }
    }

    /** Chronicle, with the force going to a ring file; the segment is forced when half of the ring has been written. */
    private final class Guarded extends Kept {
        private final Ring ring = new Ring();
        private long sinceSegment;

        Guarded() throws IOException {
            super("Chronicle + tail guard", Kind.CHRONICLE);
        }

        @Override
        void batch() throws IOException {
            append();
            ring.write(batch);
            slower();
            sinceSegment += batch.length;
            if (sinceSegment > RING_BYTES / 2) {
                journal.force();
                slower();
                sinceSegment = 0;
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
            ring.close();
        }
    }

    /** The ring file alone: what the disk asks at least. */
    private final class Bare extends Way {
        private final Ring ring = new Ring();
        private final byte[] batch = new byte[96 + commands * FRAME_BYTES];

        Bare() throws IOException {
            super("ring file alone");
        }

        @Override
        void batch() throws IOException {
            ring.write(batch);
            slower();
        }

        @Override
        public void close() throws IOException {
            ring.close();
        }
    }

    /** A small file, every byte of which was written and forced before. */
    private static final class Ring implements AutoCloseable {
        private final Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "tail-guard-", ".ring");
        private final FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);
        private long at;

        Ring() throws IOException {
            for (long from = 0; from < RING_BYTES; from += out.capacity()) {
                channel.write(out.clear(), from);
            }
            channel.force(true);
        }

        void write(final byte[] batch) throws IOException {
            if (at + batch.length > RING_BYTES) {
                at = 0;
            }
            out.clear().put(batch).flip();
            while (out.hasRemaining()) {
                at += channel.write(out, at);
            }
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }

    private static final class Nothing implements JournalReplay {
        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long timeMillis) {
            throw new IllegalStateException("the folder is new");
        }

        @Override
        public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
            throw new IllegalStateException("the folder is new");
        }
    }

    private void measure() throws IOException {
        try (Way chronicle = new Kept("Chronicle's file forced", Kind.CHRONICLE);
                Way file = new Kept("plain file forced", Kind.FILE);
                Way guarded = new Guarded();
                Way bare = new Bare()) {
            final Way[] ways = {chronicle, file, guarded, bare};
            for (final Way way : ways) {
                way.run(WARM_UP, false);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (final Way way : ways) {
                    way.run(batches / ROUNDS, true);
                }
            }
            for (final Way way : ways) {
                way.print();
            }
            System.out.printf("    load %.1f, pace %.2f%n", Report.load(), Report.pace());
        }
    }
}
