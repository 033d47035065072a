package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One segment as it was found while the folder was read. */
final class FoundSegment {
    static final FoundSegment NONE = new FoundSegment(new ManifestSegment(0, null), Path.of(""), 0, 0);

    private static final long PLACE_STEP_BYTES = 1 << 20;

    private final ManifestSegment listed;
    private final Path file;
    private final long firstRecord;
    private final long firstSequence;
    private final List<Place> places = new ArrayList<>();
    private final List<Span> outside = new ArrayList<>();
    private long passedTo;
    private long lastRecord;
    private long lastSequence;
    private long bytes;
    private String head = "";

    /** Where a record begins; one is kept for every MiB. */
    private record Place(long record, long offset) {}

    /** Bytes of the file, up to and without {@code to}. */
    record Span(long from, long to) {}

    FoundSegment(final ManifestSegment listed, final Path file, final long firstRecord, final long firstSequence) {
        this.listed = listed;
        this.file = file;
        this.firstRecord = firstRecord;
        this.firstSequence = firstSequence;
        this.lastRecord = firstRecord - 1;
        this.lastSequence = firstSequence - 1;
    }

    /** A record was read that takes the bytes from {@code offset} to {@code end}. */
    void passed(final long record, final long offset, final long end) {
        if (offset > passedTo) {
            outside.add(new Span(passedTo, offset));
        }
        passedTo = end;
        if (places.isEmpty() || offset - places.get(places.size() - 1).offset() >= PLACE_STEP_BYTES) {
            places.add(new Place(record, offset));
        }
    }

    void ends(final long record, final long sequence, final long offset) {
        lastRecord = record;
        lastSequence = sequence;
        bytes = offset;
    }

    /** Called by the chain's thread; seen after it was joined. */
    void endsWithHead(final String computed) {
        final Seal seal = listed.seal();
        if (seal != null && !seal.head().equals(computed)) {
            throw differs(
                    DamageException.Of.CHAIN, bytes, lastSequence, "its chain head is not the one in the MANIFEST");
        }
        head = computed;
    }

    long number() {
        return listed.number();
    }

    Path file() {
        return file;
    }

    long firstSequence() {
        return firstSequence;
    }

    long bytes() {
        return bytes;
    }

    boolean isSealed() {
        return listed.seal() != null;
    }

    /** Whether none of its records has come yet when {@code record} is the last one. */
    boolean isBefore(final long record) {
        return record < firstRecord;
    }

    boolean isEmpty() {
        return lastRecord < firstRecord;
    }

    /**
     * What may not be on the disk though the machine takes it for written, when records up to {@code forcedRecord} are: all
     * behind them, and what stands between them, for Chronicle Queue changes pages of its own long after their
     * neighbours.
     */
    List<Span> unforced(final long forcedRecord) {
        long from = 0;
        for (final Place place : places) {
            if (place.record() <= forcedRecord + 1) {
                from = place.offset();
            }
        }
        final List<Span> spans = new ArrayList<>();
        for (final Span span : outside) {
            if (span.from() < from) {
                spans.add(span);
            }
        }
        spans.add(new Span(from, bytes));
        return spans;
    }

    /** As it is listed from now on; an open one was cut and forced before. */
    ManifestSegment toSealed() throws IOException {
        final Seal seal = listed.seal();
        return new ManifestSegment(
                number(),
                seal != null
                        ? seal
                        : new Seal(
                                firstRecord, lastRecord, firstSequence, lastSequence, bytes, head, FileCrc.of(file)));
    }

    /** The exception for damaged or missing bytes in this segment. */
    DamageException damaged(final long offset, final long sequence, final String reason) {
        return damaged(offset, sequence, reason, null);
    }

    DamageException damaged(
            final long offset, final long sequence, final String reason, final @Nullable Throwable cause) {
        return new DamageException(DamageException.Of.BYTES, number(), file, offset, sequence, reason, cause);
    }

    /** The exception for whole records that do not agree with what was recorded of them. */
    DamageException differs(final DamageException.Of of, final long offset, final long sequence, final String reason) {
        return new DamageException(of, number(), file, offset, sequence, reason, null);
    }
}
