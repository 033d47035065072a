package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.SmallShop.Found;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot whose state has version 3, with the journal it was made of, kept as they were: every later release begins with
 * it, or passes it over and says why. In its state is one of everything: open, closed and completed orders, one that came
 * back, numbers remembered and forgotten, a campaign with an allotment, a quota, refusals, purchase counters.
 *
 * <p>Run {@link #main} by hand to make that of a new version.
 */
class GoldenSnapshotTest {
    private static final long SNAPSHOT = 822;
    private static final Digest DIGEST = new Digest(837, 0x9f8f_89f6_8dbb_adeaL, 0x1a39_39bd_f53d_0dd4L);
    private static final long ARCHIVED = 4_294_967_357L;
    private static final long START = 1_800_000_000_000L;
    private static final int STATE_VERSION_AT = 12;
    private static final int HEADER_CRC_AT = 156;

    @TempDir
    Path folder;

    private Path snapshot;

    @BeforeEach
    void unzip() throws IOException {
        try (InputStream bytes =
                        Objects.requireNonNull(getClass().getResourceAsStream("/golden/snapshot-version-3.zip"));
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            snapshot = files.filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldBeginWithTheSnapshotOfVersion3() {
        final Found found = SmallShop.recover(folder, Kind.FILE);

        assertThat(found.report().rejected()).isEmpty();
        assertThat(found.report().snapshotSequence()).isEqualTo(SNAPSHOT);
        assertThat(found.digest()).isEqualTo(DIGEST);
    }

    @Test
    void shouldHoldEveryWordThatTheJournalComesTo() {
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));

        assertThat(reading.snapshots()).hasSize(1).allMatch(each -> each.fault() == null);
    }

    @Test
    void shouldGoOnWithWhatIsInIt() {
        try (Tidegate tidegate = Tidegate.open(
                folder, SmallShop.options(TestJournal.small(Kind.FILE)).withTime(TimeSource.given(START)))) {
            final EngineReads.Counts counts = tidegate.counts();
            assertThat(counts.orders()).isGreaterThan(counts.openOrders());
            assertThat(counts.purchaseCounters()).isPositive();
            assertThat(counts.refusalsRemembered()).isPositive();
            assertThat(tidegate.read(reads -> reads.archived(ARCHIVED)).join()).isTrue();
            assertThat(tidegate.verify()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Engine.STATE_VERSION - 1, Engine.STATE_VERSION + 1})
    void shouldPassOverAStateOfAnotherVersionAndNameTheWayOut(final int version) throws IOException {
        final byte[] bytes = Files.readAllBytes(snapshot);
        final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(STATE_VERSION_AT, version);
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, HEADER_CRC_AT);
        header.putInt(HEADER_CRC_AT, (int) crc.getValue());
        Files.write(snapshot, bytes);

        final Found found = SmallShop.recover(folder, Kind.FILE);

        assertThat(found.report().snapshotSequence()).isZero();
        assertThat(found.report().rejected())
                .singleElement()
                .satisfies(each -> assertThat(each.reason())
                        .contains("its state's " + version)
                        .contains("release that wrote it")
                        .contains("move the file away"));
        assertThat(found.digest()).isEqualTo(DIGEST);
    }

    /** Writes the zip file into the folder that is given. */
    public static void main(final String[] arguments) throws Exception {
        final Path data = Files.createTempDirectory("golden").resolve("data");
        final BlockingQueue<byte[]> left = new LinkedBlockingQueue<>();
        try (SmallShop shop = SmallShop.open(data, Kind.FILE)) {
            final Tidegate tidegate = shop.tidegate;
            tidegate.listen((sequence, time, buffer, offset, length) -> {
                if (MessageCheck.templateId(buffer, offset) == OrderLeftDecoder.TEMPLATE_ID) {
                    left.add(Arrays.copyOfRange(buffer.byteArray(), offset, offset + length));
                }
            });
            arrange(tidegate);
            shop.trade(450);
            readmit(tidegate, left);
            untilBuyersAreCounted(shop);
            System.out.println("snapshot " + shop.snapshot());
            shop.trade(10);
            untilBuyersAreCounted(shop);
            System.out.println(shop.digest());
            System.out.println("archived " + orderId(left.remove()));
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(
                        Path.of(arguments[0]).resolve("snapshot-version-" + Engine.STATE_VERSION + ".zip")));
                Stream<Path> files = Files.walk(data)) {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("LOCK") && !file.endsWith("SHADOW")) {
                    zip.putNextEntry(new ZipEntry(data.relativize(file).toString()));
                    Files.copy(file, zip);
                }
            }
        }
    }

    private static void untilBuyersAreCounted(final SmallShop shop) {
        while (shop.tidegate.counts().purchaseCounters() < 3) {
            shop.trade(1);
        }
    }

    private static void arrange(final Tidegate tidegate) {
        tidegate.call(new Command.SetLimits(List.of(
                new LimitValue(Limit.RETURN_WINDOW_MILLIS, 60_000),
                new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 60_000),
                new LimitValue(Limit.EXTERNAL_MEMORY_MILLIS, 240_000))));
        final int campaign = tidegate.define(new Command.DefineCampaign("sale", 0, Long.MAX_VALUE));
        tidegate.call(new Command.SetCampaignItem(campaign, 1, 5, 100));
        tidegate.call(new Command.SetAllotment(campaign, 1, 1, 50));
        tidegate.call(new Command.SetChannelQuota(2, 1, QuotaMode.SHARE, 9_000));
        tidegate.call(new Command.SetSafetyStock(3, 0, 7));
        tidegate.call(new Command.CancelOrder(1L << 40, 1, List.of()));
    }

    /** Brings two orders back, and takes a line of the first that was shipped back. */
    private static void readmit(final Tidegate tidegate, final BlockingQueue<byte[]> left) throws InterruptedException {
        int readmitted = 0;
        while (readmitted < 2) {
            final byte[] record = Objects.requireNonNull(left.poll(120, TimeUnit.SECONDS));
            final Outcome outcome = tidegate.call(new ReadmitOrder(orderId(record), 1, record));
            if (outcome.accepted()) {
                tidegate.call(
                        new ReturnLines(orderId(record), 1, List.of(new ReturnedLine(1, Command.ALL, Grade.SELLABLE))));
                readmitted++;
            }
        }
    }

    private static long orderId(final byte[] record) {
        return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getLong(MessageCheck.HEADER_BYTES);
    }
}
