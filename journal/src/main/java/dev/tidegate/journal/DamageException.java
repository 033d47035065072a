package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalException;
import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Damage at one place of one segment. Every record before the place has passed its checks. */
public final class DamageException extends JournalException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What does not agree. */
    public enum Of {
        /** Bytes are not what was written, or are missing. */
        BYTES,
        /** Bytes of a sealed segment that belong to no record are not what they were; every record is intact. */
        PADDING,
        /** The records are whole, but a chain head recorded in or for them is not theirs: they were rewritten. */
        CHAIN,
        /** The records are whole, but a recorded digest is not that of the replayed state. */
        DIGEST
    }

    private final Of of;
    private final long segment;
    private final transient Path file;
    private final long offset;
    private final long sequence;
    private final String reason;

    DamageException(
            final Of of,
            final long segment,
            final Path file,
            final long offset,
            final long sequence,
            final String reason,
            final @Nullable Throwable cause) {
        super(
                Kind.DAMAGED,
                "segment " + segment + " (" + file + "), byte " + offset + ", sequence " + sequence + ": " + reason
                        + "; nothing was changed",
                cause);
        this.of = of;
        this.segment = segment;
        this.file = file;
        this.offset = offset;
        this.sequence = sequence;
        this.reason = reason;
    }

    public Of of() {
        return of;
    }

    /** Number of the segment. */
    public long segment() {
        return segment;
    }

    /** The segment's file. */
    public Path file() {
        return file;
    }

    /** Where in the file, in bytes. */
    public long offset() {
        return offset;
    }

    /** Sequence of the first command that should have been there. */
    public long sequence() {
        return sequence;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
