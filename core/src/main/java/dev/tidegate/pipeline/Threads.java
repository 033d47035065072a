package dev.tidegate.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.SequenceBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The pipeline's own threads: started together, ended one after the other. */
final class Threads {
    private final Lifecycle lifecycle;
    private final List<BatchEventProcessor<Slot>> processors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    Threads(final Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    BatchEventProcessor<Slot> add(
            final String name, final Ring ring, final SequenceBarrier barrier, final EventHandler<Slot> handler) {
        final BatchEventProcessor<Slot> processor = new BatchEventProcessorBuilder().build(ring, barrier, handler);
        processor.setExceptionHandler(new Stop());
        final Thread thread = new Thread(() -> run(processor), name);
        thread.setDaemon(true);
        processors.add(processor);
        threads.add(thread);
        running.incrementAndGet();
        return processor;
    }

    /** Starts them and returns once they run, so that a stop finds them running. */
    void start(final CountDownLatch started) {
        threads.forEach(Thread::start);
        awaitQuietly(started);
    }

    private void run(final BatchEventProcessor<Slot> processor) {
        try {
            processor.run();
        } finally {
            if (running.decrementAndGet() == 0) {
                lifecycle.closed();
                ended.countDown();
            }
        }
    }

    void halt() {
        processors.forEach(BatchEventProcessor::halt);
    }

    boolean isOwn(final Thread thread) {
        return threads.contains(thread);
    }

    void awaitEnd() {
        awaitQuietly(ended);
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The handlers catch what can fail; what comes through is a bug, and stops the pipeline too. */
    private final class Stop implements ExceptionHandler<Slot> {
        @Override
        public void handleEventException(final Throwable failure, final long sequence, final Slot slot) {
            lifecycle.fail(failure);
        }

        @Override
        public void handleOnStartException(final Throwable failure) {
            lifecycle.fail(failure);
        }

        @Override
        public void handleOnShutdownException(final Throwable failure) {
            lifecycle.fail(failure);
        }
    }
}
