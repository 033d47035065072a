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
        List<Repair> repairs,
        List<ManifestSegment> segments) {
    /** With repairs, which an older release would not honour; without, it can read the folder as well. */
    static final int VERSION = 2;

    private static final int VERSION_WITHOUT_REPAIRS = 1;

    private static final String FIRST_WORD = "tidegate-journal";
    private static final String LAST_WORD = "crc32c";
    /** Of a sealed segment's line; older releases end it before. */
    private static final int CRC_WORD = 14;

    private static final String NO_MANIFEST = "MANIFEST is damaged: ";

    Manifest(
            final UUID journal,
            final JournalSettings.Kind kind,
            final long createdMillis,
            final List<ManifestSegment> segments) {
        this(journal, kind, createdMillis, List.of(), segments);
    }

    Manifest {
        repairs = List.copyOf(repairs);
        segments = List.copyOf(segments);
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
        return new Manifest(journal, kind, createdMillis, repairs, changed);
    }

    Manifest withRepair(final Repair repair) {
        final List<Repair> all = new ArrayList<>(repairs);
        all.add(repair);
        return new Manifest(journal, kind, createdMillis, all, segments);
    }

    long lastNumber() {
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).number();
    }

    byte[] toBytes() {
        final StringBuilder text = new StringBuilder();
        text.append(FIRST_WORD).append(' ');
        text.append(repairs.isEmpty() ? VERSION_WITHOUT_REPAIRS : VERSION).append('\n');
        text.append("journal ").append(journal).append('\n');
        text.append("kind ").append(kind).append('\n');
        text.append("created ").append(createdMillis).append('\n');
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
        final List<ManifestSegment> segments = new ArrayList<>();
        final List<Repair> repairs = new ArrayList<>();
        for (int i = 4; i < lines.length; i++) {
            if (lines[i].startsWith(Repair.FIRST_WORD + ' ')) {
                repairs.add(Repair.parse(lines[i]));
            } else {
                segments.add(parseSegment(lines[i].split(" ")));
            }
        }
        return new Manifest(
                UUID.fromString(word(lines[1], "journal")),
                JournalSettings.Kind.valueOf(word(lines[2], "kind")),
                Long.parseLong(word(lines[3], "created")),
                repairs,
                segments);
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
