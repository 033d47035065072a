package dev.tidegate.journal;

import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Journals of commands whose bytes follow from their sequence, so that any of them can be checked. */
final class TestJournal implements AutoCloseable {
    static final long TIME = 1_800_000_000_000L;

    private static final long MIB = 1L << 20;
    private static final Set<String> NOT_COMPARED = Set.of(FolderFiles.LOCK);

    private final OpenedJournal opened;
    private final Replayed replayed;
    private final byte[] batch = new byte[Envelope.HEADER_BYTES + FolderJournal.MAX_FRAMES_BYTES];
    private long sequence;

    private TestJournal(final OpenedJournal opened, final Replayed replayed) {
        this.opened = opened;
        this.replayed = replayed;
        this.sequence = opened.recovery().lastSequence();
    }

    /** The smallest segments there are. */
    static JournalSettings small(final Kind kind) {
        return new JournalSettings(kind, MIB, MIB / 16);
    }

    static TestJournal open(final Path folder, final Kind kind) {
        return open(folder, small(kind));
    }

    static TestJournal open(final Path folder, final JournalSettings settings) {
        return open(new JournalFolder(), folder, settings);
    }

    static TestJournal open(final JournalFolder provider, final Path folder, final JournalSettings settings) {
        final Replayed replayed = new Replayed();
        return new TestJournal(provider.open(folder, settings, replayed), replayed);
    }

    OpenedJournal opened() {
        return opened;
    }

    FolderJournal journal() {
        return (FolderJournal) opened.journal();
    }

    Replayed replayed() {
        return replayed;
    }

    long sequence() {
        return sequence;
    }

    /** Appends batches of one to four commands, 40 to 160 bytes each. */
    TestJournal appendBatches(final int batches) {
        for (int i = 0; i < batches; i++) {
            append(bytesOf(sequence + 1), 1 + (int) (sequence % 4));
        }
        return this;
    }

    TestJournal append(final byte[] frames, final int count) {
        final Journal journal = opened.journal();
        System.arraycopy(frames, 0, batch, journal.headerBytes(), frames.length);
        if (!journal.ensureRoom(frames.length)) {
            throw new IllegalStateException("no room");
        }
        journal.append(batch, frames.length, sequence + 1, count, timeOf(sequence + 1));
        sequence += count;
        return this;
    }

    TestJournal mark() {
        opened.journal().mark(sequence, sequence * 31, ~sequence);
        return this;
    }

    TestJournal force() {
        opened.journal().force();
        return this;
    }

    @Override
    public void close() {
        opened.journal().close();
    }

    static long timeOf(final long sequence) {
        return TIME + sequence / 10;
    }

    /** The frames of the batch that begins with {@code sequence}. */
    static byte[] bytesOf(final long sequence) {
        final Random random = new Random(sequence);
        final byte[] bytes = new byte[40 + random.nextInt(120)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What was replayed: enough to compare two journals, and checked against the bytes that were appended. */
    static final class Replayed implements JournalReplay {
        final List<String> lines = new ArrayList<>();
        boolean checksBytes = true;
        long lastSequence;

        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long timeMillis) {
            final byte[] frames = Arrays.copyOfRange(bytes, framesOffset, framesOffset + framesLength);
            if (checksBytes && !Arrays.equals(frames, bytesOf(firstSequence))) {
                throw new AssertionError("other bytes at sequence " + firstSequence);
            }
            final CRC32C crc = new CRC32C();
            crc.update(frames);
            lines.add("batch " + firstSequence + " " + commandCount + " " + timeMillis + " " + crc.getValue());
            lastSequence = firstSequence + commandCount - 1;
        }

        @Override
        public String mark(final long sequence, final long digestHigh, final long digestLow) {
            lines.add("mark " + sequence + " " + digestHigh + " " + digestLow);
            return digestHigh == sequence * 31 && digestLow == ~sequence ? null : "the digest differs";
        }
    }

    static Replayed read(final Path folder) {
        final Replayed replayed = new Replayed();
        JournalFolder.read(folder, replayed);
        return replayed;
    }

    /** The folder as it is now, as a process that is killed now would leave it. */
    static Path crashImage(final Path folder, final Path target) {
        try {
            LiveCopy.of(folder, target);
            return target;
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The bytes of every file of the folder, except the lock's. */
    static TreeMap<String, Long> contents(final Path folder) {
        final TreeMap<String, Long> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                if (!NOT_COMPARED.contains(file.getFileName().toString())) {
                    final CRC32C crc = new CRC32C();
                    crc.update(Files.readAllBytes(file));
                    contents.put(folder.relativize(file) + " " + Files.size(file), crc.getValue());
                }
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return contents;
    }
}
