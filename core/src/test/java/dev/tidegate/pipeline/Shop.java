package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.CommandIds;
import dev.tidegate.Orders;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pipeline with one warehouse, one channel and one SKU, all of number 1. */
final class Shop implements AutoCloseable {
    static final long START_MILLIS = 1_800_000_000_000L;
    static final int WAREHOUSE = 1;
    static final int CHANNEL = 1;
    static final int SKU = 1;

    final Engine engine = new Engine(EngineSettings.small());
    final Pipeline pipeline;
    final CommandIds ids;

    private Shop(final PipelineSettings settings, final @Nullable Journal journal) {
        pipeline = new Pipeline(engine, journal, settings);
        ids = new CommandIds(settings.time()::nowMillis, 1);
    }

    static PipelineSettings settings(final Durability durability) {
        return PipelineSettings.of(durability, TimeSource.given(START_MILLIS));
    }

    static PipelineSettings ring(final int slots) {
        final PipelineSettings s = settings(Durability.MEMORY);
        return new PipelineSettings(s.durability(), s.time(), s.waiting(), slots, 4096, 65_536, 1 << 20, false);
    }

    /** A pipeline with nothing in it. */
    static Shop empty(final PipelineSettings settings, final @Nullable Journal journal) {
        return new Shop(settings, journal);
    }

    /** A pipeline with that many units to sell; took four commands. */
    static Shop open(final PipelineSettings settings, final @Nullable Journal journal, final long units) {
        final Shop shop = new Shop(settings, journal);
        assertThat(shop.ask(new Command.DefineWarehouse("W")).entityId()).isEqualTo(WAREHOUSE);
        assertThat(shop.ask(new Command.DefineChannel("C", false, List.of(WAREHOUSE)))
                        .entityId())
                .isEqualTo(CHANNEL);
        assertThat(shop.ask(new Command.DefineSku("S", 0)).entityId()).isEqualTo(SKU);
        assertThat(shop.ask(receive(units)).accepted()).isTrue();
        return shop;
    }

    static Shop open(final PipelineSettings settings) {
        return open(settings, null, 1_000_000);
    }

    static Command receive(final long units) {
        return new Command.ReceiveStock(SKU, WAREHOUSE, units, 1, 0, 0, 0);
    }

    static Command.PlaceOrder order(final String number) {
        return order(number, order -> order);
    }

    static Command.PlaceOrder order(final String number, final UnaryOperator<Orders.Place> more) {
        return more.apply(Orders.place(CHANNEL, number, "shop", Urgency.NORMAL).line(SKU, 1, 100))
                .build();
    }

    CommandHeader header() {
        return ids.next();
    }

    CompletableFuture<Outcome> send(final Command command) {
        return pipeline.submit(ids.next(), command);
    }

    Outcome ask(final Command command) {
        return get(send(command));
    }

    static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(120, TimeUnit.SECONDS).join();
    }

    /** Holds the engine's thread until the latch is counted down; returns once it is held. */
    CountDownLatch hold() {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);
        pipeline.read(reads -> {
            held.countDown();
            awaitLatch(gate);
            return 0;
        });
        awaitLatch(held);
        return gate;
    }

    static void awaitLatch(final CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
