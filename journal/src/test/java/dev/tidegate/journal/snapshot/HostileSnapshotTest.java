package dev.tidegate.journal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.Allocation;
import dev.tidegate.journal.Edits;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Upkeep;
import dev.tidegate.table.StateException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A snapshot file with bytes changed or cut off, read as start-up and as {@code inspect} read it. The first byte of an input
 * says whether header, blocks and footer get right checksums behind the changes, and whether the changes are in the header.
 */
class HostileSnapshotTest {
    private static final int SIGNED = 1;
    private static final int IN_THE_HEADER = 2;
    private static final int CUT = 4;
    /** Of the words in the block: those with which the state begins. */
    private static final int WORDS_BYTES = 128;

    private static final int MOST_CUT_AT = 4096;
    private static final int CUT_EVERY = 97;
    private static final long START = 1_800_000_000_000L;
    /** An engine and a block; nothing is made as large as a length says. */
    private static final long MOST_ALLOCATED_BYTES = 32 << 20;

    @TempDir
    static Path temp;

    private static byte @Nullable [] whole;

    private static byte[] whole() throws Exception {
        byte[] made = whole;
        if (made == null) {
            final TidegateOptions options = TidegateOptions.defaults()
                    .withExpectedOrders(100)
                    .withTime(TimeSource.given(START))
                    .withJournal(new JournalSettings(JournalSettings.Kind.FILE, 1 << 20, 1 << 16)
                            .withUpkeep(Upkeep.NONE.withSnapshotAtEnds(true)));
            try (Tidegate tidegate = Tidegate.open(temp.resolve("journal"), options)) {
                final int house = tidegate.define(new Command.DefineWarehouse("house"));
                tidegate.define(new Command.DefineChannel("shop", true, List.of(house)));
                final int tea = tidegate.define(new Command.DefineSku("tea", 0));
                tidegate.call(new Command.ReceiveStock(tea, house, 100, 1, 0, 0, 0));
            }
            made = Files.readAllBytes(
                    new SnapshotFiles(temp.resolve("journal")).list().get(0));
            whole = made;
        }
        return made;
    }

    /**
     * A few changes of each sort; each field of the header and of what stands first in the block, with right checksums;
     * and the file cut in its header, behind it, and everywhere after that.
     */
    static Stream<byte[]> inputs() {
        final Stream<byte[]> some = Stream.of(0, SIGNED, SIGNED | IN_THE_HEADER, CUT, CUT | SIGNED)
                .map(flags -> new byte[] {(byte) (int) flags, 0, 1, 0, 2, 1, 0, 0, 0, 32, 0, 0, 2, 127, 0, 0, 0});
        final Stream<byte[]> fields = Edits.harming(0, SnapshotHeader.BYTES + Blocks.HEAD_BYTES + WORDS_BYTES)
                .map(edit -> Edits.input(edit, SIGNED));
        final Stream<byte[]> cuts = Stream.of(CUT, CUT | SIGNED)
                .flatMap(flags -> IntStream.iterate(0, at -> at < MOST_CUT_AT, at -> at + CUT_EVERY)
                        .mapToObj(at -> new byte[] {(byte) (int) flags, (byte) (at >>> 8), (byte) at}));
        return Stream.of(some, fields, cuts).flatMap(each -> each);
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeReadOrRefusedByName(final byte[] input) throws Exception {
        byte[] file = whole().clone();
        final int flags = input.length == 0 ? 0 : input[0];
        Edits.apply(input, 1, file, 0, (flags & IN_THE_HEADER) == 0 ? file.length : SnapshotHeader.BYTES);
        if ((flags & CUT) != 0 && input.length > 2) {
            file = Arrays.copyOf(file, ((input[1] & 0xFF) << 8 | input[2] & 0xFF) % (file.length + 64));
        }
        if ((flags & SIGNED) != 0 && file.length > SnapshotHeader.BYTES + Blocks.HEAD_BYTES + Blocks.FOOTER_BYTES) {
            sign(file);
        }
        final Path path = temp.resolve("snapshot");
        Files.write(path, file);
        Allocation.atMost(MOST_ALLOCATED_BYTES, () -> readAndScan(path));
    }

    private static void readAndScan(final Path path) throws Exception {
        read(path);
        final SnapshotScan.Contents contents = SnapshotScan.scan(path);
        assertThat(contents.whole() || contents.faultCount() > 0 || contents.headerFault() != null)
                .isTrue();
    }

    private static void read(final Path path) throws Exception {
        try (SnapshotInput input = SnapshotInput.open(path)) {
            final Engine engine = Engine.read(input, new EngineSettings(7, 8, 16, 64, 64));
            assertThat(engine.verify()).isNull();
        } catch (final StateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Gives header, block and footer right checksums; the file has one block. */
    private static void sign(final byte[] file) {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        final CRC32C crc = new CRC32C();
        crc.update(file, 0, SnapshotHeader.BYTES - Integer.BYTES);
        bytes.putInt(SnapshotHeader.BYTES - Integer.BYTES, (int) crc.getValue());
        final int footer = file.length - Blocks.FOOTER_BYTES;
        final byte[] block = Arrays.copyOfRange(file, SnapshotHeader.BYTES, footer);
        final int length = block.length - Blocks.HEAD_BYTES;
        bytes.putInt(SnapshotHeader.BYTES, length);
        bytes.putInt(SnapshotHeader.BYTES + Integer.BYTES, Blocks.crc(new CRC32C(), 0, block, length));
        bytes.putLong(footer, Blocks.FOOTER_MAGIC);
        bytes.putLong(footer + Long.BYTES, length / Long.BYTES);
        final byte[] sha = Blocks.sha256().digest(Arrays.copyOf(file, file.length - Blocks.SHA_BYTES));
        System.arraycopy(sha, 0, file, file.length - Blocks.SHA_BYTES, sha.length);
    }
}
