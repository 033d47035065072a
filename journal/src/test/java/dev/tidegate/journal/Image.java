package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A folder that no process has open, to be damaged byte by byte. */
final class Image {
    private static final int TRIMMED_TO_BYTES = 16 * 1024;

    final Path folder;
    private final LogPort log;

    Image(final Path folder, final Kind kind) {
        this.folder = folder;
        this.log = FolderFiles.log(folder, kind);
    }

    /** Where a record's frame begins, and where the record ends. */
    record Span(long start, long end) {}

    /** Takes most of the empty space away that follows the first segment's records, so that it is read faster. */
    Image trimmed() {
        final List<Span> spans = spans(1);
        truncate(file(1), spans.get(spans.size() - 1).end() + TRIMMED_TO_BYTES);
        return this;
    }

    Path file(final long segment) {
        return log.file(segment);
    }

    /** The records of a segment, its header first. */
    List<Span> spans(final long segment) {
        final List<Span> spans = new ArrayList<>();
        try (SegmentReader reader = log.read(segment, new Envelope())) {
            while (reader.next()) {
                spans.add(new Span(reader.recordStart(), reader.recordStart() + Integer.BYTES + reader.length()));
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return spans;
    }

    byte[] bytes(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void write(final Path file, final long at, final byte[] bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void flip(final Path file, final long at, final int bit) {
        final byte[] now = bytes(file);
        write(file, at, new byte[] {(byte) (now[(int) at] ^ 1 << bit)});
    }

    void zero(final Path file, final long from, final long to) {
        write(file, from, new byte[(int) (to - from)]);
    }

    void truncate(final Path file, final long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
