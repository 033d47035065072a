package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Segments as Chronicle Queues: each is a folder with one queue file, whose name never depends on a clock.
 *
 * <p>A queue is only ever written by the process that created it. So a lock that a dead process left in its metadata, a
 * queue that ends before its last document and a document left half-written can never be met by a writer.
 */
public final class ChronicleLog implements LogPort {
    /** The one file name of a queue that rolls by our own hand: the epoch's first cycle. */
    static final String QUEUE_FILE = "19700101-00LS.cq4";

    private static final String METADATA_FILE = "metadata.cq4t";
    private static final Pattern NAME = Pattern.compile("segment-(\\d{8,})");

    private final Path folder;

    public ChronicleLog(final Path folder) {
        this.folder = folder;
    }

    /** Whether {@code name} is one that this kind of log gives to a segment. */
    public static boolean owns(final String name) {
        return NAME.matcher(name).matches() || SegmentNames.ownsCompressed(name);
    }

    @Override
    public SegmentWriter create(
            final long number,
            final byte[] header,
            final long allocateBytes,
            final long capacityBytes,
            final boolean prewritten)
            throws IOException {
        delete(number);
        final Path queue = Files.createDirectory(queueFolder(number));
        final SegmentWriter writer =
                ChronicleSegmentWriter.create(queue, header, allocateBytes, capacityBytes, prewritten);
        Unmapped.forceFolder(queue);
        Unmapped.forceFolder(folder);
        return writer;
    }

    @Override
    public SegmentReader read(final long number, final RecordCheck check) throws IOException {
        return new SegmentReader(SegmentNames.open(folder, file(number), number), true, check);
    }

    @Override
    public Path file(final long number) {
        return queueFolder(number).resolve(QUEUE_FILE);
    }

    @Override
    public List<Long> list() throws IOException {
        return SegmentNames.list(folder, NAME);
    }

    @Override
    public void delete(final long number) throws IOException {
        final Path queue = queueFolder(number);
        if (Files.exists(queue)) {
            Files.deleteIfExists(queue.resolve(METADATA_FILE));
            Files.deleteIfExists(queue.resolve(QUEUE_FILE));
            Files.delete(queue);
        }
        Files.deleteIfExists(SegmentNames.compressed(folder, number));
        Unmapped.forceFolder(folder);
    }

    @Override
    public void compress(final long number, final Runnable pause) throws IOException {
        CompressedSegment.compress(file(number), SegmentNames.compressed(folder, number), pause);
        Unmapped.forceFolder(folder);
        final Path queue = queueFolder(number);
        Files.deleteIfExists(queue.resolve(METADATA_FILE));
        Files.deleteIfExists(queue.resolve(QUEUE_FILE));
        Files.deleteIfExists(queue);
        Unmapped.forceFolder(folder);
    }

    @Override
    public Path storedFile(final long number) {
        return Files.exists(file(number)) ? file(number) : SegmentNames.compressed(folder, number);
    }

    @Override
    public void finish(final long number, final long bytes) throws IOException {
        // Chronicle Queue builds it anew for any reader of its own; what a dead writer left locked in it is gone.
        Files.deleteIfExists(queueFolder(number).resolve(METADATA_FILE));
        Unmapped.truncate(file(number), bytes);
        Unmapped.forceFolder(queueFolder(number));
    }

    private Path queueFolder(final long number) {
        return folder.resolve(String.format("segment-%08d", number));
    }
}
