package dev.tidegate.launcher.reading;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One command of a journal while it is applied. Reused for the next one. */
public final class AppliedCommand {
    private static final int LENGTH_BYTES = 4;

    private final EngineReads reads;
    private final Outcome outcome = new Outcome();
    private HeapBuffer buffer = HeapBuffer.ofSize(0);
    private HeapBuffer events = HeapBuffer.ofSize(0);
    private int offset;
    private int length;
    private int eventsLength;
    private long sequence;
    private long timeMillis;

    /** Takes one event: a message with its header. */
    @FunctionalInterface
    public interface EventTaker {
        void take(HeapBuffer buffer, int offset, int length);
    }

    AppliedCommand(final EngineReads reads) {
        this.reads = reads;
    }

    void begin(
            final HeapBuffer source, final int at, final int bytes, final long itsSequence, final long itsTimeMillis) {
        buffer = source;
        offset = at;
        length = bytes;
        sequence = itsSequence;
        timeMillis = itsTimeMillis;
        eventsLength = 0;
    }

    void applied(final HeapBuffer itsEvents, final int bytes) {
        events = itsEvents;
        eventsLength = bytes;
    }

    /** The engine's state: before the command, then after it. */
    public EngineReads reads() {
        return reads;
    }

    /** The buffer that holds the message. */
    public HeapBuffer buffer() {
        return buffer;
    }

    /** Where the message starts, header included. */
    public int offset() {
        return offset;
    }

    /** Bytes of the message. */
    public int length() {
        return length;
    }

    /** Its place in the journal. */
    public long sequence() {
        return sequence;
    }

    /** Time of its batch, UTC epoch milliseconds. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Template id of the message; 0 when it is too short to have one. */
    public int template() {
        return length < MessageCheck.HEADER_BYTES ? 0 : MessageCheck.templateId(buffer, offset);
    }

    /** What it is, or null when it is no whole command of this schema. */
    public @Nullable CommandKind kind() {
        return MessageCheck.isWhole(buffer, offset, length) ? CommandKind.of(template()) : null;
    }

    /** Its id, or null for a tick and for what is no whole command. */
    public @Nullable UUID id() {
        final CommandKind kind = kind();
        return kind == null || kind == CommandKind.TICK
                ? null
                : new UUID(
                        buffer.getLong(offset + MessageCheck.ID_HIGH_OFFSET),
                        buffer.getLong(offset + MessageCheck.ID_LOW_OFFSET));
    }

    /** The answer; valid once it was applied. */
    public Outcome outcome() {
        return outcome;
    }

    /** Gives its events in order; there are none before it was applied. */
    public void forEachEvent(final EventTaker taker) {
        int at = 0;
        while (at < eventsLength) {
            final int bytes = events.getInt(at);
            taker.take(events, at + LENGTH_BYTES, bytes);
            at += LENGTH_BYTES + bytes;
        }
    }
}
