package dev.tidegate.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The methods of a {@link MutableDirectBuffer} that the codecs never call, and {@link HeapBuffer} does not offer. */
abstract class CodecBuffer implements MutableDirectBuffer {

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("not used by the message codecs");
    }

    @Override
    public final void wrap(final byte[] a, final int b, final int c) {
        throw unsupported();
    }

    @Override
    public final void wrap(final ByteBuffer a) {
        throw unsupported();
    }

    @Override
    public final void wrap(final ByteBuffer a, final int b, final int c) {
        throw unsupported();
    }

    @Override
    public final void wrap(final DirectBuffer a) {
        throw unsupported();
    }

    @Override
    public final void wrap(final DirectBuffer a, final int b, final int c) {
        throw unsupported();
    }

    @Override
    public final void wrap(final long a, final int b) {
        throw unsupported();
    }

    @Override
    public final long addressOffset() {
        throw unsupported();
    }

    @Override
    public final ByteBuffer byteBuffer() {
        throw unsupported();
    }

    @Override
    public final int parseNaturalIntAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final long parseNaturalLongAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int parseIntAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final long parseLongAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final double getDouble(final int a, final ByteOrder b) {
        throw unsupported();
    }

    @Override
    public final double getDouble(final int a) {
        throw unsupported();
    }

    @Override
    public final float getFloat(final int a, final ByteOrder b) {
        throw unsupported();
    }

    @Override
    public final float getFloat(final int a) {
        throw unsupported();
    }

    @Override
    public final char getChar(final int a, final ByteOrder b) {
        throw unsupported();
    }

    @Override
    public final char getChar(final int a) {
        throw unsupported();
    }

    @Override
    public final void getBytes(final int a, final ByteBuffer b, final int c) {
        throw unsupported();
    }

    @Override
    public final void getBytes(final int a, final ByteBuffer b, final int c, final int d) {
        throw unsupported();
    }

    @Override
    public final String getStringAscii(final int a) {
        throw unsupported();
    }

    @Override
    public final int getStringAscii(final int a, final Appendable b) {
        throw unsupported();
    }

    @Override
    public final String getStringAscii(final int a, final ByteOrder b) {
        throw unsupported();
    }

    @Override
    public final int getStringAscii(final int a, final Appendable b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final String getStringAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int getStringAscii(final int a, final int b, final Appendable c) {
        throw unsupported();
    }

    @Override
    public final String getStringWithoutLengthAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int getStringWithoutLengthAscii(final int a, final int b, final Appendable c) {
        throw unsupported();
    }

    @Override
    public final String getStringUtf8(final int a) {
        throw unsupported();
    }

    @Override
    public final String getStringUtf8(final int a, final ByteOrder b) {
        throw unsupported();
    }

    @Override
    public final String getStringUtf8(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final String getStringWithoutLengthUtf8(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int putIntAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int putNaturalIntAscii(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final void putNaturalPaddedIntAscii(final int a, final int b, final int c) {
        throw unsupported();
    }

    @Override
    public final int putNaturalIntAsciiFromEnd(final int a, final int b) {
        throw unsupported();
    }

    @Override
    public final int putNaturalLongAscii(final int a, final long b) {
        throw unsupported();
    }

    @Override
    public final int putLongAscii(final int a, final long b) {
        throw unsupported();
    }

    @Override
    public final void putDouble(final int a, final double b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final void putDouble(final int a, final double b) {
        throw unsupported();
    }

    @Override
    public final void putFloat(final int a, final float b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final void putFloat(final int a, final float b) {
        throw unsupported();
    }

    @Override
    public final void putChar(final int a, final char b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final void putChar(final int a, final char b) {
        throw unsupported();
    }

    @Override
    public final void putBytes(final int a, final ByteBuffer b, final int c) {
        throw unsupported();
    }

    @Override
    public final void putBytes(final int a, final ByteBuffer b, final int c, final int d) {
        throw unsupported();
    }

    @Override
    public final int putStringAscii(final int a, final String b) {
        throw unsupported();
    }

    @Override
    public final int putStringAscii(final int a, final CharSequence b) {
        throw unsupported();
    }

    @Override
    public final int putStringAscii(final int a, final String b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final int putStringAscii(final int a, final CharSequence b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final int putStringWithoutLengthAscii(final int a, final String b, final int c, final int d) {
        throw unsupported();
    }

    @Override
    public final int putStringWithoutLengthAscii(final int a, final CharSequence b, final int c, final int d) {
        throw unsupported();
    }

    @Override
    public final int putStringUtf8(final int a, final String b) {
        throw unsupported();
    }

    @Override
    public final int putStringUtf8(final int a, final String b, final ByteOrder c) {
        throw unsupported();
    }

    @Override
    public final int putStringUtf8(final int a, final String b, final int c) {
        throw unsupported();
    }

    @Override
    public final int putStringUtf8(final int a, final String b, final ByteOrder c, final int d) {
        throw unsupported();
    }

    @Override
    public final int putStringWithoutLengthUtf8(final int a, final String b) {
        throw unsupported();
    }
}
