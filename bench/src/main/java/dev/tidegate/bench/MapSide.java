package dev.tidegate.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The shop in maps, with the same commands as the engine gets, from one thread or several at once. */
final class MapSide extends InProcess {
    private static final long MOST_WAIT_SECONDS = 60;

    private final MapShop shop;
    private final boolean life;
    private final List<Buyers> buyers = new ArrayList<>();
    private final ExecutorService threads;
    private final CyclicBarrier start;

    /** The commands of one thread. */
    private static final class Buyers {
        final FlashSale sale;
        final CommandBatch batch;
        final MapCalls calls;
        long accepted;

        Buyers(final Plan plan, final int seed, final int block) {
            sale = new FlashSale(plan, EngineRun.START_MILLIS, seed, 1);
            batch = new CommandBatch(block);
            calls = new MapCalls(block);
        }

        void make() {
            sale.fill(batch);
            calls.read(batch);
        }

        void takeAnswers() {
            for (int i = 0; i < batch.count(); i++) {
                sale.answered(batch.firstCorrelation() + i, batch.answers[i]);
            }
        }
    }

    /** When a thread began and ended, and how long it had a processor. */
    private record Took(long start, long end, long threadNanos) {}

    MapSide(final Plan plan, final int threadCount, final int turns) throws IOException {
        super("map and lock, " + threadCount + (threadCount == 1 ? " thread" : " threads"), turns);
        final Mix mix = plan.mix();
        if (mix.skus() != 1 || !mix.limited()) {
            throw new IllegalArgumentException("the shop in maps has one SKU with a limit, not " + mix);
        }
        PeerRehearsal.of(new MapShop(2, 1000, 1000), EngineRun.START_MILLIS);
        shop = new MapShop(mix.units(), plan.holdMillis(), Plan.ID_MILLIS);
        life = mix.life();
        // Several threads start together, which takes a while; a longer block makes it small.
        final int block = threadCount == 1 ? EngineMeasure.BLOCK : 4 * EngineMeasure.BLOCK;
        for (int i = 0; i < threadCount; i++) {
            buyers.add(new Buyers(Plan.of(mix, plan.openOrders() / threadCount), 42 + i, block));
        }
        threads = Executors.newFixedThreadPool(threadCount);
        start = new CyclicBarrier(threadCount);
    }

    @Override
    void fill() throws IOException {
        final long orders = buyers.get(0).sale.plan().ordersUntilSteady();
        while (buyers.get(0).sale.orders() < orders) {
            block();
        }
    }

    @Override
    void block() throws IOException {
        buyers.forEach(Buyers::make);
        // Each has a clock of its own; what is not due by all of them may still be paid by one.
        final long now =
                buyers.stream().mapToLong(one -> one.batch.timeMillis()).min().orElseThrow();
        if (!life) {
            shop.expire(now);
        }
        final List<Took> took = all(now);
        final long first = took.stream().mapToLong(Took::start).min().orElseThrow();
        final long last = took.stream().mapToLong(Took::end).max().orElseThrow();
        count(
                buyers.stream().mapToInt(one -> one.batch.count()).sum(),
                took.stream().mapToLong(Took::threadNanos).sum(),
                last - first);
        buyers.forEach(Buyers::takeAnswers);
    }

    private List<Took> all(final long now) throws IOException {
        final List<Callable<Took>> tasks = new ArrayList<>();
        buyers.forEach(one -> tasks.add(() -> run(one, now)));
        try {
            final List<Took> took = new ArrayList<>();
            for (final Future<Took> task : threads.invokeAll(tasks, MOST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                took.add(task.get());
            }
            return took;
        } catch (final InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private Took run(final Buyers one, final long now)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        start.await(MOST_WAIT_SECONDS, TimeUnit.SECONDS);
        final long clock = System.nanoTime();
        final long thread = Report.threadNanos();
        if (life) {
            shop.expire(now);
        }
        one.accepted += one.calls.run(shop, one.batch);
        return new Took(clock, System.nanoTime(), Report.threadNanos() - thread);
    }

    @Override
    String proof() {
        long accepted = 0;
        long expected = 0;
        long paid = 0;
        for (final Buyers one : buyers) {
            accepted += one.accepted;
            expected += one.sale.orders() + one.sale.confirms() + one.sale.cancels();
            paid += one.sale.confirms();
        }
        return shop.proof(accepted, expected, paid);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
