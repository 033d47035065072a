package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.EventLogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The event log's files, read while they are written, begun and deleted: every event that is said to be written is found
 * by a reader that looks afterwards, and no event twice or out of order. One log for all states, in the working folder.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "everything that was said to be written, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "events missing at a written end (0, ...), or a gap (..., 0)")
@State
public class LogEnd {
    private static final UUID JOURNAL = new UUID(1, 2);
    private static final int MESSAGE_BYTES = 200;
    private static final EventLogSettings SETTINGS = EventLogSettings.defaults()
            .withSizes(64 << 10, 64 << 10)
            .withRetention(4 << 20, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final HeapBuffer FRAME = HeapBuffer.ofSize(Integer.BYTES + MESSAGE_BYTES);
    private static final EventFiles FILES;
    private static final EventWriter WRITER;
    private static final BlockCutter CUTTER = new BlockCutter(0);
    private static final BlockReader READER;
    private static long given;

    static {
        FRAME.putInt(0, MESSAGE_BYTES);
        try {
            FILES = EventFiles.in(Files.createTempDirectory(Path.of("").toAbsolutePath(), "events-"));
            WRITER = new EventWriter(FILES, JOURNAL, SETTINGS, 0);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        READER = new BlockReader(FILES, JOURNAL, 1);
    }

    /** The number of the command, which is that of its event. */
    private static long commands;

    @Actor
    public void writer() {
        try {
            for (int i = 0; i < 2; i++) {
                commands++;
                CUTTER.cut(commands, commands, FRAME, 0, FRAME.capacity(), (block, bytes) -> {
                    if (!WRITER.add(block, bytes, 0)) {
                        throw new IOException("no room");
                    }
                });
            }
            if (!WRITER.flush()) {
                throw new IOException("no room");
            }
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Actor
    public void reader(final II_Result r) {
        final long written = WRITER.writtenEvent();
        boolean inOrder = true;
        try {
            BlockReader.Step step = READER.next();
            while (step == BlockReader.Step.BLOCK) {
                final EventBlock block = READER.block();
                inOrder &= block.firstEvent() == given + 1 && block.sequence() == given + 1;
                given = block.lastEvent();
                step = given < written ? READER.next() : BlockReader.Step.END;
            }
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        r.r1 = given >= written ? 1 : 0;
        r.r2 = inOrder ? 1 : 0;
    }
}
