package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.Tidegate;
import dev.tidegate.journal.Allocation;
import dev.tidegate.journal.Edits;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The newest file of an event log with bytes changed, read as subscribers and as {@code inspect} read it. The first byte of an
 * input says whether header and blocks get right checksums behind the changes, and whether the changes are in the first
 * block.
 */
class HostileEventLogTest {
    private static final int SIGNED = 1;
    private static final int IN_THE_FIRST_BLOCK = 2;
    private static final int RAW = 4;
    /** Of what stands behind a block's header: the length of the first frame, and some of it. */
    private static final int FRAMES_BYTES = 32;

    private static final int KEPT_BYTES = 8 * 1024;
    /** The readers' windows; nothing is made as large as a length says. */
    private static final long MOST_ALLOCATED_BYTES = 16 << 20;

    @TempDir
    static Path temp;

    private static byte @Nullable [] whole;

    /** The first blocks of a log of one file, in a folder that nobody has open. */
    private static byte[] whole() throws Exception {
        byte[] made = whole;
        if (made == null) {
            try (Tidegate tidegate = EventShop.open(temp, EventShop.small())) {
                EventShop.trade(tidegate, 5, 200);
            }
            final EventFiles files = EventFiles.of(temp);
            for (final long first : files.list()) {
                if (first > 1) {
                    files.delete(first);
                }
            }
            final byte[] all = Files.readAllBytes(files.file(1));
            made = Arrays.copyOf(all, endOfBlock(all, KEPT_BYTES));
            whole = made;
        }
        return made;
    }

    /** Where the block that holds that byte begins. */
    private static int endOfBlock(final byte[] file, final int most) {
        int at = EventSegmentHeader.BYTES;
        int total = new EventBlock().wrap(file, at).total();
        while (at + total < most) {
            at += total;
            total = new EventBlock().wrap(file, at).total();
        }
        return at;
    }

    /** A few changes of each sort; each field of the file's header and of the first block, with right checksums and without. */
    static Stream<byte[]> inputs() {
        final Stream<byte[]> some = Stream.of(0, SIGNED, SIGNED | IN_THE_FIRST_BLOCK, RAW)
                .map(flags -> new byte[] {(byte) (int) flags, 68, 0, 0, 2, 1, 0, 0, 0, 112, 0, 0, 3, 1, 0, 0, 0});
        final Stream<byte[]> header = Edits.harming(0, EventSegmentHeader.BYTES).map(edit -> Edits.input(edit, 0));
        final Stream<byte[]> block = Stream.of(0, SIGNED)
                .flatMap(flags -> Edits.harming(0, EventBlock.HEADER_BYTES + FRAMES_BYTES)
                        .map(edit -> Edits.input(edit, flags | IN_THE_FIRST_BLOCK)));
        return Stream.of(some, header, block).flatMap(each -> each);
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeReadOrRefusedByName(final byte[] input) throws Exception {
        final byte[] file = whole().clone();
        final int flags = input.length == 0 ? 0 : input[0];
        final int blocks = EventSegmentHeader.BYTES;
        final int end = (flags & IN_THE_FIRST_BLOCK) == 0
                ? file.length
                : blocks + new EventBlock().wrap(file, blocks).total();
        if ((flags & RAW) == 0) {
            Edits.apply(input, 1, file, (flags & IN_THE_FIRST_BLOCK) == 0 ? 0 : blocks, end);
        } else {
            System.arraycopy(input, 1, file, blocks, Math.min(input.length - 1, file.length - blocks));
        }
        if ((flags & SIGNED) != 0) {
            sign(file);
        }
        Files.write(EventFiles.of(temp).file(1), file);
        Allocation.atMost(MOST_ALLOCATED_BYTES, () -> {
            read();
            scan();
        });
    }

    /** Gives blocks right checksums, one after the other, as long as each has a length that can be. */
    private static void sign(final byte[] file) {
        final EventBlock block = new EventBlock();
        int at = EventSegmentHeader.BYTES;
        while (at + EventBlock.HEADER_BYTES <= file.length) {
            final int total = block.wrap(file, at).total();
            if (total < EventBlock.HEADER_BYTES || total > file.length - at) {
                return;
            }
            final HeapBuffer bytes = block.buffer();
            block.sign(
                    total,
                    block.count(),
                    block.firstEvent(),
                    block.sequence(),
                    block.timeMillis(),
                    block.part(),
                    bytes.getInt(at + EventBlock.HEADER_BYTES - Integer.BYTES) != 0);
            at += total;
        }
    }

    private static void read() throws Exception {
        final long[] last = {0};
        try (EventLogReader reader = EventLogReader.open(temp)) {
            boolean more = true;
            while (more) {
                more = reader.read((epoch, event, sequence, timeMillis, buffer, offset, length) -> {
                    buffer.boundsCheck(offset, length);
                    assertThat(event).isEqualTo(last[0] + 1);
                    last[0] = event;
                });
            }
        } catch (final JournalException refused) {
            assertThat(refused.kind())
                    .isIn(
                            JournalException.Kind.DAMAGED,
                            JournalException.Kind.VERSION,
                            JournalException.Kind.UNREADABLE);
        }
    }

    private static void scan() throws Exception {
        EventScan.scan(temp, new EventScan.Visitor() {
            @Override
            public void file(final Path file, final long bytes) {
                assertThat(bytes).isPositive();
            }

            @Override
            public void event(
                    final long at,
                    final long event,
                    final long sequence,
                    final long timeMillis,
                    final HeapBuffer buffer,
                    final int offset,
                    final int length) {
                buffer.boundsCheck(offset, length);
            }

            @Override
            public void fault(final EventScan.Fault found) {
                assertThat(found.reason()).isNotBlank();
            }
        });
    }
}
