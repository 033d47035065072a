package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the folder says of itself: lines of text, the last of which is a CRC32C of those before.
 *
 * <p>A segment is listed before its first record is written, so a file that is not listed holds nothing, and a listed
 * file that is missing was taken away.
 */
record Manifest(
        UUID journal,
        JournalSettings.Kind kind,
        long createdMillis,
        long retired,
        LogPlace start,
        List<Repair> repairs,
        List<ManifestSegment> segments) {
    /** Of a folder that has been repaired or whose first segments have gone, which an older release would not honour. */
    static final int VERSION = 2;

    /** Of a folder that an older release can read as well. */
    private static final int VERSION_PLAIN = 1;

    private static final String FIRST_WORD = "tidegate-journal";
    private static final String LAST_WORD = "crc32c";
    /** Of a sealed segment's line; older releases end it before. */
    private static final int CRC_WORD = 14;

    private static final String NO_MANIFEST = "MANIFEST is damaged: ";

    /** Of a journal with its first segment, and without repairs. */
    Manifest(
            final UUID journal,
            final JournalSettings.Kind kind,
            final long createdMillis,
            final List<ManifestSegment> segments) {
        this(journal, kind, createdMillis, 0, LogPlace.beginning(journal), List.of(), segments);
    }

    Manifest {
        repairs = List.copyOf(repairs);
        segments = List.copyOf(segments);
    }

    /** The manifest of a new journal. */
    static Manifest create(final UUID journal, final JournalSettings.Kind kind, final long createdMillis) {
        return new Manifest(journal, kind, createdMillis, 0, LogPlace.beginning(journal), List.of(), List.of());
    }

    Manifest withOpen(final long number) {
        final List<ManifestSegment> changed = new ArrayList<>(segments);
        changed.add(new ManifestSegment(number, null));
        return withSegments(changed);
    }

    Manifest withSeal(final long number, final Seal seal) {
        return withSegments(segments.stream()
                .map(segment -> segment.number() == number ? new ManifestSegment(number, seal) : segment)
                .toList());
    }

    Manifest without(final long number) {
        return withSegments(
                segments.stream().filter(segment -> segment.number() != number).toList());
    }

    Manifest withSegments(final List<ManifestSegment> changed) {
        return new Manifest(journal, kind, createdMillis, retired, start, repairs, changed);
    }

    /** Without the segments up to that one, all of them sealed; the log begins behind it then. */
    Manifest withRetired(final long number, final LogPlace behind) {
        return new Manifest(
                journal,
                kind,
                createdMillis,
                number,
                behind,
                repairs,
                segments.stream().filter(segment -> segment.number() > number).toList());
    }

    Manifest withRepair(final Repair repair) {
        final List<Repair> all = new ArrayList<>(repairs);
        all.add(repair);
        return new Manifest(journal, kind, createdMillis, retired, start, all, segments);
    }

    long lastNumber() {
        return segments.isEmpty() ? retired : segments.get(segments.size() - 1).number();
    }

    byte[] toBytes() {
        final StringBuilder text = new StringBuilder();
        text.append(FIRST_WORD).append(' ');
        text.append(retired == 0 && repairs.isEmpty() ? VERSION_PLAIN : VERSION).append('\n');
        text.append("journal ").append(journal).append('\n');
        text.append("kind ").append(kind).append('\n');
        text.append("created ").append(createdMillis).append('\n');
        if (retired != 0) {
            text.append("start ").append(retired).append(" record ").append(start.record());
            text.append(" sequence ").append(start.sequence()).append(" time ").append(start.timeMillis());
            text.append(" head ").append(start.head()).append('\n');
        }
        repairs.forEach(repair -> text.append(repair.line()).append('\n'));
        for (final ManifestSegment segment : segments) {
            text.append("segment ").append(segment.number()).append(' ');
            text.append(textOf(segment.seal())).append('\n');
        }
        final String crc = crc(text.toString());
        text.append(LAST_WORD).append(' ').append(crc).append('\n');
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads {@link #toBytes()} back; DAMAGED or VERSION otherwise. */
    static Manifest parse(final byte[] bytes) {
        final String text = new String(bytes, StandardCharsets.US_ASCII);
        final int crcAt = text.lastIndexOf(LAST_WORD + ' ');
        if (!text.startsWith(FIRST_WORD + ' ') || crcAt < 0 || !text.endsWith("\n")) {
            throw damaged("its first or last line is missing");
        }
        final String body = text.substring(0, crcAt);
        if (!text.substring(crcAt).equals(LAST_WORD + ' ' + crc(body) + '\n')) {
            throw damaged("its checksum is wrong");
        }
        try {
            return parseLines(body.split("\n"));
        } catch (final IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            throw damaged(String.valueOf(unreadable.getMessage()));
        }
    }

    private static Manifest parseLines(final String[] lines) {
        final int version = Integer.parseInt(word(lines[0], FIRST_WORD));
        if (version > VERSION) {
            throw new JournalException(
                    JournalException.Kind.VERSION,
                    "the folder has format version " + version + "; this release reads up to " + VERSION
                            + ". Use the release that wrote it, or a newer one");
        }
        final UUID journal = UUID.fromString(word(lines[1], "journal"));
        final boolean retired = lines.length > 4 && lines[4].startsWith("start ");
        final List<ManifestSegment> segments = new ArrayList<>();
        final List<Repair> repairs = new ArrayList<>();
        for (int i = retired ? 5 : 4; i < lines.length; i++) {
            if (lines[i].startsWith(Repair.FIRST_WORD + ' ')) {
                repairs.add(Repair.parse(lines[i]));
            } else {
                segments.add(parseSegment(lines[i].split(" ")));
            }
        }
        return new Manifest(
                journal,
                JournalSettings.Kind.valueOf(word(lines[2], "kind")),
                Long.parseLong(word(lines[3], "created")),
                retired ? Long.parseLong(lines[4].split(" ")[1]) : 0,
                retired ? parseStart(lines[4].split(" ")) : LogPlace.beginning(journal),
                repairs,
                segments);
    }

    private static LogPlace parseStart(final String[] words) {
        return new LogPlace(Long.parseLong(words[3]), Long.parseLong(words[5]), Long.parseLong(words[7]), words[9]);
    }

    private static String textOf(final @Nullable Seal seal) {
        if (seal == null) {
            return "open";
        }
        return "sealed records " + seal.firstRecord() + ' ' + seal.lastRecord() + " sequences "
                + seal.firstSequence() + ' ' + seal.lastSequence() + " bytes " + seal.bytes() + " head "
                + seal.head()
                + (seal.crc().isEmpty() ? "" : " crc32c " + seal.crc());
    }

    private static ManifestSegment parseSegment(final String[] words) {
        final long number = Long.parseLong(words[1]);
        if (words[2].equals("open")) {
            return new ManifestSegment(number, null);
        }
        final Seal seal = new Seal(
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]),
                Long.parseLong(words[10]),
                words[12],
                words.length > CRC_WORD ? words[CRC_WORD] : "");
        return new ManifestSegment(number, seal);
    }

    private static String word(final String line, final String name) {
        if (!line.startsWith(name + ' ')) {
            throw new IllegalArgumentException("the line of " + name + " reads: " + line);
        }
        return line.substring(name.length() + 1);
    }

    private static String crc(final String text) {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", crc.getValue());
    }

    private static JournalException damaged(final String reason) {
        return new JournalException(JournalException.Kind.DAMAGED, NO_MANIFEST + reason + "; nothing was changed");
    }
}
