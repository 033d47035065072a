package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Segments as plain files, zeroed ahead of the writer and written through a file channel. Needs no JVM flag. */
public final class FileLog implements LogPort {
    private static final Pattern NAME = Pattern.compile("segment-(\\d{8,})\\.log");

    private final Path folder;

    public FileLog(final Path folder) {
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
        Files.deleteIfExists(file(number));
        final FileSegmentWriter writer = FileSegmentWriter.create(file(number), header, allocateBytes, prewritten);
        Unmapped.forceFolder(folder);
        return writer;
    }

    @Override
    public SegmentReader read(final long number, final RecordCheck check) throws IOException {
        return new SegmentReader(SegmentNames.open(folder, file(number), number), false, check);
    }

    @Override
    public Path file(final long number) {
        return folder.resolve(String.format("segment-%08d.log", number));
    }

    @Override
    public List<Long> list() throws IOException {
        return SegmentNames.list(folder, NAME);
    }

    @Override
    public void delete(final long number) throws IOException {
        Files.deleteIfExists(file(number));
        Files.deleteIfExists(SegmentNames.compressed(folder, number));
        Unmapped.forceFolder(folder);
    }

    @Override
    public void compress(final long number, final Runnable pause) throws IOException {
        CompressedSegment.compress(file(number), SegmentNames.compressed(folder, number), pause);
        Unmapped.forceFolder(folder);
        Files.deleteIfExists(file(number));
        Unmapped.forceFolder(folder);
    }

    @Override
    public Path storedFile(final long number) {
        return Files.exists(file(number)) ? file(number) : SegmentNames.compressed(folder, number);
    }

    @Override
    public void finish(final long number, final long bytes) throws IOException {
        Unmapped.truncate(file(number), bytes);
    }
}
