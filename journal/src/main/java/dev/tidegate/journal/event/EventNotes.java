package dev.tidegate.journal.event;

import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What must be remembered of an event log and cannot be derived: the file {@code EVENTS} in the journal's folder, lines of
 * text of which the last is a CRC32C of those before.
 *
 * @param closed whether the last writer closed the folder
 * @param boot which boot of the machine the last writer ran in, empty when unknown
 * @param events events that the journal came to when this was written
 * @param forced event up to which the log was forced when this was written
 * @param epochs rising, at least one
 */
record EventNotes(UUID journal, boolean closed, String boot, long events, long forced, List<Epoch> epochs) {
    static final String FILE = "EVENTS";
    static final int VERSION = 1;

    /** Older ones are forgotten; their cursors are judged as if they were of the oldest kept. */
    static final int MAX_EPOCHS = 1_000;

    private static final String ASIDE = "EVENTS.new";
    private static final String FIRST_WORD = "tidegate-events";
    private static final String LAST_WORD = "crc32c";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * A stretch of the log's life in which no event was lost.
     *
     * @param from the last event that it has in common with the epochs before
     */
    record Epoch(long number, long from) {
        Epoch {
            if (number < 1 || from < 0) {
                throw new IllegalArgumentException("no epoch: " + number + " from event " + from);
            }
        }
    }

    EventNotes {
        epochs = List.copyOf(epochs);
    }

    static EventNotes first(final UUID journal) {
        return new EventNotes(journal, true, bootId(), 0, 0, List.of(new Epoch(1, 0)));
    }

    /** The epoch now. */
    long epoch() {
        return epochs.get(epochs.size() - 1).number();
    }

    EventNotes withEpoch(final long number, final long from) {
        final List<Epoch> more = new ArrayList<>(epochs);
        more.add(new Epoch(number, from));
        return new EventNotes(
                journal,
                closed,
                boot,
                events,
                forced,
                more.subList(Math.max(0, more.size() - MAX_EPOCHS), more.size()));
    }

    EventNotes with(final boolean nowClosed, final long nowEvents, final long nowForced) {
        return new EventNotes(journal, nowClosed, bootId(), nowEvents, nowForced, epochs);
    }

    /** Whether the machine may have been stopped while the last writer had the folder open. */
    boolean mayHaveLostPages() {
        final String now = bootId();
        return !closed && (now.isEmpty() || !now.equals(boot));
    }

    /** The last event that somebody with a cursor of that epoch has in common with this log. */
    long inCommon(final long cursorEpoch) {
        long least = Long.MAX_VALUE;
        for (final Epoch later : epochs) {
            if (later.number() > cursorEpoch) {
                least = Math.min(least, later.from());
            }
        }
        return least;
    }

    /** Where to go on instead when what was read up to the cursor was lost; null when it still holds. */
    @Nullable
    EventCursor rewound(final EventCursor cursor, final long newest) {
        final long last = Math.min(inCommon(cursor.epoch()), Math.max(events, newest));
        return cursor.sequence() > last ? new EventCursor(epoch(), last) : null;
    }

    /** Reads a folder's notes; null when it has none, DAMAGED or VERSION when they cannot be read. */
    static @Nullable EventNotes read(final Path folder) throws IOException {
        try {
            return parse(new String(Files.readAllBytes(folder.resolve(FILE)), StandardCharsets.US_ASCII));
        } catch (final NoSuchFileException none) {
            return null;
        }
    }

    /** Replaces a folder's notes in one step: aside, forced, renamed, folder forced. */
    void write(final Path folder) throws IOException {
        final Path aside = folder.resolve(ASIDE);
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(text().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        EventFiles.force(folder);
    }

    private String text() {
        final StringBuilder text = new StringBuilder();
        text.append(FIRST_WORD).append(' ').append(VERSION).append('\n');
        text.append("journal ").append(journal).append('\n');
        text.append(closed ? "closed " : "open ").append(boot).append('\n');
        text.append("events ").append(events).append(" forced ").append(forced).append('\n');
        for (final Epoch epoch : epochs) {
            text.append("epoch ")
                    .append(epoch.number())
                    .append(" from ")
                    .append(epoch.from())
                    .append('\n');
        }
        final String crc = crc(text.toString());
        return text.append(LAST_WORD).append(' ').append(crc).append('\n').toString();
    }

    private static EventNotes parse(final String text) {
        final int crcAt = text.lastIndexOf(LAST_WORD + ' ');
        if (!text.startsWith(FIRST_WORD + ' ') || crcAt < 0) {
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

    private static EventNotes parseLines(final String[] lines) {
        final int version = Integer.parseInt(lines[0].substring(FIRST_WORD.length() + 1));
        if (version > VERSION) {
            throw new JournalException(
                    Kind.VERSION,
                    "the event log has format version " + version + "; this release reads up to " + VERSION
                            + ". Use the release that wrote it, or a newer one");
        }
        final String[] run = lines[2].split(" ", 2);
        final String[] counts = lines[3].split(" ");
        final List<Epoch> epochs = new ArrayList<>();
        for (int i = 4; i < lines.length; i++) {
            final String[] words = lines[i].split(" ");
            epochs.add(new Epoch(Long.parseLong(words[1]), Long.parseLong(words[3])));
        }
        if (epochs.isEmpty()) {
            throw damaged("it names no epoch");
        }
        return new EventNotes(
                UUID.fromString(lines[1].substring("journal ".length())),
                run[0].equals("closed"),
                run[1],
                Long.parseLong(counts[1]),
                Long.parseLong(counts[3]),
                epochs);
    }

    private static String crc(final String text) {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", crc.getValue());
    }

    private static JournalException damaged(final String reason) {
        return new JournalException(Kind.DAMAGED, FILE + " is damaged: " + reason);
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (final IOException notLinux) {
            return "";
        }
    }
}
