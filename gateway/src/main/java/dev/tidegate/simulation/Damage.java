package dev.tidegate.simulation;

import dev.tidegate.engine.Engine;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.simulation.Violation.Promise;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.SimDisk;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a disk that lies does to the node, tried on a copy: a bit is flipped, a page is gone, or stands where another
 * belongs. Either it is found and reported, or it makes no difference; it is never taken for good data.
 */
final class Damage {
    private static final int PAGE_BYTES = 4096;
    private static final int BITS = 8;
    private static final String OF_ZEROS = ", in whose place is one of zeros";

    private final Setup setup;
    private final SentLog log;
    private final Map<String, Integer> counts;

    private enum What {
        FLIP,
        LOST_PAGE,
        MISDIRECTED_PAGE
    }

    Damage(final Setup setup, final SentLog log, final Map<String, Integer> counts) {
        this.setup = setup;
        this.log = log;
        this.counts = counts;
    }

    /**
     * Damages a copy of the disk and starts a node on it.
     *
     * @param copy made before the start that {@code whole} has come out of
     */
    void tryOn(final SimDisk copy, final Engine whole, final Chance chance) {
        final List<String> files = copy.files().stream()
                .filter(file -> isRead(file) && copy.size(file) > 0)
                .toList();
        if (files.isEmpty()) {
            return;
        }
        final String file = files.get(chance.from(0, files.size() - 1));
        final What what = chance.of(What.values());
        final String where = damage(copy, file, what, files, chance);
        final String name = "damage_" + what.name().toLowerCase(Locale.ROOT);
        counts.merge(name, 1, Integer::sum);
        copy.restart();
        try {
            final Node node = Node.start(setup, copy, new SimClock(), journal -> journal);
            try {
                compare(node, whole, where, name);
            } finally {
                node.reap();
            }
        } catch (final JournalException found) {
            if (found.kind() != Kind.DAMAGED && found.kind() != Kind.VERSION) {
                throw new Violation(Promise.RECOVERY, where + " was met with " + found.kind(), found);
            }
            counts.merge(name + "_reported", 1, Integer::sum);
        } catch (final Violation missed) {
            throw missed;
        } catch (final RuntimeException | Error unexpected) {
            throw new Violation(Promise.RECOVERY, where + " was met with " + unexpected, unexpected);
        }
    }

    /** Locks and what was cut or was being written aside is never read. */
    private static boolean isRead(final String file) {
        return !file.endsWith("LOCK")
                && !file.endsWith("SHADOW")
                && !file.endsWith(".cut")
                && !file.endsWith(".tmp")
                && !file.endsWith(".new");
    }

    private static String damage(
            final SimDisk copy, final String file, final What what, final List<String> files, final Chance chance) {
        final int pages = (copy.size(file) + PAGE_BYTES - 1) / PAGE_BYTES;
        int page = chance.from(0, pages - 1);
        for (int i = 0; i < pages && !copy.hasContent(file, page); i++) {
            page = (page + 1) % pages;
        }
        switch (what) {
            case FLIP -> {
                final int last = Math.min(copy.size(file), (page + 1) * PAGE_BYTES) - 1;
                final int at = chance.from(page * PAGE_BYTES, last);
                copy.flip(file, at, chance.from(0, BITS - 1));
                return "a bit flipped in byte " + at + " of " + file;
            }
            case LOST_PAGE -> copy.losePage(file, page);
            case MISDIRECTED_PAGE -> {
                final String from = files.get(chance.from(0, files.size() - 1));
                final int fromPages = (copy.size(from) + PAGE_BYTES - 1) / PAGE_BYTES;
                final int fromPage = chance.from(0, fromPages - 1);
                final boolean zeros = !copy.hasContent(from, fromPage);
                copy.misdirect(file, page, from, fromPage);
                return what + " " + page + " of " + file + (zeros ? OF_ZEROS : "");
            }
            default -> throw new IllegalStateException(what.toString());
        }
        return what + " " + page + " of " + file;
    }

    private void compare(final Node node, final Engine whole, final String where, final String name) {
        final Engine engine = node.engine();
        if (engine.sequence() == whole.sequence()) {
            if (engine.digestHigh() != whole.digestHigh() || engine.digestLow() != whole.digestLow()) {
                throw new Violation(Promise.DAMAGE_MISSED, where + " changed the state unnoticed");
            }
            counts.merge(name + "_harmless", 1, Integer::sum);
            return;
        }
        final boolean cut = node.recovery().tailBytesCut() > 0;
        // The last record cannot be told from a torn one before another names it as forced; see docs/recovery.md. The
        // one that names it may be in the same page, and the note FORCED comes some milliseconds later; of a page of
        // zeros that they began, nothing is left that could be cut. Where nobody forces each batch and the power was
        // cut, that holds for all that was not forced.
        final boolean lastOnly = isInOnePage(engine.sequence(), whole.sequence());
        final boolean pageOfZeros = lastOnly && (where.startsWith(What.LOST_PAGE.name()) || where.endsWith(OF_ZEROS));
        if (!cut && !pageOfZeros
                || engine.sequence() > whole.sequence()
                || !lastOnly && setup.durability() == Durability.DISK) {
            throw new Violation(
                    Promise.DAMAGE_MISSED,
                    where + ": the log ends at " + engine.sequence() + " instead of " + whole.sequence()
                            + ", with a tail of " + node.recovery().tailBytesCut() + " bytes kept in "
                            + node.recovery().tailCutTo() + "; the last batch begins with "
                            + log.entry(whole.sequence()).batchFirst());
        }
        counts.merge(name + "_cut_as_tail", 1, Integer::sum);
    }

    /** Whether what is behind a sequence is one record, or records that one damaged page can have held together. */
    private boolean isInOnePage(final long behind, final long last) {
        if (behind >= last) {
            return false;
        }
        final long first = log.entry(behind + 1).batchFirst();
        long bytes = 0;
        for (long sequence = behind + 1; sequence < log.entry(last).batchFirst(); sequence++) {
            final Call call = log.entry(sequence).call();
            // The first of them need only end in that page, and the last begin there.
            bytes += call == null || log.entry(sequence).batchFirst() == first ? 0 : call.message().length;
        }
        return bytes <= PAGE_BYTES;
    }
}
