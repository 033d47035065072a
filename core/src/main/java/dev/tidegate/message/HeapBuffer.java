package dev.tidegate.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A byte array that the generated message codecs run over. Needs no JVM flag, unlike Agrona's own buffers, and is
 * faster here than they are with bounds checks: every access is one checked VarHandle operation. Little-endian unless
 * asked otherwise. Holds no state but the array, so that it may be wrapped around another one.
 */
public final class HeapBuffer extends CodecBuffer {
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private byte[] bytes;

    public HeapBuffer(final byte[] bytes) {
        this.bytes = Objects.requireNonNull(bytes);
    }

    /** A buffer over a new array of that many zero bytes. */
    public static HeapBuffer ofSize(final int size) {
        return new HeapBuffer(new byte[size]);
    }

    private static VarHandle view(final Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN)
                .withInvokeExactBehavior();
    }

    @Override
    public void wrap(final byte[] buffer) {
        bytes = Objects.requireNonNull(buffer);
    }

    @Override
    public byte[] byteArray() {
        return bytes;
    }

    @Override
    public int capacity() {
        return bytes.length;
    }

    @Override
    public void checkLimit(final int limit) {
        Objects.checkFromToIndex(0, limit, bytes.length);
    }

    @Override
    public void boundsCheck(final int index, final int length) {
        Objects.checkFromIndexSize(index, length, bytes.length);
    }

    @Override
    public int wrapAdjustment() {
        return 0;
    }

    @Override
    public boolean isExpandable() {
        return false;
    }

    @Override
    public long getLong(final int index) {
        return (long) LONG.get(bytes, index);
    }

    /** Up to 8 bytes as the low bytes of a word, the first lowest; one load where the array goes on that far. */
    public long getBytesAsLong(final int index, final int length) {
        if (length == 0) {
            return 0;
        }
        if (index + Long.BYTES <= bytes.length) {
            return getLong(index) & -1L >>> Long.SIZE - 8 * length;
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | bytes[index + i] & 0xFF;
        }
        return word;
    }

    @Override
    public long getLong(final int index, final ByteOrder order) {
        final long value = getLong(index);
        return order == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    @Override
    public int getInt(final int index) {
        return (int) INT.get(bytes, index);
    }

    @Override
    public int getInt(final int index, final ByteOrder order) {
        final int value = getInt(index);
        return order == ByteOrder.LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    @Override
    public short getShort(final int index) {
        return (short) SHORT.get(bytes, index);
    }

    @Override
    public short getShort(final int index, final ByteOrder order) {
        final short value = getShort(index);
        return order == ByteOrder.LITTLE_ENDIAN ? value : Short.reverseBytes(value);
    }

    @Override
    public byte getByte(final int index) {
        return bytes[index];
    }

    @Override
    public void getBytes(final int index, final byte[] target) {
        System.arraycopy(bytes, index, target, 0, target.length);
    }

    @Override
    public void getBytes(final int index, final byte[] target, final int offset, final int length) {
        System.arraycopy(bytes, index, target, offset, length);
    }

    @Override
    public void getBytes(final int index, final MutableDirectBuffer target, final int offset, final int length) {
        target.putBytes(offset, bytes, index, length);
    }

    @Override
    public void putLong(final int index, final long value) {
        LONG.set(bytes, index, value);
    }

    @Override
    public void putLong(final int index, final long value, final ByteOrder order) {
        putLong(index, order == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }

    @Override
    public void putInt(final int index, final int value) {
        INT.set(bytes, index, value);
    }

    @Override
    public void putInt(final int index, final int value, final ByteOrder order) {
        putInt(index, order == ByteOrder.LITTLE_ENDIAN ? value : Integer.reverseBytes(value));
    }

    @Override
    public void putShort(final int index, final short value) {
        SHORT.set(bytes, index, value);
    }

    @Override
    public void putShort(final int index, final short value, final ByteOrder order) {
        putShort(index, order == ByteOrder.LITTLE_ENDIAN ? value : Short.reverseBytes(value));
    }

    @Override
    public void putByte(final int index, final byte value) {
        bytes[index] = value;
    }

    @Override
    public void putBytes(final int index, final byte[] source) {
        System.arraycopy(source, 0, bytes, index, source.length);
    }

    @Override
    public void putBytes(final int index, final byte[] source, final int offset, final int length) {
        System.arraycopy(source, offset, bytes, index, length);
    }

    @Override
    public void putBytes(final int index, final DirectBuffer source, final int offset, final int length) {
        source.getBytes(offset, bytes, index, length);
    }

    @Override
    public int putStringWithoutLengthAscii(final int index, final String value) {
        return putStringWithoutLengthAscii(index, (CharSequence) value);
    }

    @Override
    public int putStringWithoutLengthAscii(final int index, final @Nullable CharSequence value) {
        if (value == null) {
            return 0;
        }
        final int length = value.length();
        for (int i = 0; i < length; i++) {
            final char letter = value.charAt(i);
            bytes[index + i] = letter < 0x80 ? (byte) letter : (byte) '?';
        }
        return length;
    }

    @Override
    public void setMemory(final int index, final int length, final byte value) {
        Arrays.fill(bytes, index, index + length, value);
    }

    /** Orders by content, as the codec interface asks; two buffers of the same bytes are equal. */
    @Override
    public int compareTo(final DirectBuffer that) {
        return Arrays.compareUnsigned(bytes, that.byteArray());
    }

    @Override
    public boolean equals(final Object that) {
        return that instanceof HeapBuffer other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
