package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.ScannedRecord.ChainState;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that is still there of a folder, damaged or not: says where bytes are not what they should be and goes on behind
 * that place at the next intact record. Writes nothing, and proves nothing: {@link JournalFolder#read} does.
 */
public final class JournalScan {
    private final Path folder;
    private final Visitor visitor;
    private final Envelope envelope = new Envelope();
    private final Map<Long, byte[]> heads = new HashMap<>();
    private @Nullable Chain chain;
    private long record;

    /** Is told what is found, in order. */
    public interface Visitor {

        /**
         * A segment begins.
         *
         * @param state "sealed", "open" or "not in the MANIFEST"
         */
        void segment(long number, Path file, long bytes, String state);

        void record(ScannedRecord found);

        void fault(Fault found);
    }

    /**
     * Something that is not as it should be.
     *
     * @param segment its segment, 0 for the folder itself
     * @param from where, in bytes from the start of the file
     * @param to where reading went on, or the end of what is not zero
     * @param isTail whether it may be the torn tail of a log that was being written
     */
    public record Fault(long segment, long from, long to, String reason, boolean isTail) {}

    private JournalScan(final Path folder, final Visitor visitor) {
        this.folder = folder;
        this.visitor = visitor;
    }

    /**
     * Scans a folder.
     *
     * @throws JournalException LOCKED while a writer has the folder, NOT_A_FOLDER when it holds no journal, or another kind
     *     that says why it cannot be read
     */
    public static void scan(final Path folder, final Visitor visitor) {
        try {
            requireJournal(folder);
            final FolderLock lock = FolderLock.shared(folder);
            try {
                new JournalScan(folder, visitor).run();
            } finally {
                lock.close();
            }
        } catch (final IOException failure) {
            throw Failures.of("scan the journal in " + folder, failure);
        }
    }

    /**
     * Refuses what {@link #scan} would refuse before it finds anything.
     *
     * @throws JournalException LOCKED, UNREADABLE or NOT_A_FOLDER
     */
    public static void requireJournal(final Path folder) {
        if (!Files.isDirectory(folder)) {
            final boolean exists = Files.exists(folder);
            throw new JournalException(
                    exists ? Kind.NOT_A_FOLDER : Kind.UNREADABLE,
                    folder + (exists ? " is a file, not a folder" : " does not exist"));
        }
        try {
            FolderLock.shared(folder).close();
            if (!Files.exists(folder.resolve(FolderFiles.MANIFEST)) && kindWithoutManifest(folder) == null) {
                throw new JournalException(Kind.NOT_A_FOLDER, folder + " holds no journal");
            }
        } catch (final IOException failure) {
            throw Failures.of("scan the journal in " + folder, failure);
        }
    }

    /** The kind of the segments that are there, or null when there are none. */
    private static JournalSettings.@Nullable Kind kindWithoutManifest(final Path folder) throws IOException {
        for (final JournalSettings.Kind kind : JournalSettings.Kind.values()) {
            if (!FolderFiles.log(folder, kind).list().isEmpty()) {
                return kind;
            }
        }
        return null;
    }

    private void run() throws IOException {
        final Manifest manifest = manifest();
        final LogPort log = FolderFiles.log(folder, manifest.kind());
        final List<Long> files = log.list();
        final List<ManifestSegment> segments = new ArrayList<>(manifest.segments());
        for (final long number : files) {
            if (segments.stream().noneMatch(segment -> segment.number() == number)) {
                segments.add(new ManifestSegment(number, null));
            }
        }
        for (final ManifestSegment segment : segments) {
            if (Files.exists(log.storedFile(segment.number()))) {
                final boolean listed = manifest.segments().contains(segment);
                scan(log, segment, listed || manifest.segments().isEmpty());
            } else {
                fault(segment.number(), 0, 0, "the file is missing", false);
            }
        }
    }

    /** The manifest, or what can be said without one. */
    private Manifest manifest() throws IOException {
        try {
            final Manifest manifest = new FolderFiles(folder).readManifest();
            chain = new Chain(manifest.start());
            record = manifest.start().record();
            return manifest;
        } catch (final JournalException damaged) {
            if (damaged.kind() != Kind.DAMAGED) {
                throw damaged;
            }
            fault(0, 0, 0, String.valueOf(damaged.getMessage()), false);
        } catch (final NoSuchFileException missing) {
            fault(0, 0, 0, "MANIFEST is missing", false);
        }
        final JournalSettings.Kind kind = kindWithoutManifest(folder);
        return Manifest.create(new UUID(0, 0), kind == null ? JournalSettings.Kind.FILE : kind, 0);
    }

    private void scan(final LogPort log, final ManifestSegment segment, final boolean listed) throws IOException {
        final Seal seal = segment.seal();
        final Path file = log.storedFile(segment.number());
        final String state = seal == null ? "open" : "sealed";
        visitor.segment(segment.number(), file, Files.size(file), listed ? state : "not in the MANIFEST");
        try (SegmentReader reader = log.read(segment.number(), envelope)) {
            boolean more = readHeader(reader, segment.number());
            while (more) {
                more = readRecord(reader, segment);
            }
            if (seal != null && reader.fileBytes() != seal.bytes()) {
                fault(
                        segment.number(),
                        reader.fileBytes(),
                        seal.bytes(),
                        "sealed with " + seal.bytes() + " bytes",
                        false);
            }
        }
        if (seal != null
                && chain != null
                && (chain.record() != seal.lastRecord() || !chain.headHex().equals(seal.head()))) {
            fault(segment.number(), 0, 0, "its last chain head is not that of its seal", false);
        }
    }

    private boolean readHeader(final SegmentReader reader, final long number) throws IOException {
        final boolean any = reader.next();
        if (any && reader.length() == SegmentHeader.BYTES) {
            final UUID owner = SegmentHeader.owner(reader.bytes(), reader.offset());
            if (SegmentHeader.fault(reader.bytes(), reader.offset(), reader.length(), owner, number) == null) {
                if (chain == null && record == 0) {
                    chain = new Chain(owner);
                }
                return true;
            }
        }
        return goOn(reader, number, any ? reader.recordStart() : reader.position(), "no intact segment header", false);
    }

    private boolean readRecord(final SegmentReader reader, final ManifestSegment segment) throws IOException {
        final boolean sealed = segment.seal() != null;
        if (!reader.next()) {
            return goOn(reader, segment.number(), reader.position(), reader.stopReason(), !sealed);
        }
        final String fault = envelope.wrap(reader.bytes(), reader.offset()).fault(reader.length());
        if (fault != null) {
            return goOn(reader, segment.number(), reader.recordStart(), fault, !sealed);
        }
        deliver(reader, segment.number());
        return true;
    }

    private void deliver(final SegmentReader reader, final long segment) {
        final int start = reader.offset();
        envelope.wrap(reader.bytes(), start);
        if (envelope.record() != record + 1) {
            final String reason = "record " + envelope.record() + " where " + (record + 1) + " should be";
            fault(segment, reader.recordStart(), reader.recordStart(), reason, false);
            chain = null;
        }
        record = envelope.record();
        final ChainState state = follow(reader.bytes(), start, reader.length());
        visitor.record(ScannedRecord.of(segment, reader.recordStart(), envelope, state, reader.bytes(), start));
    }

    /** Reports what is wrong, and takes the next intact record behind it; false where there is none. */
    private boolean goOn(
            final SegmentReader reader,
            final long segment,
            final long from,
            final @Nullable String reason,
            final boolean mayBeTail)
            throws IOException {
        final Remains next = Remains.upToIntact(reader, from + Integer.BYTES);
        final boolean more = next.hasIntact();
        final Remains here = more ? next : Remains.scan(reader, from);
        if (reason != null || more || here.end() > from) {
            final long to = more ? next.intactAt() - Integer.BYTES : here.end();
            fault(segment, from, to, reason == null ? "bytes behind the last record" : reason, mayBeTail && !more);
        }
        if (more) {
            reader.take(next.intactAt(), (int) (next.end() - next.intactAt()));
            deliver(reader, segment);
        }
        return more;
    }

    private void fault(final long segment, final long from, final long to, final String reason, final boolean isTail) {
        visitor.fault(new Fault(segment, from, to, reason, isTail));
    }

    /** Extends the chain, and says whether the head that the record carries is its own. */
    private ChainState follow(final byte[] bytes, final int start, final int length) {
        final long covered = envelope.chainRecord();
        ChainState state = covered == 0 ? ChainState.NONE : ChainState.UNKNOWN;
        final byte[] known = heads.get(covered);
        if (covered != 0 && known != null) {
            final int at = envelope.chainHeadOffset();
            final boolean same = Arrays.equals(known, 0, known.length, bytes, at, at + known.length);
            state = same ? ChainState.AGREES : ChainState.DIFFERS;
        }
        if (chain == null && covered == record - 1 && covered > 0) {
            chain = new Chain(new UUID(0, 0));
            chain.resume(covered, bytes, envelope.chainHeadOffset());
        }
        final Chain now = chain;
        if (now != null) {
            now.extend(bytes, start, length);
            final byte[] head = new byte[Envelope.CHAIN_HEAD_BYTES];
            now.copyHead(head, 0);
            heads.put(record, head);
            heads.remove(record - KnownHeads.HEADS_KEPT);
        }
        return state;
    }
}
