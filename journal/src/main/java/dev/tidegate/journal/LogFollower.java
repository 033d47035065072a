package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.RecoveryReport.Rejected;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows a folder's log while somebody else writes it: sealed segments first, then the live one. Takes no lock, writes
 * nothing, and makes every check that a replay makes. What is not whole yet is looked at again later; once its segment
 * is sealed, it is damage.
 */
final class LogFollower implements Closeable {
    private final Path folder;
    private final FolderFiles files;
    private final JournalReplay replay;
    private final Voids voids;
    private final Envelope envelope = new Envelope();
    private final Envelope check = new Envelope();
    private Manifest manifest;
    private final LogPort log;
    private final UUID journal;
    private final List<Rejected> rejected;
    private final LogPlace state;
    private final Chain chain;
    private final KnownHeads heads;
    private @Nullable SegmentReader reader;
    private FoundSegment segment = FoundSegment.NONE;
    private long number;
    private long numberBefore;
    private boolean empty;
    private long record;
    private long sequence;
    private long timeMillis;
    private long recordSegment;
    private long recordOffset;
    private final byte[] headBefore = new byte[Envelope.CHAIN_HEAD_BYTES];

    /**
     * Begins behind the newest snapshot that is wanted and can be used.
     *
     * @throws JournalException when the folder is damaged or holds no journal
     */
    LogFollower(final Path folder, final JournalReplay replay, final Predicate<SnapshotHeader> wanted)
            throws IOException {
        this.folder = folder;
        this.replay = replay;
        files = new FolderFiles(folder);
        JournalFolder.requireJournal(folder, files);
        manifest = files.readManifest();
        journal = manifest.journal();
        voids = new Voids(manifest.repairs());
        log = FolderFiles.log(folder, manifest.kind());
        final SnapshotChoice choice = new SnapshotChoice(folder, log, manifest);
        final Beginning beginning = choice.choose(replay, wanted);
        rejected = choice.rejected();
        state = beginning.state();
        record = beginning.from().record();
        sequence = beginning.from().sequence();
        timeMillis = beginning.from().timeMillis();
        chain = new Chain(beginning.from());
        heads = new KnownHeads(chain);
        if (beginning.segmentsPassed() > 0) {
            number = manifest.segments().get(beginning.segmentsPassed() - 1).number();
        }
    }

    /** Snapshots that could not be used. */
    List<Rejected> rejected() {
        return rejected;
    }

    /** Number of the last record that was followed. */
    long record() {
        return record;
    }

    /** Sequence of the last command that was handed on, or that of the snapshot before there is one. */
    long sequence() {
        return Math.max(sequence, state.sequence());
    }

    /** Engine time of the last batch that was followed. */
    long timeMillis() {
        return Math.max(timeMillis, state.timeMillis());
    }

    /**
     * Compresses the sealed segments before the one that is being followed.
     *
     * @param lowWaterBytes free space that is left alone
     * @return what room was wanting, empty when there was enough
     */
    String compressSealed(final long lowWaterBytes, final Runnable pause) throws IOException {
        final Compression compression = new Compression(folder, log, lowWaterBytes);
        compression.sealed(files.readManifest().segments(), number, pause);
        return compression.want();
    }

    /** The place behind the last record. */
    LogPlace place() {
        return new LogPlace(record, sequence, timeMillis, chain.headHex());
    }

    /** Whether the state is that behind {@link #record()}, and not still that of a snapshot behind a later one. */
    boolean isAtRecord() {
        return record >= state.record();
    }

    /**
     * Follows up to {@code most} bytes of records.
     *
     * @return false when there was nothing more to follow
     */
    boolean step(final int most) throws IOException {
        int done = 0;
        try {
            while (done < most) {
                final int length = next();
                if (length == 0) {
                    return done > 0;
                }
                done += length;
            }
            return true;
        } catch (final NoSuchFileException gone) {
            readManifest();
            refuseRetired();
            throw segment.damaged(0, sequence + 1, "the file is missing", gone);
        }
    }

    /** Follows one record; answers its length, 0 when there is none yet. */
    private int next() throws IOException {
        while (true) {
            final SegmentReader from = reader == null ? openNext() : reader;
            if (from == null) {
                return 0;
            }
            if (from.next()) {
                final String fault = envelope.wrap(from.bytes(), from.offset()).fault(from.length());
                if (fault == null) {
                    take(from);
                    return from.length();
                }
                from.again();
                if (!endsHere(from, fault)) {
                    return later(from);
                }
            } else if (!endsHere(from, from.stopReason())) {
                return later(from);
            }
            close();
        }
    }

    /**
     * Nothing more for now. A segment without records is let go of: its writer drops it when it ends, and the next one
     * makes another of the same number.
     */
    private int later(final SegmentReader from) throws IOException {
        from.forget();
        if (empty) {
            close();
            number = numberBefore;
        }
        return 0;
    }

    /** Opens the segment behind the last one; null when there is none yet. */
    private @Nullable SegmentReader openNext() throws IOException {
        ManifestSegment listed = following();
        if (listed == null) {
            readManifest();
            listed = following();
        }
        refuseRetired();
        if (listed == null) {
            return null;
        }
        final SegmentReader opened;
        try {
            opened = log.read(listed.number(), check);
        } catch (final NoSuchFileException gone) {
            readManifest();
            if (manifest.segments().contains(listed)) {
                throw gone;
            }
            return null;
        }
        final boolean read = opened.next();
        final String fault = read
                ? SegmentHeader.fault(opened.bytes(), opened.offset(), opened.length(), journal, listed.number())
                : "no segment header";
        segment = new FoundSegment(listed, log.storedFile(listed.number()), record + 1, sequence + 1);
        if (fault != null) {
            opened.close();
            throw segment.damaged(0, sequence + 1, fault);
        }
        numberBefore = number;
        number = listed.number();
        empty = true;
        reader = opened;
        return opened;
    }

    private @Nullable ManifestSegment following() {
        for (final ManifestSegment listed : manifest.segments()) {
            if (listed.number() > number) {
                return listed;
            }
        }
        return null;
    }

    private void readManifest() throws IOException {
        manifest = files.readManifest();
        if (!manifest.journal().equals(journal)) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED, folder + " holds another journal now, " + manifest.journal());
        }
    }

    /** Who reads old records beside whoever lets go of them may come too late; nothing is damaged then. */
    private void refuseRetired() {
        if (manifest.start().record() > record) {
            throw new JournalException(
                    JournalException.Kind.IO,
                    folder + " was read up to record " + record + ", and has let go of those up to "
                            + manifest.start().record() + " meanwhile: read it again");
        }
    }

    /** Whether the segment is complete: sealed there, or followed by another that goes on. */
    private boolean endsHere(final SegmentReader from, final @Nullable String fault) throws IOException {
        final long end = from.position();
        readManifest();
        boolean listedStill = false;
        for (final ManifestSegment listed : manifest.segments()) {
            listedStill |= listed.number() == number;
            final Seal seal = listed.seal();
            if (listed.number() == number && seal != null) {
                return endsSealed(from, seal, end, fault);
            }
        }
        if (!listedStill) {
            // A segment without records is dropped when its writer ends, and the next writer makes another of the same
            // number;
            // one that was followed whole may be retired.
            number = empty ? numberBefore : number;
            return true;
        }
        return fault == null && goesOn();
    }

    private boolean endsSealed(final SegmentReader from, final Seal seal, final long end, final @Nullable String fault)
            throws IOException {
        if (end < seal.bytes()) {
            // It was sealed after we looked: look again, once.
            from.forget();
            if (from.next()) {
                final String still = envelope.wrap(from.bytes(), from.offset()).fault(from.length());
                from.again();
                if (still == null) {
                    return false;
                }
            }
            throw segment.damaged(
                    end,
                    sequence + 1,
                    (fault == null ? "it ends there" : fault) + ", in a segment sealed with " + seal.bytes()
                            + " bytes");
        }
        if (from.fileBytes() < seal.bytes()) {
            throw segment.damaged(
                    end, sequence + 1, "its file is not as it was, but was sealed with " + seal.bytes() + " bytes");
        }
        if (record != seal.lastRecord() || !chain.headHex().equals(seal.head())) {
            throw segment.damaged(
                    end,
                    sequence,
                    "it ends with record " + record + ", or with another chain head, but was sealed with record "
                            + seal.lastRecord());
        }
        return true;
    }

    /** Whether the next segment begins with the next record. */
    private boolean goesOn() throws IOException {
        final ManifestSegment next = following();
        if (next == null) {
            return false;
        }
        try (SegmentReader ahead = log.read(next.number(), check)) {
            final boolean hasHeader = ahead.next();
            return hasHeader
                    && ahead.next()
                    && check.wrap(ahead.bytes(), ahead.offset()).fault(ahead.length()) == null
                    && check.record() == record + 1;
        } catch (final NoSuchFileException dropped) {
            return false;
        }
    }

    private void take(final SegmentReader from) {
        final long at = from.recordStart();
        String fault = heads.fault(envelope, from.bytes());
        if (fault == null) {
            fault = RecordOrder.fault(envelope, record, sequence, timeMillis);
        }
        if (fault != null) {
            throw segment.damaged(at, sequence + 1, fault);
        }
        chain.copyHead(headBefore, 0);
        chain.extend(from.bytes(), from.offset(), from.length());
        heads.add();
        record++;
        empty = false;
        recordSegment = number;
        recordOffset = at;
        deliver(from, at);
        if (record == state.record()
                && (sequence != state.sequence() || !chain.headHex().equals(state.head()))) {
            throw segment.damaged(at, sequence, "the snapshot that was begun with is not of this record");
        }
    }

    private void deliver(final SegmentReader from, final long at) {
        if (envelope.kind() == Envelope.BATCH) {
            final long first = envelope.sequence();
            sequence = first + envelope.count() - 1;
            timeMillis = envelope.timeMillis();
            if (record > state.record()) {
                final String fault = voids.deliver(
                        replay,
                        from.bytes(),
                        from.offset() + Envelope.HEADER_BYTES,
                        from.length() - Envelope.HEADER_BYTES,
                        first,
                        envelope.count(),
                        timeMillis);
                if (fault != null) {
                    throw segment.damaged(at, first, fault);
                }
            }
        } else if (record > state.record() && !voids.outdates(record, envelope.sequence())) {
            final String difference = replay.mark(envelope.sequence(), envelope.digestHigh(), envelope.digestLow());
            if (difference != null) {
                throw segment.damaged(at, envelope.sequence(), difference);
            }
        }
    }

    /** The header of a snapshot behind the last record; call only {@linkplain #isAtRecord at a record} above 0. */
    SnapshotHeader header(final long digestHigh, final long digestLow) {
        if (recordSegment == 0) {
            throw new IllegalStateException("no record was followed yet");
        }
        return new SnapshotHeader(
                journal,
                sequence,
                timeMillis,
                digestHigh,
                digestLow,
                record,
                recordSegment,
                recordOffset,
                headBefore.clone(),
                chain.head());
    }

    /** Whether a record was followed since the beginning, so that there is a header to be had. */
    boolean hasFollowed() {
        return recordSegment != 0;
    }

    /** Brings the log up to the last record to the disk: a snapshot must not outlive what it was made of. */
    void force() throws IOException {
        try (FileChannel channel = FileChannel.open(log.storedFile(recordSegment), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (final NoSuchFileException retired) {
            // What was retired had been sealed, and so forced.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
