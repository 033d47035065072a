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
    private long lastRecord;
    private long lastSequence;
    private long bytes;
    private String head = "";

    /** Where a record begins; one is kept for every MiB. */
    private record Place(long record, long offset) {}

    FoundSegment(final ManifestSegment listed, final Path file, final long firstRecord, final long firstSequence) {
        this.listed = listed;
        this.file = file;
        this.firstRecord = firstRecord;
        this.firstSequence = firstSequence;
        this.lastRecord = firstRecord - 1;
        this.lastSequence = firstSequence - 1;
    }

    void passed(final long record, final long offset) {
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

    /** An offset at or before the first record behind {@code forcedRecord}. */
    long unforcedFrom(final long forcedRecord) {
        long from = 0;
        for (final Place place : places) {
            if (place.record() <= forcedRecord + 1) {
                from = place.offset();
            }
        }
        return from;
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
