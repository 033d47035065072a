package dev.tidegate.simulation.disk;

import java.util.Arrays;
import java.util.BitSet;

/** One file: the bytes that a reader sees, and those that are on the disk. They differ in the pages that are dirty. */
final class SimFile {
    static final int PAGE_BYTES = 4096;

    private static final int SECTOR_BYTES = 512;

    private byte[] cached = new byte[PAGE_BYTES];
    private byte[] kept = new byte[PAGE_BYTES];
    private int size;
    private int keptSize;
    private final BitSet dirty = new BitSet();
    private int failures;
    private int reported;

    SimFile copy() {
        final SimFile copy = new SimFile();
        copy.cached = cached.clone();
        copy.kept = kept.clone();
        copy.size = size;
        copy.keptSize = keptSize;
        copy.dirty.or(dirty);
        return copy;
    }

    int size() {
        return size;
    }

    static int pages(final long bytes) {
        return (int) ((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
    }

    byte at(final int index) {
        return cached[index];
    }

    int read(final int from, final byte[] target, final int offset, final int length) {
        final int count = Math.min(length, size - from);
        if (count > 0) {
            System.arraycopy(cached, from, target, offset, count);
        }
        return count;
    }

    void write(final int to, final byte[] source, final int length) {
        if (length == 0) {
            return;
        }
        grow(to + length);
        System.arraycopy(source, 0, cached, to, length);
        size = Math.max(size, to + length);
        dirty.set(to / PAGE_BYTES, pages(to + length));
    }

    private void grow(final int least) {
        if (least > cached.length) {
            final int length = pages(Math.max(least, 2L * cached.length)) * PAGE_BYTES;
            cached = Arrays.copyOf(cached, length);
            kept = Arrays.copyOf(kept, length);
        }
    }

    void truncate(final int length) {
        if (length < size) {
            Arrays.fill(cached, length, size, (byte) 0);
            dirty.set(length / PAGE_BYTES, pages(size));
            size = length;
        }
    }

    /** Everything is on the disk now. */
    void force() {
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            keep(page);
        }
        dirty.clear();
        keptSize = size;
        shrink();
    }

    /** Lets go of the room of a file that was cut. */
    private void shrink() {
        final int length = Math.max(1, pages(size)) * PAGE_BYTES;
        if (length < cached.length / 4) {
            cached = Arrays.copyOf(cached, length);
            kept = Arrays.copyOf(kept, length);
        }
    }

    /** What the system does to a page whose write failed: it may be old on the disk, and counts as clean. */
    void failForce(final Chance chance) {
        failures++;
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            if (chance.oneIn(2)) {
                keep(page);
            }
        }
        dirty.clear();
        keptSize = size;
    }

    /** How many forces have failed so far. */
    int failures() {
        return failures;
    }

    /** How many failures one who opens the file now will not be told of: those that somebody was told of. */
    int reported() {
        return reported;
    }

    /** Somebody is told of every failure so far. */
    void report() {
        reported = failures;
    }

    private void keep(final int page) {
        System.arraycopy(cached, page * PAGE_BYTES, kept, page * PAGE_BYTES, PAGE_BYTES);
    }

    /** The power goes: of every page that is not forced the disk has the old, the new or some sectors of each. */
    void losePower(final PowerCut cut, final Chance chance) {
        final int firstDirty = dirty.nextSetBit(0);
        final int lastDirty = dirty.length() - 1;
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            final int sectors = cut.sectorsWritten(page == firstDirty, page == lastDirty, chance);
            for (int sector = 0; sector < PAGE_BYTES / SECTOR_BYTES; sector++) {
                if ((sectors >> sector & 1) != 0) {
                    final int at = page * PAGE_BYTES + sector * SECTOR_BYTES;
                    System.arraycopy(cached, at, kept, at, SECTOR_BYTES);
                }
            }
        }
        dirty.clear();
        if (size != keptSize) {
            keptSize = cut.size(keptSize, size, chance);
        }
        size = keptSize;
        Arrays.fill(kept, Math.min(size, kept.length), kept.length, (byte) 0);
        cached = kept.clone();
        failures = 0;
        reported = 0;
    }

    /** Changes a byte behind everybody's back. */
    void damage(final int at, final int xor) {
        cached[at] ^= (byte) xor;
        kept[at] = cached[at];
    }

    /** Puts a page of another file in the place of one of these. */
    void overwrite(final int page, final SimFile from, final int itsPage) {
        final byte[] source = Arrays.copyOfRange(from.cached, itsPage * PAGE_BYTES, (itsPage + 1) * PAGE_BYTES);
        final int length = Math.min(PAGE_BYTES, size - page * PAGE_BYTES);
        System.arraycopy(source, 0, cached, page * PAGE_BYTES, length);
        System.arraycopy(source, 0, kept, page * PAGE_BYTES, length);
    }

    /** Whether a page holds anything but zeroes. */
    boolean hasContent(final int page) {
        for (int at = page * PAGE_BYTES; at < Math.min(size, (page + 1) * PAGE_BYTES); at++) {
            if (cached[at] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Fills a page with zeroes, as if it had never been written. */
    void lose(final int page) {
        final int end = Math.min(cached.length, (page + 1) * PAGE_BYTES);
        Arrays.fill(cached, page * PAGE_BYTES, end, (byte) 0);
        Arrays.fill(kept, page * PAGE_BYTES, end, (byte) 0);
    }
}
