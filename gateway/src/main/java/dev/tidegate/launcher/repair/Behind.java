package dev.tidegate.launcher.repair;

import dev.tidegate.journal.JournalScan;
import dev.tidegate.journal.JournalScan.Fault;
import dev.tidegate.journal.ScannedRecord;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.BatchFrames;
import java.nio.file.Path;
import java.util.Map;

/** What a repair would lose: records that are still there behind the cut, or the one command that is voided. */
final class Behind implements JournalScan.Visitor {
    private static final int LENGTH_BYTES = 4;

    private final long sequence;
    private final MessageText text = new MessageText();
    private long records;
    private long commands;
    private long lastSequence;
    private Map<String, Object> command = Map.of();

    /** {@code sequence} is the first that is cut, or the one that is voided. */
    Behind(final long sequence) {
        this.sequence = sequence;
    }

    @Override
    public void segment(final long number, final Path file, final long bytes, final String state) {
        // Only what stands in the records is of interest here.
    }

    @Override
    public void fault(final Fault fault) {
        // What is damaged is not there to be lost.
    }

    @Override
    public void record(final ScannedRecord found) {
        if (found.lastSequence() < sequence) {
            return;
        }
        records++;
        commands += found.count();
        lastSequence = Math.max(lastSequence, found.lastSequence());
        final boolean readable =
                BatchFrames.fault(found.bytes(), found.framesOffset(), found.framesLength(), found.count()) == null;
        if (found.isBatch() && found.sequence() <= sequence && readable) {
            decode(found);
        }
    }

    private void decode(final ScannedRecord found) {
        final HeapBuffer buffer = new HeapBuffer(found.bytes());
        int at = found.framesOffset();
        for (long i = found.sequence(); i < sequence; i++) {
            at += LENGTH_BYTES + buffer.getInt(at);
        }
        command = text.fields(buffer, at + LENGTH_BYTES, buffer.getInt(at));
    }

    /** Intact records from the sequence on. */
    long records() {
        return records;
    }

    /** Commands in them. */
    long commands() {
        return commands;
    }

    /** The last sequence among them, 0 for none. */
    long lastSequence() {
        return lastSequence;
    }

    /** The command with that sequence; empty when it is not there. */
    Map<String, Object> command() {
        return command;
    }
}
