package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.SteppedFolder;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.Crashed;
import dev.tidegate.simulation.disk.DiskFaults;
import dev.tidegate.simulation.disk.PowerCut;
import dev.tidegate.simulation.disk.SimDisk;
import dev.tidegate.simulation.disk.SimFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every start may itself be cut short, and the one behind it, too: after a power cut in a running journal a start is killed
 * behind each of its calls of the disk, the next one has its power cut behind each of its own, and the third must start with
 * all that was forced.
 */
class StartCutShortIT {
    private static final int FORCED = 3;
    private static final int APPENDED = 8;
    /** Some batches take a page and more, so that single ones can be lost. */
    private static final int FRAMES_BYTES = 5_000;

    private static final long MIB = 1L << 20;
    private static final UUID JOURNAL = new UUID(1, 2);

    /**
     * What is there of that which was not forced when the power goes for the last time: nothing, or of the changes to the
     * folder all but the first, or all but the second, and of the pages some.
     */
    private enum Last {
        NOTHING(PowerCut.ALL_OLD, 0),
        NOT_THE_FIRST(PowerCut.PAGES, 4),
        NOT_THE_SECOND(PowerCut.PAGES, 17);

        private final PowerCut cut;
        /** A seed from which {@link PowerCut#PAGES} draws just that, of three changes. */
        private final long seed;

        Last(final PowerCut cut, final long seed) {
            this.cut = cut;
            this.seed = seed;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL_OLD", "FIRST_OLD"})
    void shouldStartWhereverTwoStartsBehindAPowerCutWereCutShort(final PowerCut cut) {
        int starts = 0;
        for (int first = 1; ; first++) {
            boolean firstEnded = false;
            for (int second = 1; ; second++) {
                boolean secondEnded = false;
                for (final Last last : Last.values()) {
                    final Machine machine = new Machine();
                    machine.writeAndLosePower(cut);
                    firstEnded = machine.start(first);
                    secondEnded = machine.start(second);
                    machine.losePower(last.cut, last.seed);
                    machine.assertAllForced(
                            cut + ", killed behind call " + first + ", power cut behind call " + second + ", " + last);
                    starts++;
                }
                if (secondEnded) {
                    break;
                }
            }
            if (firstEnded) {
                break;
            }
        }
        assertThat(starts).isGreaterThan(100);
    }

    /** The test's own machine: without any cut all that was appended is there. */
    @Test
    void shouldFindEverythingWhereNothingWasLost() {
        final Machine machine = new Machine();
        machine.writeAndLosePower(PowerCut.ALL_NEW);
        assertThat(machine.start(Integer.MAX_VALUE)).isTrue();
        assertThat(machine.found).hasSize(APPENDED);
    }

    /** One machine through its boots. */
    private static final class Machine {
        private final SimClock clock = new SimClock();
        private final SimDisk disk = new SimDisk(() -> {});
        private List<Integer> found = List.of();

        Machine() {
            disk.addFolder(Node.FOLDER);
        }

        /** The second process' segment holds nothing that was forced. */
        void writeAndLosePower(final PowerCut cut) {
            final Journal before = open().journal();
            append(before, 1, FORCED);
            before.force();
            disk.kill();
            disk.restart();
            letGo(before);
            final Journal journal = open().journal();
            append(journal, FORCED + 1, APPENDED);
            losePower(cut, 1);
            letGo(journal);
        }

        private static void append(final Journal journal, final int from, final int to) {
            final byte[] batch = new byte[journal.headerBytes() + FRAMES_BYTES];
            for (int i = from; i <= to; i++) {
                final int length = i % 2 == 0 ? FRAMES_BYTES : 100;
                batch[journal.headerBytes()] = (byte) i;
                assertThat(journal.ensureRoom(length)).isTrue();
                journal.append(batch, length, i, 1, i);
                SteppedFolder.work(journal);
            }
        }

        void losePower(final PowerCut cut, final long seed) {
            disk.cutPower(cut, new Chance(seed));
            disk.restart();
        }

        /** Starts a process that dies behind so many calls; whether it came to its end before. */
        boolean start(final int calls) {
            final int[] left = {calls};
            disk.faults(
                    (call, file, bytes) -> --left[0] == 0 ? DiskFaults.Fault.CRASH_AFTER : DiskFaults.Fault.NONE,
                    new Chance(1));
            try {
                final Journal journal = open().journal();
                disk.kill();
                letGo(journal);
                return true;
            } catch (final Crashed crashed) {
                return false;
            } finally {
                disk.faults(DiskFaults.NONE, new Chance(1));
                disk.restart();
            }
        }

        void assertAllForced(final String what) {
            try {
                final Journal journal = open().journal();
                assertThat(found.size()).as(what).isBetween(FORCED, APPENDED);
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i)).as(what).isEqualTo(i + 1);
                }
                disk.kill();
                letGo(journal);
            } catch (final JournalException refused) {
                throw new AssertionError(what + ": " + refused.getMessage(), refused);
            }
        }

        private static void letGo(final Journal journal) {
            try {
                journal.close();
            } catch (final Crashed | JournalException dead) {
                // It has died: nothing else was to be expected.
                return;
            }
        }

        private OpenedJournal open() {
            final Path folder = new SimFileSystem(disk).getPath(Node.FOLDER);
            final List<Integer> batches = new ArrayList<>();
            found = batches;
            return new SteppedFolder(clock::nanos, clock::wallMillis, () -> JOURNAL)
                    .open(
                            folder,
                            new JournalSettings(JournalSettings.Kind.FILE, MIB, MIB / 16)
                                    .withEvents(EventLogSettings.none()),
                            new Numbers(batches));
        }
    }

    /** Takes the first byte of every batch. */
    private record Numbers(List<Integer> found) implements JournalReplay {
        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long timeMillis) {
            found.add((int) bytes[framesOffset]);
        }

        @Override
        public String mark(final long sequence, final long digestHigh, final long digestLow) {
            return null;
        }
    }
}
