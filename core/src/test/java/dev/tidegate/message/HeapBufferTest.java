package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The buffer against a {@link ByteBuffer} over bytes of its own. */
class HeapBufferTest {
    private static final int SIZE = 64;
    private final Random random = new Random(11);
    private final HeapBuffer ours = HeapBuffer.ofSize(SIZE);
    private final ByteBuffer jdk = ByteBuffer.allocate(SIZE);

    static List<Method> unsupported() {
        return Arrays.stream(CodecBuffer.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .toList();
    }

    private static Object nothing(final Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private void put(final ByteOrder order) {
        final long value = random.nextLong();
        final int at = random.nextInt(SIZE - 8);
        final boolean little = order == ByteOrder.LITTLE_ENDIAN;
        jdk.order(order);
        switch (random.nextInt(4)) {
            case 0 -> {
                jdk.putLong(at, value);
                if (little) {
                    ours.putLong(at, value);
                } else {
                    ours.putLong(at, value, order);
                }
            }
            case 1 -> {
                jdk.putInt(at, (int) value);
                if (little) {
                    ours.putInt(at, (int) value);
                } else {
                    ours.putInt(at, (int) value, order);
                }
            }
            case 2 -> {
                jdk.putShort(at, (short) value);
                if (little) {
                    ours.putShort(at, (short) value);
                } else {
                    ours.putShort(at, (short) value, order);
                }
            }
            default -> {
                jdk.put(at, (byte) value);
                ours.putByte(at, (byte) value);
            }
        }
    }

    @Test
    void shouldReadAndWriteAsAByteBufferDoes() {
        for (int i = 0; i < 2_000; i++) {
            final ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            put(order);
            assertThat(ours.byteArray()).isEqualTo(jdk.array());
            final int at = random.nextInt(SIZE - 8);
            jdk.order(order);
            assertThat(ours.getLong(at, order)).isEqualTo(jdk.getLong(at));
            assertThat(ours.getInt(at, order)).isEqualTo(jdk.getInt(at));
            assertThat(ours.getShort(at, order)).isEqualTo(jdk.getShort(at));
            jdk.order(ByteOrder.LITTLE_ENDIAN);
            assertThat(ours.getLong(at)).isEqualTo(jdk.getLong(at));
            assertThat(ours.getInt(at)).isEqualTo(jdk.getInt(at));
            assertThat(ours.getShort(at)).isEqualTo(jdk.getShort(at));
            assertThat(ours.getByte(at)).isEqualTo(jdk.get(at));
        }
    }

    @Test
    void shouldCopyBytes() {
        random.nextBytes(ours.byteArray());
        final byte[] all = ours.byteArray().clone();
        final byte[] four = new byte[4];
        ours.getBytes(3, four);
        assertThat(four).isEqualTo(Arrays.copyOfRange(all, 3, 7));
        final HeapBuffer target = HeapBuffer.ofSize(8);
        ours.getBytes(10, target, 2, 5);
        assertThat(Arrays.copyOfRange(target.byteArray(), 2, 7)).isEqualTo(Arrays.copyOfRange(all, 10, 15));
        target.putBytes(0, ours, 20, 8);
        assertThat(target.byteArray()).isEqualTo(Arrays.copyOfRange(all, 20, 28));
        target.putBytes(1, four);
        target.putBytes(6, four, 2, 2);
        assertThat(Arrays.copyOfRange(target.byteArray(), 1, 5)).isEqualTo(four);
        assertThat(Arrays.copyOfRange(target.byteArray(), 6, 8)).isEqualTo(Arrays.copyOfRange(four, 2, 4));
        target.setMemory(2, 3, (byte) 9);
        assertThat(Arrays.copyOfRange(target.byteArray(), 2, 5)).containsOnly(9);
    }

    @Test
    void shouldWriteAsciiAndMarkWhatIsNot() {
        assertThat(ours.putStringWithoutLengthAscii(1, "tea é")).isEqualTo(5);
        assertThat(new String(ours.byteArray(), 1, 5, StandardCharsets.US_ASCII))
                .isEqualTo("tea ?");
        assertThat(ours.putStringWithoutLengthAscii(1, (CharSequence) null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, SIZE - 7, SIZE, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldNotReachBeyondItsBytes(final int index) {
        assertThatThrownBy(() -> ours.getLong(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ours.putLong(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ours.boundsCheck(index, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldCheckLimits() {
        ours.checkLimit(SIZE);
        ours.boundsCheck(SIZE, 0);
        assertThatThrownBy(() -> ours.checkLimit(SIZE + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ours.checkLimit(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldBeAsItsBytesAre() {
        final byte[] bytes = {1, 2, -1};
        ours.wrap(bytes);

        assertThat(ours.byteArray()).isSameAs(bytes);
        assertThat(ours.capacity()).isEqualTo(3);
        assertThat(ours.wrapAdjustment()).isZero();
        assertThat(ours.isExpandable()).isFalse();
        assertThat(ours).isEqualTo(new HeapBuffer(bytes.clone())).hasSameHashCodeAs(new HeapBuffer(bytes.clone()));
        assertThat(ours).isNotEqualTo(HeapBuffer.ofSize(3));
        assertThat(ours.compareTo(new HeapBuffer(new byte[] {1, 2, 0}))).isPositive();
        assertThat(ours.compareTo(new HeapBuffer(bytes.clone()))).isZero();
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void shouldSayWhatItDoesNotOffer(final Method method) {
        final Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(HeapBufferTest::nothing)
                .toArray();

        assertThatThrownBy(() -> method.invoke(ours, arguments))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("not used by the message codecs");
    }
}
