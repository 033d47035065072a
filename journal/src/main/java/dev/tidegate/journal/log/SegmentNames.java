package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What both kinds of log do alike: sealed segments may be compressed, and then stand under another name. */
final class SegmentNames {
    private static final Pattern COMPRESSED = Pattern.compile("segment-(\\d{8,})\\.gz");

    private SegmentNames() {}

    static boolean ownsCompressed(final String name) {
        return COMPRESSED.matcher(name).matches();
    }

    static Path compressed(final Path folder, final long number) {
        return folder.resolve(String.format("segment-%08d.gz", number));
    }

    /** Numbers of the segments that have a plain or a compressed file, rising. */
    static List<Long> list(final Path folder, final Pattern plain) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .flatMap(name -> Stream.of(plain.matcher(name), COMPRESSED.matcher(name)))
                    .filter(Matcher::matches)
                    .map(match -> Long.valueOf(match.group(1)))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** Opens the plain file, or the compressed one where there is no plain one any more. */
    static SegmentSource open(final Path folder, final Path plain, final long number) throws IOException {
        try {
            return SegmentSource.of(FileChannel.open(plain, StandardOpenOption.READ));
        } catch (final NoSuchFileException gone) {
            final Path compressed = compressed(folder, number);
            if (Files.exists(compressed)) {
                return new CompressedSegment(compressed);
            }
            throw gone;
        }
    }
}
