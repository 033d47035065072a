package dev.tidegate.journal;

import dev.tidegate.journal.log.SegmentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Whoever reads the number of the last record and then the end of the live segment finds that record's bytes before it. */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 8", "0, 16", "1, 8", "1, 16", "2, 16"},
        expect = Expect.ACCEPTABLE,
        desc = "the end lies behind the record, and the bytes are there")
@Outcome(expect = Expect.FORBIDDEN, desc = "an end before the record, or bytes that are not there (-1)")
@State
public class LiveEnd {
    private static final int RECORD_BYTES = 8;
    private static final byte[] RECORD = {1, 1, 1, 1, 1, 1, 1, 1};

    private final Memory file = new Memory();
    private final LiveSegment live = new LiveSegment(1, file);

    public LiveEnd() {
        live.begin(1, 1);
    }

    @Actor
    public void engine() {
        try {
            live.append(RECORD, RECORD_BYTES, 1, 1);
            live.append(RECORD, RECORD_BYTES, 2, 2);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Actor
    public void follower(final JJ_Result r) {
        r.r1 = live.record();
        r.r2 = live.end();
        for (int at = 0; at < r.r2; at++) {
            if (file.bytes[at] == 0) {
                r.r2 = -1;
            }
        }
    }

    /** The bytes of a file. */
    private static final class Memory implements SegmentWriter {
        final byte[] bytes = new byte[2 * RECORD_BYTES];
        private int position;

        @Override
        public long position() {
            return position;
        }

        @Override
        public long allocated() {
            return bytes.length;
        }

        @Override
        public void append(final byte[] record, final int length) {
            System.arraycopy(record, 0, bytes, position, length);
            position += length;
        }

        @Override
        public void force() {}

        @Override
        public void forceAside() {}

        @Override
        public boolean allocate(final long upTo, final boolean prewritten) {
            return false;
        }

        @Override
        public Path file() {
            return Path.of("memory");
        }

        @Override
        public void close() {}
    }
}
