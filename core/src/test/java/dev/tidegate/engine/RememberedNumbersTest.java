package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.order.NumberPrint;
import dev.tidegate.table.Digest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ring of numbers against a map in the order of leaving. */
class RememberedNumbersTest {
    private static final int CHANNELS = 3;

    private final Digest digest = new Digest();
    private final NumberPrint print = new NumberPrint(1, 2);
    private final RememberedNumbers numbers = new RememberedNumbers(digest, print, EngineSettings.small());
    private final RecordMac mac = new RecordMac(new RecordKey());
    private final Map<Long, Long> leftAt = new LinkedHashMap<>();

    private static byte[] number(final long order) {
        return ("number " + order).getBytes(StandardCharsets.UTF_8);
    }

    private static int channel(final long order) {
        return (int) (order % CHANNELS) + 1;
    }

    private int find(final long order) {
        final byte[] bytes = number(order);
        return numbers.find(channel(order), new HeapBuffer(bytes), 0, bytes.length, order);
    }

    private void remember(final long order, final long now, final long most) {
        final byte[] bytes = number(order);
        final HeapBuffer buffer = new HeapBuffer(bytes);
        final int hash = print.of(channel(order), buffer, 0, bytes.length);
        numbers.remember(hash, order, now, now - 5, mac.of(buffer, 0, bytes.length), most);
    }

    private void sumIsRight() {
        final Digest sum = new Digest();
        numbers.sumInto(sum);
        assertThat(sum.sameSum(digest)).isTrue();
    }

    @Test
    void shouldFindWhatAMapFinds() {
        final Random random = new Random(7);
        long next = 1;
        for (long now = 100; now < 20_000; now++) {
            if (random.nextInt(3) > 0) {
                remember(next, now, Long.MAX_VALUE);
                leftAt.put(next++, now);
            }
            if (random.nextInt(4) == 0 && !leftAt.isEmpty()) {
                final long order = leftAt.keySet().stream()
                        .skip(random.nextInt(leftAt.size()))
                        .findFirst()
                        .orElseThrow();
                numbers.take(find(order));
                leftAt.remove(order);
            }
            if (random.nextInt(50) == 0) {
                final long before = now - random.nextInt(3_000);
                numbers.forgetBefore(before, Integer.MAX_VALUE);
                leftAt.values().removeIf(time -> time < before);
            }
            assertThat(numbers.count()).isEqualTo(leftAt.size());
        }
        sumIsRight();
        for (long order = 1; order < next; order++) {
            final int found = find(order);
            assertThat(found != 0).isEqualTo(leftAt.containsKey(order));
            if (found != 0) {
                final byte[] bytes = number(order);
                assertThat(numbers.order(found)).isEqualTo(order);
                assertThat(numbers.leftWith(found, mac.of(new HeapBuffer(bytes), 0, bytes.length)))
                        .isTrue();
                assertThat(numbers.leftWith(found, mac.of(new HeapBuffer(bytes), 0, bytes.length - 1)))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldStayAsLargeHoweverManyComeAndGo() {
        final long bytes = numbers.bytes() + numbers.indexBytes();
        remember(1, 0, Long.MAX_VALUE);
        for (long order = 2; order < 100_000; order++) {
            remember(order, order, Long.MAX_VALUE);
            numbers.take(find(order));
        }

        assertThat(numbers.count()).isEqualTo(1);
        assertThat(find(1)).isNotZero();
        assertThat(numbers.bytes() + numbers.indexBytes()).isEqualTo(bytes);
        sumIsRight();
    }

    @Test
    void shouldRaiseTheFloorByWhatItForgetsOnly() {
        assertThat(numbers.floor()).isEqualTo(RememberedNumbers.NO_FLOOR);
        remember(1, 10, 2);
        remember(2, 20, 2);
        numbers.take(find(2));
        assertThat(numbers.floor()).isEqualTo(RememberedNumbers.NO_FLOOR);
        remember(3, 30, 2);
        remember(4, 40, 2);
        assertThat(find(1)).isZero();
        assertThat(numbers.floor()).isEqualTo(5);
        remember(5, 100, 0);

        assertThat(numbers.floor()).isEqualTo(95);
        assertThat(numbers.count()).isZero();
    }
}
