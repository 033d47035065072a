package dev.tidegate.simulation;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.simulation.Violation.Promise;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was handed to the journal so far, by sequence: what can be in it, and nothing else can. */
final class SentLog {
    private static final int LENGTH_BYTES = 4;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<ByteBuffer, Call> calls = new HashMap<>();
    private @Nullable Violation found;

    /** Notes a call before its first message is sent. */
    void expect(final Call call) {
        calls.putIfAbsent(ByteBuffer.wrap(call.message()), call);
    }

    /** Throws what was found while a batch was appended: the node itself must not stop for it. */
    void throwFound() {
        if (found != null) {
            throw found;
        }
    }

    long last() {
        return entries.size();
    }

    /** The command with that sequence, from 1. */
    Entry entry(final long sequence) {
        return entries.get((int) sequence - 1);
    }

    /** Whether that very entry still has that sequence. */
    boolean has(final long sequence, final Entry entry) {
        return sequence <= last() && entry(sequence) == entry;
    }

    void answered(final Outcome outcome) {
        entry(outcome.sequence()).answered(outcome);
    }

    /** Forgets what did not survive. */
    void cutBehind(final long sequence) {
        entries.subList((int) sequence, entries.size()).clear();
    }

    /** The journal, with a note of every batch taken before it is appended: it may be in the journal from then on. */
    Journal before(final Journal journal) {
        return new NotedJournal(journal, this::note);
    }

    private void note(
            final byte[] batch, final int headerBytes, final long firstSequence, final int count, final long time) {
        if (firstSequence != entries.size() + 1) {
            found = new Violation(
                    Promise.RULES, "sequence " + firstSequence + " was appended behind " + entries.size());
            return;
        }
        final HeapBuffer buffer = new HeapBuffer(batch);
        int at = headerBytes;
        for (int i = 0; i < count; i++) {
            final int length = buffer.getInt(at);
            at += LENGTH_BYTES;
            if (MessageCheck.templateId(buffer, at) == MessageCheck.TICK_TEMPLATE) {
                entries.add(new Entry(time, firstSequence, null));
            } else {
                final Call call = calls.get(ByteBuffer.wrap(Arrays.copyOfRange(batch, at, at + length)));
                if (call == null) {
                    found = new Violation(
                            Promise.INVENTED, "sequence " + (firstSequence + i) + " was sent by no client");
                    return;
                }
                entries.add(new Entry(time, firstSequence, call));
            }
            at += length;
        }
    }
}
