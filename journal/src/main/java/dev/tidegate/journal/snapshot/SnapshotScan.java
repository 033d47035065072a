package dev.tidegate.journal.snapshot;

import dev.tidegate.table.Mix;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that is still there of one snapshot file, damaged or not: its header, which blocks are not what was written,
 * and the tables that its words hold. Every block but the last has the same size, so one that is damaged hides no other.
 * Writes nothing.
 */
public final class SnapshotScan {
    /** Places that are named one by one; more are counted. */
    public static final int MOST_FAULTS = 1_000;

    private static final int FULL_BLOCK = Blocks.HEAD_BYTES + Blocks.BLOCK_BYTES;
    private static final String[] TABLES = {
        "skus",
        "warehouses",
        "channels",
        "hold policies",
        "stocks",
        "offers",
        "campaigns",
        "campaign items",
        "allotments",
        "purchase counters",
        "orders",
        "order lines",
        "limits",
        "accepted ids",
        "refused ids",
        "stock totals",
        "numbers of orders that left",
        "orders that came back"
    };
    private static final Map<Long, Integer> KINDS = kinds();
    private static final int LIMITS = 13;
    private static final int ACCEPTED = 14;
    private static final int REFUSED = 15;
    private static final int NUMBERS = 17;

    private final FileChannel channel;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final MessageDigest sha = Blocks.sha256();
    private final CRC32C crc = new CRC32C();
    private final long[] ahead = new long[4];
    private long faultCount;
    private long words;

    /** Bytes that are not what was written. */
    public record Fault(long from, long to, String reason) {}

    /**
     * A table of the state.
     *
     * @param at byte of the file at which it begins
     * @param records highest record number, or ids that are remembered
     * @param free of these, given back
     * @param believable whether the block that says so is intact
     */
    public record Table(String name, long at, long records, long free, boolean believable) {}

    /**
     * What a file holds.
     *
     * @param header null when the file is too short to have one
     * @param headerFault why the header cannot be believed; null when it can
     * @param faults the first {@value #MOST_FAULTS} places
     * @param faultCount how many there are
     * @param words words of the state
     */
    public record Contents(
            Path file,
            long bytes,
            @Nullable SnapshotHeader header,
            @Nullable String headerFault,
            List<Fault> faults,
            long faultCount,
            long words,
            List<Table> tables) {
        /** Whether every byte is what was written. */
        public boolean whole() {
            return headerFault == null && faultCount == 0;
        }
    }

    private SnapshotScan(final FileChannel channel) {
        this.channel = channel;
    }

    private static Map<Long, Integer> kinds() {
        final Map<Long, Integer> kinds = new LinkedHashMap<>();
        for (int kind = 1; kind <= TABLES.length; kind++) {
            kinds.put(Mix.spread(kind), kind);
        }
        return kinds;
    }

    /** Scans one file. */
    public static Contents scan(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SnapshotScan(channel).run(file);
        }
    }

    private Contents run(final Path file) throws IOException {
        final long bytes = channel.size();
        final byte[] first = new byte[SnapshotHeader.BYTES];
        final int there = read(0, first, first.length);
        SnapshotHeader header = null;
        String headerFault = null;
        if (there < first.length) {
            headerFault = "the file ends within its header";
            fault(0, bytes, headerFault);
        } else {
            header = SnapshotHeader.unchecked(first);
            headerFault = headerFault(first);
            if (headerFault != null) {
                fault(0, first.length, headerFault);
            }
            sha.update(first);
            blocks(bytes);
        }
        return new Contents(
                file, bytes, header, headerFault, List.copyOf(faults), faultCount, words, List.copyOf(tables));
    }

    private static @Nullable String headerFault(final byte[] header) {
        try {
            SnapshotHeader.parse(header);
            return null;
        } catch (final StateException fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private void blocks(final long fileBytes) throws IOException {
        final long end = fileBytes - Blocks.FOOTER_BYTES;
        final byte[] block = new byte[FULL_BLOCK];
        long at = SnapshotHeader.BYTES;
        for (long number = 0; at < end; number++) {
            final int length = (int) Math.min(FULL_BLOCK, end - at);
            final int there = read(at, block, length);
            sha.update(block, 0, there);
            final String fault = blockFault(number, block, there, length);
            if (fault != null) {
                fault(at, at + length, "block " + number + ": " + fault);
            }
            words(block, there, fault == null);
            at += length;
        }
        // The last table may be so short that no three words follow.
        word(0, words + 1, faultCount == 0);
        word(0, words + 2, faultCount == 0);
        footer(Math.max(SnapshotHeader.BYTES, end), fileBytes);
    }

    private @Nullable String blockFault(final long number, final byte[] block, final int there, final int length) {
        if (there < length || length <= Blocks.HEAD_BYTES) {
            return "it has " + there + " bytes";
        }
        final ByteBuffer head = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        final int said = head.getInt(0);
        if (said != length - Blocks.HEAD_BYTES) {
            return "it says " + said + " bytes where " + (length - Blocks.HEAD_BYTES) + " are";
        }
        return head.getInt(Integer.BYTES) == Blocks.crc(crc, number, block, said) ? null : "a wrong checksum";
    }

    /** Finds tables by the words that each begins with; those of a damaged block are taken as they are. */
    private void words(final byte[] block, final int there, final boolean intact) {
        final ByteBuffer bytes = ByteBuffer.wrap(block, 0, there).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = Blocks.HEAD_BYTES; i + Long.BYTES <= there; i += Long.BYTES) {
            words++;
            word(bytes.getLong(i), words, intact);
        }
    }

    /** Takes the next word; a table is known by its first, and told when the three behind that are there. */
    private void word(final long next, final long read, final boolean intact) {
        System.arraycopy(ahead, 1, ahead, 0, ahead.length - 1);
        ahead[ahead.length - 1] = next;
        table(placeOf(read - ahead.length), intact);
    }

    private static long placeOf(final long word) {
        final long inBlock = Blocks.BLOCK_BYTES / Long.BYTES;
        return SnapshotHeader.BYTES + word / inBlock * FULL_BLOCK + Blocks.HEAD_BYTES + word % inBlock * Long.BYTES;
    }

    private void table(final long at, final boolean intact) {
        final Integer kind = KINDS.get(ahead[0]);
        if (kind == null) {
            return;
        }
        final boolean ids = kind == ACCEPTED || kind == REFUSED;
        final long records = ids ? ahead[1] : ahead[2];
        final long free = ids || kind == NUMBERS ? 0 : ahead[3];
        if (records >= 0 && records <= Integer.MAX_VALUE && free >= 0 && free <= records) {
            tables.add(new Table(TABLES[kind - 1], at, kind == LIMITS ? 1 : records, free, intact));
        }
    }

    private void footer(final long from, final long fileBytes) throws IOException {
        final byte[] footer = new byte[Blocks.FOOTER_BYTES];
        final int there = read(from, footer, (int) Math.min(footer.length, fileBytes - from));
        final ByteBuffer bytes = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN);
        final int shaAt = Blocks.FOOTER_BYTES - Blocks.SHA_BYTES;
        if (there < footer.length || bytes.getLong(0) != Blocks.FOOTER_MAGIC) {
            fault(from, fileBytes, "no footer: the file was cut or damaged at its end");
            return;
        }
        if (bytes.getLong(Long.BYTES) != words) {
            fault(from, fileBytes, "it says " + bytes.getLong(Long.BYTES) + " words where " + words + " are");
        }
        sha.update(footer, 0, shaAt);
        if (!Arrays.equals(sha.digest(), Arrays.copyOfRange(footer, shaAt, footer.length)) && faultCount == 0) {
            fault(0, fileBytes, "the SHA-256 over the file is another");
        }
    }

    private void fault(final long from, final long to, final String reason) {
        faultCount++;
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(from, to, reason));
        }
    }

    private int read(final long from, final byte[] bytes, final int length) throws IOException {
        final ByteBuffer target = ByteBuffer.wrap(bytes, 0, length);
        while (target.hasRemaining() && channel.read(target, from + target.position()) > 0) {
            continue;
        }
        return target.position();
    }
}
