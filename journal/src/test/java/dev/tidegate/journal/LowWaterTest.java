package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.Orders;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Below the low-water mark the room that is left is kept for the orders there are. */
final class LowWaterTest {
    private static final int DISK_MIB = 60;
    private static final long LOW_BYTES = 24L << 20;

    @TempDir
    private Path temp;

    private int orders;

    private Outcome place(final SmallShop shop) {
        return shop.tidegate.call(Orders.place(1, "L" + orders++, "shop", Urgency.NORMAL)
                .line(1, 2, 100)
                .buyer(3, orders)
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseNewOrdersAndTakeEverythingElse(final Kind kind) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), DISK_MIB)) {
            final Path folder = disk.path().resolve("journal");
            final Digest digest;
            try (SmallShop shop = new SmallShop(
                    folder, TestJournal.small(kind).withUpkeep(Upkeep.NONE.withLowWaterBytes(LOW_BYTES)), 1)) {
                final List<Long> held = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    held.add(place(shop).entityId());
                }
                final Path ballast = disk.fill("ballast", disk.freeBytes() - LOW_BYTES + (2 << 20));
                await().until(() -> place(shop).code() == OutcomeCode.DISK_LOW);
                final long before = shop.digest().sequence();
                assertThat(place(shop).code()).isEqualTo(OutcomeCode.DISK_LOW);

                assertAccepted(shop, new Command.StartPayment(held.get(0)));
                assertAccepted(shop, new Command.ConfirmPayment(held.get(0), 100));
                assertAccepted(shop, Orders.ship(held.get(0)));
                assertAccepted(shop, Orders.cancel(held.get(1), 1));
                assertAccepted(shop, new Command.FailPayment(held.get(2)));
                assertAccepted(shop, new Command.ReceiveStock(1, 1, 5, 1, 0, 0, 0));
                assertThat(shop.digest().sequence()).as("refusals take none").isEqualTo(before + 6);
                shop.moveTime(3_600_000);
                assertThat(shop.tidegate.order(held.get(3)).state())
                        .as("expired by a tick")
                        .isEqualTo(12);
                assertThat(place(shop).code()).isEqualTo(OutcomeCode.DISK_LOW);

                Files.delete(ballast);
                await().until(() -> place(shop).accepted());
                digest = shop.digest();
            }
            assertThat(SmallShop.recover(folder, kind).digest()).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeNoSnapshotForWantOfRoomAndOneWhenThereIsRoomAgain(final Kind kind) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), DISK_MIB)) {
            final Path folder = disk.path().resolve("journal");
            final long sequence;
            try (SmallShop shop = new SmallShop(
                    folder, TestJournal.small(kind).withUpkeep(SmallShop.SHADOW.withLowWaterBytes(0)), 1)) {
                for (int i = 0; i < 6; i++) {
                    assertThat(place(shop).accepted()).isTrue();
                }
                final Path ballast = disk.fill("ballast", disk.freeBytes() - SegmentSupply.RESERVE_BYTES + (1 << 19));
                assertThatThrownBy(shop::snapshot).hasMessageContaining("the disk has no room for a snapshot");
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> shop.tidegate.shadow().status().trouble().contains("no room"));
                assertThat(new SnapshotFiles(folder).list()).isEmpty();

                Files.delete(ballast);
                sequence = shop.snapshot();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> shop.tidegate.shadow().status().trouble().isEmpty());
            }
            assertThat(SmallShop.recover(folder, kind).report().snapshotSequence())
                    .isEqualTo(sequence);
        }
    }

    private static void assertAccepted(final SmallShop shop, final Command command) {
        assertThat(shop.tidegate.call(command).code()).as(command.toString()).isEqualTo(OutcomeCode.ACCEPTED);
    }
}
