package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.RecordCheck;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.journal.log.SegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that fails when told to, and counts what it is asked for afterwards. */
final class FaultyLog implements LogPort {
    volatile boolean failsForce;
    volatile boolean failsBackground;
    volatile boolean failsAppend;
    volatile boolean failsDelete;
    volatile int forcesAfterFailure;
    final AtomicInteger openWriters = new AtomicInteger();

    private final LogPort log;

    FaultyLog(final LogPort log) {
        this.log = log;
    }

    @Override
    public SegmentWriter create(
            final long number,
            final byte[] header,
            final long allocateBytes,
            final long capacityBytes,
            final boolean prewritten)
            throws IOException {
        return new FaultyWriter(log.create(number, header, allocateBytes, capacityBytes, prewritten));
    }

    @Override
    public SegmentReader read(final long number, final RecordCheck check) throws IOException {
        return log.read(number, check);
    }

    @Override
    public Path file(final long number) {
        return log.file(number);
    }

    @Override
    public Path storedFile(final long number) {
        return log.storedFile(number);
    }

    @Override
    public void compress(final long number, final Runnable pause) throws IOException {
        log.compress(number, pause);
    }

    @Override
    public List<Long> list() throws IOException {
        return log.list();
    }

    @Override
    public void delete(final long number) throws IOException {
        if (failsDelete) {
            throw new IOException("Input/output error");
        }
        log.delete(number);
    }

    @Override
    public void finish(final long number, final long bytes) throws IOException {
        log.finish(number, bytes);
    }

    private final class FaultyWriter implements SegmentWriter {
        private final SegmentWriter writer;
        private final AtomicBoolean open = new AtomicBoolean(true);

        FaultyWriter(final SegmentWriter writer) {
            this.writer = writer;
            openWriters.incrementAndGet();
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public long allocated() {
            return writer.allocated();
        }

        @Override
        public void append(final byte[] record, final int length) throws IOException {
            if (failsAppend) {
                throw new InternalError("a fault occurred in an unsafe memory access operation");
            }
            writer.append(record, length);
        }

        @Override
        public void force() throws IOException {
            if (failsForce) {
                forcesAfterFailure++;
                throw new IOException("Input/output error");
            }
            writer.force();
        }

        @Override
        public void forceAside() throws IOException {
            if (failsBackground) {
                throw new IOException("Input/output error");
            }
            writer.forceAside();
        }

        @Override
        public boolean allocate(final long upTo, final boolean prewritten) throws IOException {
            return writer.allocate(upTo, prewritten);
        }

        @Override
        public Path file() {
            return writer.file();
        }

        @Override
        public void close() throws IOException {
            if (open.getAndSet(false)) {
                openWriters.decrementAndGet();
            }
            writer.close();
        }
    }
}
