package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole folder in order, checks all there is to check, and hands its records on. Writes nothing.
 *
 * <p>It ends well only if every byte is accounted for: by a record, by zeroes, or by one torn tail behind everything that
 * is known to have been forced. See {@link ReplayLine} for the threads that do it, and {@link ReplayDelivery} for what is
 * checked where a record is replayed.
 */
final class FolderReplay {
    private final LogPort log;
    private final Manifest manifest;
    private final boolean sameBoot;
    private final JournalReplay replay;
    private final Beginning beginning;
    private final SnapshotChecks snapshots;
    private final boolean hasThreads;
    private final Envelope envelope = new Envelope();
    private final Envelope check = new Envelope();
    private final List<FoundSegment> segments = new ArrayList<>();
    private long forcedRecord;
    private long record;
    private long sequence;
    private long timeMillis;
    private @Nullable TornTail tail;

    /**
     * @param forcedRecord the newest record known forced from elsewhere
     * @param sameBoot whether the machine has run since the last writer opened the folder, so that no page of the file
     *     can have been lost
     * @param snapshots what to compare with the state on the way
     * @param hasThreads whether reading and the chain have threads of their own, ahead of the replay
     */
    FolderReplay(
            final LogPort log,
            final Manifest manifest,
            final long forcedRecord,
            final boolean sameBoot,
            final JournalReplay replay,
            final Beginning beginning,
            final SnapshotChecks snapshots,
            final boolean hasThreads) {
        this.log = log;
        this.manifest = manifest;
        this.forcedRecord = forcedRecord;
        this.sameBoot = sameBoot;
        this.replay = replay;
        this.beginning = beginning;
        this.snapshots = snapshots;
        this.hasThreads = hasThreads;
        record = beginning.from().record();
        sequence = beginning.from().sequence();
        timeMillis = beginning.from().timeMillis();
    }

    /** Reads and replays everything; the chain behind its last record is the answer. */
    Chain run() throws IOException {
        final long[] records = snapshots.recordsWith(beginning.state().record());
        final Chain chain = new Chain(beginning.from());
        final ReplayChain heads = new ReplayChain(chain, records);
        final ReplayDelivery delivery =
                new ReplayDelivery(replay, new Voids(manifest.repairs()), beginning.state(), snapshots);
        new ReplayLine(heads, delivery, hasThreads).run(this::read);
        compareHeads(heads, records);
        return chain;
    }

    private void read(final ReplayLine line) throws IOException {
        refuseUnlisted();
        for (final ManifestSegment listed : manifest.segments()) {
            if (segments.size() < beginning.segmentsPassed()) {
                pass(listed);
            } else {
                readSegment(listed, line);
            }
        }
        refuseMissingRecords();
    }

    /** A segment that a snapshot covers is not read; it must be there all the same. */
    private void pass(final ManifestSegment listed) throws IOException {
        final Seal seal = Objects.requireNonNull(listed.seal());
        final FoundSegment segment =
                new FoundSegment(listed, log.storedFile(listed.number()), seal.firstRecord(), seal.firstSequence());
        try (SegmentReader reader = log.read(listed.number(), check)) {
            if (reader.fileBytes() < seal.bytes()) {
                throw segment.damaged(
                        reader.fileBytes(),
                        seal.firstSequence(),
                        "it ends there, but was sealed with " + seal.bytes() + " bytes");
            }
        } catch (final NoSuchFileException missing) {
            throw segment.damaged(0, seal.firstSequence(), "the file is missing", missing);
        }
        segment.ends(seal.lastRecord(), seal.lastSequence(), seal.bytes());
        segments.add(segment);
        forcedRecord = Math.max(forcedRecord, seal.lastRecord());
    }

    private void compareHeads(final ReplayChain chain, final long[] records) {
        for (int i = 0; i < records.length; i++) {
            final String head = chain.head(i);
            if (records[i] == beginning.state().record()
                    && !beginning.state().head().equals(head)) {
                throw lastWithRecords()
                        .damaged(
                                0,
                                beginning.state().sequence(),
                                "the snapshot that the replay began with has another chain head for record "
                                        + records[i] + " than the log");
            }
            if (head != null) {
                snapshots.compareHead(records[i], head);
            }
        }
    }

    List<FoundSegment> segments() {
        return segments;
    }

    @Nullable
    TornTail tail() {
        return tail;
    }

    long record() {
        return record;
    }

    long sequence() {
        return sequence;
    }

    long timeMillis() {
        return timeMillis;
    }

    long forcedRecord() {
        return forcedRecord;
    }

    private void readSegment(final ManifestSegment listed, final ReplayLine line) throws IOException {
        final FoundSegment segment =
                new FoundSegment(listed, log.storedFile(listed.number()), record + 1, sequence + 1);
        segments.add(segment);
        try (SegmentReader reader = log.read(listed.number(), check)) {
            final Seal seal = listed.seal();
            readHeader(segment, reader);
            final long end = readRecords(segment, reader, line);
            segment.ends(record, sequence, end);
            if (seal != null) {
                compare(segment, seal, reader);
            }
            line.endSegment(segment);
            if (seal != null) {
                // Behind the chain: whose records were rewritten with right checksums is not told that they are intact.
                compareFile(segment, seal);
                forcedRecord = Math.max(forcedRecord, record);
            }
        } catch (final NoSuchFileException missing) {
            throw segment.damaged(0, sequence + 1, "the file is missing", missing);
        }
    }

    private void readHeader(final FoundSegment segment, final SegmentReader reader) throws IOException {
        final String fault = reader.next()
                ? SegmentHeader.fault(
                        reader.bytes(), reader.offset(), reader.length(), manifest.journal(), segment.number())
                : "no segment header";
        if (fault != null) {
            throw segment.damaged(0, sequence + 1, fault + " in a file of " + reader.fileBytes() + " bytes");
        }
    }

    /** Reads up to the end of the valid records, and says where that is. */
    private long readRecords(final FoundSegment segment, final SegmentReader reader, final ReplayLine line)
            throws IOException {
        while (reader.next()) {
            final String fault = envelope.wrap(reader.bytes(), reader.offset()).fault(reader.length());
            if (fault != null) {
                return endAt(segment, reader, reader.recordStart(), fault);
            }
            if (tail != null) {
                throw tail.segment()
                        .damaged(tail.from(), tail.sequence(), tail.reason() + ", and records in a later segment");
            }
            checkOrder(segment, reader.recordStart());
            segment.passed(record + 1, reader.recordStart(), reader.position());
            line.add(segment, reader.bytes(), reader.offset(), reader.length(), reader.recordStart());
            passed(segment, reader);
        }
        return endAt(segment, reader, reader.position(), reader.stopReason());
    }

    private void passed(final FoundSegment segment, final SegmentReader reader) {
        record++;
        forcedRecord = Math.max(forcedRecord, envelope.forcedRecord());
        if (envelope.kind() == Envelope.BATCH) {
            sequence = envelope.sequence() + envelope.count() - 1;
            timeMillis = envelope.timeMillis();
        }
        if (record == beginning.state().record()
                && sequence != beginning.state().sequence()) {
            throw segment.damaged(
                    reader.recordStart(),
                    sequence,
                    "the snapshot that the replay began with has sequence "
                            + beginning.state().sequence() + " there");
        }
    }

    private void checkOrder(final FoundSegment segment, final long offset) {
        final String fault = RecordOrder.fault(envelope, record, sequence, timeMillis);
        if (fault != null) {
            throw segment.damaged(offset, sequence + 1, fault);
        }
    }

    /** Judges what lies behind the last valid record: nothing, a torn tail, or damage. */
    private long endAt(
            final FoundSegment segment, final SegmentReader reader, final long from, final @Nullable String fault)
            throws IOException {
        final Remains remains = Remains.scan(reader, from);
        if (fault == null && remains.end() == from) {
            return from;
        }
        final String reason = fault != null
                ? fault
                : remains.unfinishedRecord() != 0 ? "a record without its length" : "bytes behind the last record";
        if (segment.isSealed()) {
            throw segment.damaged(from, sequence + 1, reason + ", in a sealed segment");
        }
        // Pages reach a disk in any order, but only a machine that stops can lose one that was written before another.
        final boolean unfinished = remains.unfinishedRecord() == record + 1;
        if (remains.hasIntact() && !unfinished && (sameBoot || remains.forcedRecord() > record)) {
            throw segment.damaged(
                    from, sequence + 1, reason + ", and an intact record behind it at byte " + remains.intactAt());
        }
        if (forcedRecord > record) {
            throw segment.damaged(
                    from, sequence + 1, reason + ", though records up to " + forcedRecord + " had been forced");
        }
        if (tail != null) {
            throw segment.damaged(from, sequence + 1, reason + ", and another torn tail before it");
        }
        tail = new TornTail(segment, from, Math.max(from, remains.end()), sequence + 1, reason);
        return from;
    }

    private void compare(final FoundSegment segment, final Seal seal, final SegmentReader reader) throws IOException {
        if (reader.fileBytes() < seal.bytes() || segment.bytes() != seal.bytes()) {
            throw segment.damaged(
                    segment.bytes(),
                    sequence + 1,
                    "it ends there, in a file of " + reader.fileBytes() + " bytes, but was sealed with "
                            + seal.bytes());
        }
        if (record != seal.lastRecord() || sequence != seal.lastSequence()) {
            throw segment.damaged(
                    segment.bytes(),
                    sequence,
                    "it ends with record " + record + " and sequence " + sequence + ", but was sealed with "
                            + seal.lastRecord() + " and " + seal.lastSequence());
        }
    }

    /** Bytes that belong to no record, such as Chronicle Queue's own pages: nothing depends on them, but the disk is failing. */
    private void compareFile(final FoundSegment segment, final Seal seal) throws IOException {
        // A compressed segment has checksums of its own, over every byte.
        final boolean plain = segment.file().equals(log.file(segment.number()));
        if (plain && !seal.crc().isEmpty() && !seal.crc().equals(FileCrc.of(segment.file()))) {
            throw segment.differs(
                    DamageException.Of.PADDING,
                    0,
                    segment.firstSequence(),
                    "all its records are intact, but its file of " + seal.bytes()
                            + " bytes is not what was sealed: a byte outside of the records has changed");
        }
    }

    private void refuseMissingRecords() {
        if (forcedRecord > record) {
            final FoundSegment last = lastWithRecords();
            throw last.damaged(
                    last.bytes(),
                    sequence + 1,
                    "the log ends with record " + record + ", but records up to " + forcedRecord + " had been forced");
        }
    }

    private FoundSegment lastWithRecords() {
        FoundSegment last = FoundSegment.NONE;
        for (final FoundSegment segment : segments) {
            last = segment.isEmpty() && last != FoundSegment.NONE ? last : segment;
        }
        return last;
    }

    /** A file is listed before its first record is written; what a crash leaves unlisted is therefore empty. */
    private void refuseUnlisted() throws IOException {
        for (final long number : log.list()) {
            final boolean listed = manifest.segments().stream().anyMatch(segment -> segment.number() == number);
            // Those that were retired are on their way out.
            if (!listed
                    && number > manifest.retired()
                    && Files.exists(log.storedFile(number))
                    && holdsRecords(number)) {
                throw new JournalException(
                        JournalException.Kind.DAMAGED,
                        "segment " + number + " (" + log.file(number)
                                + ") holds records but is not in the MANIFEST; nothing was changed");
            }
        }
    }

    private boolean holdsRecords(final long number) throws IOException {
        try (SegmentReader reader = log.read(number, check)) {
            return Remains.scan(reader, 0).hasIntact();
        }
    }
}
