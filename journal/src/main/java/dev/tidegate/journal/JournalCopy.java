package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.event.EventEpochs;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a journal's records into a new folder, whole segments sealed: all of them, those of a folder that is being written,
 * or those before a place. The folder that is copied is only read.
 *
 * <p>What is checked on the way is that every byte copied belongs to intact records in order; the manifest comes last, so
 * that a copy that was cut short is no journal. Whoever needs more reads the copy with {@link JournalFolder#read}.
 */
public final class JournalCopy {
    private static final int STEP_BYTES = 1 << 18;
    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NO_PLACE = Long.MAX_VALUE;

    private final Path from;
    private final Path to;
    private final Manifest manifest;
    private final LogPort source;
    private final LogPort target;
    private final boolean live;
    private final long stopSegment;
    private final long stopOffset;
    private final Envelope envelope = new Envelope();
    private final List<ManifestSegment> copied = new ArrayList<>();
    private final Chain chain;
    private long sequence;
    private long bytes;
    /** Whether the segment before was being written when the copy began. */
    private boolean behindLive;

    /**
     * What was copied.
     *
     * @param bytes of segments
     * @param repairs all that were ever made, the new one included
     */
    public record Copied(
            int segments, long bytes, long records, long sequence, String chainHead, List<Repair> repairs) {}

    private JournalCopy(
            final Path from,
            final Path to,
            final Manifest manifest,
            final boolean live,
            final long stopSegment,
            final long stopOffset) {
        this.from = from;
        this.to = to;
        this.manifest = manifest;
        this.live = live;
        this.stopSegment = stopSegment;
        this.stopOffset = stopOffset;
        source = FolderFiles.log(from, manifest.kind());
        target = FolderFiles.log(to, manifest.kind());
        chain = new Chain(manifest.start());
        sequence = manifest.start().sequence();
    }

    /**
     * Copies what a folder holds now, whether somebody writes to it or not: every sealed segment, and of the live one the
     * records that are whole.
     *
     * @param to a new or empty folder
     * @throws JournalException DAMAGED with the place when a record is not intact, or another kind that says what failed
     */
    public static Copied all(final Path from, final Path to) {
        try {
            final long forced = ForcedMark.read(from);
            final Manifest manifest = manifest(from);
            final JournalCopy copy = new JournalCopy(from, to, manifest, true, NO_PLACE, 0);
            copy.records();
            if (copy.chain.record() < forced) {
                throw new JournalException(
                        Kind.DAMAGED,
                        from + " ends with record " + copy.chain.record() + ", but records up to " + forced
                                + " had been forced; nothing was changed there");
            }
            return copy.finish(null);
        } catch (final IOException failure) {
            throw Failures.of("copy the journal in " + from + " to " + to, failure);
        }
    }

    /**
     * Copies the records before a place of damage, and notes the cut. Where no record is damaged, all of them are copied.
     *
     * @throws IllegalArgumentException when cutting there would keep records that somebody rewrote
     */
    public static Copied before(final DamageException damage, final Path from, final Path to, final long nowMillis) {
        if (damage.of() == DamageException.Of.CHAIN || damage.of() == DamageException.Of.DIGEST) {
            throw new IllegalArgumentException(
                    "records before that place may have been rewritten; restore a copy instead: "
                            + damage.getMessage());
        }
        final long stopSegment = damage.of() == DamageException.Of.PADDING ? NO_PLACE : damage.segment();
        return repaired(
                from,
                to,
                stopSegment,
                damage.offset(),
                copy -> new Repair(
                        Repair.Kind.CUT,
                        copy.sequence + 1,
                        copy.chain.record(),
                        nowMillis,
                        "segment " + damage.segment() + ", byte " + damage.offset() + ": " + damage.reason()));
    }

    /** Copies everything, and notes that one command counts as never given. */
    public static Copied without(
            final long sequence, final String reason, final Path from, final Path to, final long nowMillis) {
        return repaired(from, to, NO_PLACE, 0, copy -> {
            if (sequence < 1 || sequence > copy.sequence) {
                throw new IllegalArgumentException(
                        "sequence is " + sequence + ", must be 1 to " + copy.sequence + ", which is the last");
            }
            return new Repair(Repair.Kind.VOID, sequence, copy.chain.record(), nowMillis, reason);
        });
    }

    private interface Note {
        Repair of(JournalCopy copy);
    }

    private static Copied repaired(
            final Path from, final Path to, final long stopSegment, final long stopOffset, final Note note) {
        try {
            final FolderLock lock = FolderLock.shared(from);
            try {
                final JournalCopy copy = new JournalCopy(from, to, manifest(from), false, stopSegment, stopOffset);
                copy.records();
                return copy.finish(note.of(copy));
            } finally {
                lock.close();
            }
        } catch (final IOException failure) {
            throw Failures.of("copy the journal in " + from + " to " + to, failure);
        }
    }

    private static Manifest manifest(final Path from) throws IOException {
        if (!Files.exists(from)) {
            throw new JournalException(Kind.UNREADABLE, from + " does not exist");
        }
        final FolderFiles files = new FolderFiles(from);
        if (!files.hasJournal()) {
            throw new JournalException(Kind.NOT_A_FOLDER, from + " holds no journal");
        }
        return files.readManifest();
    }

    private void records() throws IOException {
        requireEmpty(to);
        new FolderFiles(to).createFolder();
        for (final ManifestSegment segment : manifest.segments()) {
            final boolean stops = segment.number() == stopSegment;
            if (stops && stopOffset == 0 || !copySegment(segment) || stops) {
                break;
            }
        }
    }

    private static void requireEmpty(final Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new JournalException(Kind.NOT_A_FOLDER, folder + " is not empty; give a new folder");
                }
            }
        }
    }

    /** Copies one segment, checks the copy, and says whether the next one may follow. */
    private boolean copySegment(final ManifestSegment segment) throws IOException {
        final Path file = source.storedFile(segment.number());
        final Path copy = target.file(segment.number());
        Files.createDirectories(copy.getParent());
        final long firstRecord = chain.record() + 1;
        final long firstSequence = sequence + 1;
        final long end;
        final boolean whole;
        try (SegmentReader in = source.read(segment.number(), envelope);
                FileChannel out = FileChannel.open(
                        copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            transfer(in, out, 0);
            final FoundSegment found = new FoundSegment(segment, file, firstRecord, firstSequence);
            try (SegmentReader reader = target.read(segment.number(), envelope)) {
                end = check(segment, found, reader, in, out);
                whole = reader.stopReason() == null;
            }
            out.truncate(end);
            out.force(true);
        }
        final Seal seal = segment.seal();
        if (seal != null && whole && segment.number() != stopSegment) {
            requireSame(segment, seal);
            requireSameFile(file, found(segment, seal), seal);
        }
        behindLive = seal == null;
        if (chain.record() < firstRecord) {
            target.delete(segment.number());
            return segment.seal() == null;
        }
        target.finish(segment.number(), end);
        bytes += end;
        copied.add(new ManifestSegment(
                segment.number(),
                new Seal(
                        firstRecord, chain.record(), firstSequence, sequence, end, chain.headHex(), FileCrc.of(copy))));
        return whole;
    }

    private FoundSegment found(final ManifestSegment segment, final Seal seal) {
        return new FoundSegment(segment, source.storedFile(segment.number()), seal.firstRecord(), seal.firstSequence());
    }

    /** A backup shall not make a failing disk look well; a repair takes the records and leaves the rest behind. */
    private void requireSameFile(final Path file, final FoundSegment found, final Seal seal) throws IOException {
        final boolean plain = file.equals(source.file(found.number()));
        if (live && plain && !seal.crc().isEmpty() && !seal.crc().equals(FileCrc.of(file))) {
            throw found.differs(DamageException.Of.PADDING, 0, seal.firstSequence(), "its file is not what was sealed");
        }
    }

    private void requireSame(final ManifestSegment segment, final Seal seal) {
        if (chain.record() != seal.lastRecord() || !chain.headHex().equals(seal.head())) {
            throw found(segment, seal)
                    .differs(
                            DamageException.Of.CHAIN,
                            seal.bytes(),
                            sequence,
                            "it ends with record " + chain.record()
                                    + " and another chain head than it was sealed with");
        }
    }

    /** Copies from an offset on, plain where the source is compressed; bytes before it are never written again. */
    private static void transfer(final SegmentReader in, final FileChannel out, final long from) throws IOException {
        final byte[] step = new byte[STEP_BYTES];
        long at = from;
        int count = in.readAt(at, step, 0, step.length);
        while (count > 0) {
            final ByteBuffer bytes = ByteBuffer.wrap(step, 0, count);
            while (bytes.hasRemaining()) {
                at += out.write(bytes, at);
            }
            count = in.readAt(at, step, 0, step.length);
        }
    }

    /** Reads the copy as far as it is whole; where that ends. */
    private long check(
            final ManifestSegment segment,
            final FoundSegment found,
            final SegmentReader reader,
            final SegmentReader in,
            final FileChannel out)
            throws IOException {
        readHeader(segment, found, reader);
        int tries = 0;
        while (true) {
            final long at = reader.position();
            if (segment.number() == stopSegment && at >= stopOffset) {
                return at;
            }
            final boolean any = reader.next();
            // A segment that was live and is followed by records was written on behind the copy: it ends the copy.
            final String fault = any ? fault(reader) : reader.stopReason();
            if (any && fault == null) {
                chain.extend(reader.bytes(), reader.offset(), reader.length());
                sequence = envelope.kind() == Envelope.BATCH ? envelope.sequence() + envelope.count() - 1 : sequence;
                tries = 0;
                continue;
            }
            final boolean rolledMeanwhile = any
                    && live
                    && behindLive
                    && envelope.record() > chain.record() + 1
                    && found.isBefore(chain.record());
            if (segment.number() == stopSegment || rolledMeanwhile) {
                return at;
            }
            final Remains remains = Remains.scan(reader, at);
            if (fault == null && remains.end() == at) {
                return at;
            }
            final boolean more = remains.hasIntact() && live && ++tries <= TRIES;
            final boolean unfinished = remains.unfinishedRecord() == chain.record() + 1;
            if (segment.seal() != null || remains.hasIntact() && !more && !unfinished) {
                throw found.damaged(at, sequence + 1, fault == null ? "bytes behind the last record" : fault);
            }
            if (!more) {
                return at;
            }
            // A record that was written while its place was being copied: the records behind it were copied later.
            LockSupport.parkNanos(PAUSE_NANOS);
            transfer(in, out, at);
            reader.backTo(at);
        }
    }

    private void readHeader(final ManifestSegment segment, final FoundSegment found, final SegmentReader reader)
            throws IOException {
        final String fault = reader.next()
                ? SegmentHeader.fault(
                        reader.bytes(), reader.offset(), reader.length(), manifest.journal(), segment.number())
                : "no segment header";
        if (fault != null) {
            throw found.damaged(0, sequence + 1, fault);
        }
    }

    private @Nullable String fault(final SegmentReader reader) {
        final String fault = envelope.wrap(reader.bytes(), reader.offset()).fault(reader.length());
        if (fault != null) {
            return fault;
        }
        return envelope.record() == chain.record() + 1
                ? null
                : "record " + envelope.record() + " where " + (chain.record() + 1) + " should be";
    }

    /** Copies the snapshots of records that were copied, as far as their state is still that of the copy. */
    private void copySnapshots(final long voided) throws IOException {
        final SnapshotFiles snapshots = new SnapshotFiles(from);
        for (final Path file : snapshots.list()) {
            try (SnapshotInput input = snapshots.open(file)) {
                final SnapshotHeader header = input.header();
                if (header.record() <= chain.record() && header.sequence() < voided) {
                    final Path copy = to.resolve(file.getFileName());
                    Files.copy(file, copy);
                    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            } catch (final StateException | NoSuchFileException notWanted) {
                // Damaged, or let go of meanwhile: recovery does without it, as it would in the old folder.
                continue;
            }
        }
    }

    private Copied finish(final @Nullable Repair repair) throws IOException {
        final Manifest sealed = manifest.withSegments(copied);
        final Manifest written = repair == null ? sealed : sealed.withRepair(repair);
        copySnapshots(repair != null && repair.kind() == Repair.Kind.VOID ? repair.sequence() : Long.MAX_VALUE);
        EventEpochs.copy(from, to);
        new FolderFiles(to).writeManifest(written);
        return new Copied(copied.size(), bytes, chain.record(), sequence, chain.headHex(), written.repairs());
    }
}
