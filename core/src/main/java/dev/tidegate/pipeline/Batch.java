package dev.tidegate.pipeline;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import java.util.Arrays;

/**
 * The commands that are stamped, journaled and applied together, and the reads between them. The bytes are laid out as
 * the journal takes them: its header, then frames of a length and a message. Reused for every batch.
 */
final class Batch {
    private static final int LENGTH_BYTES = 4;
    private static final long OWN = -1;
    private static final int MAX_BUFFER_BYTES = 4 * 1024 * 1024;

    private final Ring ring;
    private final int headerBytes;
    private final int maxFramesBytes;
    private final HeapBuffer buffer;
    private final int[] offsets;
    private final int[] lengths;
    private final long[] ringSequences;
    private final ReadTask<?>[] tasks;
    private final int[] taskBefore;
    private final Outcome ownOutcome = new Outcome();
    private final byte[] tickMessage;
    private boolean open;
    private long timeMillis;
    private int framesLength;
    private int commandCount;
    private int ownCount;
    private int taskCount;
    private int nextTask;

    Batch(final Ring ring, final Journal journal, final int maxCommands) {
        this.ring = ring;
        headerBytes = journal.headerBytes();
        maxFramesBytes = Math.min(journal.maxFramesBytes(), MAX_BUFFER_BYTES);
        buffer = HeapBuffer.ofSize(headerBytes + maxFramesBytes);
        // One more than commands taken: one of the pipeline itself may come before the first.
        offsets = new int[maxCommands + 1];
        lengths = new int[maxCommands + 1];
        ringSequences = new long[maxCommands + 1];
        tasks = new ReadTask<?>[maxCommands];
        taskBefore = new int[maxCommands];
        tickMessage = tickMessage();
    }

    private static byte[] tickMessage() {
        final HeapBuffer message = HeapBuffer.ofSize(64);
        final int length = CommandEncoder.encodeTick(message, 0);
        return Arrays.copyOf(message.byteArray(), length);
    }

    boolean isOpen() {
        return open;
    }

    void open(final long timeMillis) {
        open = true;
        this.timeMillis = timeMillis;
    }

    void clear() {
        open = false;
        framesLength = 0;
        commandCount = 0;
        ownCount = 0;
        taskCount = 0;
        nextTask = 0;
    }

    boolean hasRoomFor(final int length) {
        return commandCount - ownCount < tasks.length && framesLength + LENGTH_BYTES + length <= maxFramesBytes;
    }

    /** Whether the ring's entry is a command that takes stock for a new order. */
    boolean isReserve(final long ringSequence) {
        return ring.templateId(ringSequence) == PlaceOrderDecoder.TEMPLATE_ID;
    }

    boolean hasRoomForTask() {
        return taskCount < tasks.length;
    }

    void add(final int length, final long ringSequence) {
        final int offset = beginFrame(ringSequence, length);
        ring.read(ringSequence, buffer.byteArray(), offset, length);
    }

    void addTick() {
        addOwn(tickMessage);
    }

    /** Adds a command of the pipeline itself, whose answer nobody waits for: at most one, before all others. */
    void addOwn(final byte[] message) {
        ownCount++;
        final int offset = beginFrame(OWN, message.length);
        System.arraycopy(message, 0, buffer.byteArray(), offset, message.length);
    }

    void addTask(final ReadTask<?> task) {
        taskBefore[taskCount] = commandCount;
        tasks[taskCount++] = task;
    }

    private int beginFrame(final long ringSequence, final int length) {
        final int at = headerBytes + framesLength;
        buffer.putInt(at, length);
        ringSequences[commandCount] = ringSequence;
        lengths[commandCount] = length;
        offsets[commandCount++] = at + LENGTH_BYTES;
        framesLength += LENGTH_BYTES + length;
        return at + LENGTH_BYTES;
    }

    /** Whether a read that has not been run came before the command of that index. */
    boolean hasTaskBefore(final int index) {
        return nextTask < taskCount && taskBefore[nextTask] <= index;
    }

    /** Runs the reads that came before the command of that index and have not been run. */
    void runTasksBefore(final int index, final EngineReads reads) {
        while (hasTaskBefore(index)) {
            tasks[nextTask++].run(reads);
        }
    }

    /** Gives every command the same answer, without a sequence. */
    void refuseCommands(final OutcomeCode code) {
        for (int i = 0; i < commandCount; i++) {
            outcome(i).begin(0, timeMillis).set(code, 0, 0, 0, 0);
        }
    }

    /** The batch may or may not be in the journal: nobody in it can be told more. */
    void unknown(final PipelineState state) {
        refuseCommands(OutcomeCode.UNKNOWN);
        for (int i = 0; i < taskCount; i++) {
            tasks[i].refuse(OutcomeCode.UNKNOWN, state);
        }
    }

    HeapBuffer buffer() {
        return buffer;
    }

    int[] offsets() {
        return offsets;
    }

    int length(final int index) {
        return lengths[index];
    }

    Outcome outcome(final int index) {
        final long ringSequence = ringSequences[index];
        return ringSequence == OWN ? ownOutcome : ring.get(ringSequence).outcome;
    }

    int commandCount() {
        return commandCount;
    }

    int framesLength() {
        return framesLength;
    }

    long timeMillis() {
        return timeMillis;
    }
}
