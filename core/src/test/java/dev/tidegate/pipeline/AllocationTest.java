package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidegate.Orders;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class AllocationTest {
    private static final int BATCH = 100;
    private static final int ROUNDS = 500;

    private static long allocatedBy(final String threadName) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(threadName))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    /** Commands that are all refused for what they are, so that no table of the engine has to grow. */
    private static void round(final Shop shop, final HeapBuffer frames, final CommandEncoder encoder) {
        int length = 0;
        for (int i = 0; i < BATCH; i++) {
            final int bytes = encoder.encode(shop.header(), Orders.cancel(42, 0), frames, length + 4);
            frames.putInt(length, bytes);
            length += 4 + bytes;
        }
        final CountDownLatch all = new CountDownLatch(BATCH);
        shop.pipeline.submitFrames(frames, 0, length, 0, (correlation, outcome) -> all.countDown());
        Shop.awaitLatch(all);
    }

    @Test
    void shouldNotAllocateForACommand() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final HeapBuffer frames = HeapBuffer.ofSize(64 * 1024);
            final CommandEncoder encoder = new CommandEncoder();
            for (int i = 0; i < ROUNDS; i++) {
                round(shop, frames, encoder);
            }
            final long engineBefore = allocatedBy("tidegate-engine");
            final long answersBefore = allocatedBy("tidegate-answers");
            for (int i = 0; i < ROUNDS; i++) {
                round(shop, frames, encoder);
            }

            assertThat(allocatedBy("tidegate-answers") - answersBefore).isLessThan(ROUNDS * BATCH);
            assertThat(allocatedBy("tidegate-engine") - engineBefore).isLessThan(ROUNDS * BATCH);
        }
    }
}
