package dev.tidegate.message;

import java.util.Arrays;

/**
 * The answer to one command, in a carrier that is filled and filled again. Which fields a code uses stands in
 * docs/rules.md; the others are 0.
 */
public final class Outcome {
    /** As a number: storing a reference into an old object costs a barrier with every command. */
    private int code = OutcomeCode.NOT_RUNNING.number();

    private boolean duplicate;
    private long sequence;
    private long timeMillis;
    private long firstSequence;
    private long firstTimeMillis;
    private long entityId;
    private int line;
    private long asked;
    private long available;
    private long deadlineMillis;
    private int missingCount;
    private int[] missingLine = new int[0];
    private long[] missingQuantity = new long[0];

    /** Begins the answer to the command with that sequence and engine time: accepted, nothing else said yet. */
    public Outcome begin(final long sequence, final long timeMillis) {
        this.sequence = sequence;
        this.timeMillis = timeMillis;
        firstSequence = sequence;
        firstTimeMillis = timeMillis;
        duplicate = false;
        deadlineMillis = 0;
        missingCount = 0;
        return set(OutcomeCode.ACCEPTED, 0, 0, 0, 0);
    }

    /** Gives the answer's code and what it is about. */
    public Outcome set(
            final OutcomeCode code, final long entityId, final int line, final long asked, final long available) {
        this.code = code.number();
        this.entityId = entityId;
        this.line = line;
        this.asked = asked;
        this.available = available;
        return this;
    }

    /** Names the command that this id was first used for. */
    public Outcome first(final boolean duplicate, final long firstSequence, final long firstTimeMillis) {
        this.duplicate = duplicate;
        this.firstSequence = firstSequence;
        this.firstTimeMillis = firstTimeMillis;
        return this;
    }

    /** Sets the deadline of the order's hold. */
    public Outcome deadline(final long deadlineMillis) {
        this.deadlineMillis = deadlineMillis;
        return this;
    }

    /** Adds a line that was granted less than asked. */
    public void addMissing(final int line, final long quantity) {
        if (missingCount == missingLine.length) {
            final int size = Math.max(16, 2 * missingCount);
            missingLine = Arrays.copyOf(missingLine, size);
            missingQuantity = Arrays.copyOf(missingQuantity, size);
        }
        missingLine[missingCount] = line;
        missingQuantity[missingCount++] = quantity;
    }

    /** Makes this a copy of {@code that}. */
    public Outcome copyFrom(final Outcome that) {
        begin(that.sequence, that.timeMillis);
        set(that.code(), that.entityId, that.line, that.asked, that.available);
        first(that.duplicate, that.firstSequence, that.firstTimeMillis);
        deadlineMillis = that.deadlineMillis;
        for (int i = 0; i < that.missingCount; i++) {
            addMissing(that.missingLine[i], that.missingQuantity[i]);
        }
        return this;
    }

    public OutcomeCode code() {
        return OutcomeCode.of(code);
    }

    /** Whether the command was done, wholly, partly or late. */
    public boolean accepted() {
        return OutcomeCode.accepted(code);
    }

    /** Whether this repeats the answer to an earlier command with the same id and content. */
    public boolean duplicate() {
        return duplicate;
    }

    /** Place of this command in the journal, from 1; 0 when it was never stamped. */
    public long sequence() {
        return sequence;
    }

    /** Engine time of this command. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Sequence of the first command with this id; this command's own unless it is a duplicate or a conflict. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Engine time of the first command with this id. */
    public long firstTimeMillis() {
        return firstTimeMillis;
    }

    /** Order id, or number of the SKU, warehouse, channel or campaign; 0 for none. */
    public long entityId() {
        return entityId;
    }

    /** The line it is about, from 1; 0 for none. */
    public int line() {
        return line;
    }

    /** What was asked for: units, minor units or a limit. */
    public long asked() {
        return asked;
    }

    /** What there was. */
    public long available() {
        return available;
    }

    /** Deadline of the order's hold; 0 for none. */
    public long deadlineMillis() {
        return deadlineMillis;
    }

    /** How many lines were granted less than asked. */
    public int missingCount() {
        return missingCount;
    }

    /** Number of the i-th line that was granted less than asked. */
    public int missingLine(final int index) {
        return missingLine[index];
    }

    /** Units of the i-th such line that were asked for and not granted. */
    public long missingQuantity(final int index) {
        return missingQuantity[index];
    }

    @Override
    public String toString() {
        return code() + (duplicate ? " (duplicate of " + firstSequence + ")" : "") + " sequence " + sequence + " time "
                + timeMillis + " entity " + entityId + " line " + line + " asked " + asked + " available " + available
                + " deadline " + deadlineMillis;
    }
}
