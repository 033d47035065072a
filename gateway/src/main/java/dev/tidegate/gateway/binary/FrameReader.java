package dev.tidegate.gateway.binary;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Cuts the bytes of one connection into frames. Whole frames are handed on from a buffer that all connections of an event
 * loop share; only what is left of a frame that has not ended is kept with the connection.
 */
final class FrameReader {
    private static final int READ_BYTES = 64 * 1024;
    private static final byte[] NOTHING = {};
    private static final int KEPT_BYTES = 4096;

    private static final FastThreadLocal<HeapBuffer> SHARED = new FastThreadLocal<>() {
        @Override
        protected HeapBuffer initialValue() {
            return HeapBuffer.ofSize(READ_BYTES);
        }
    };

    /** Takes frames. */
    interface Sink {

        /**
         * One message, without the length before it; the buffer is valid during the call only, and may be written to.
         *
         * @return false to be given no more until {@link #resume}
         */
        boolean frame(HeapBuffer buffer, int offset, int length);

        /** A length that no frame may have; nothing more can be read from this connection. */
        void badLength(long length);
    }

    private final Sink sink;
    private int maxFrameBytes;
    private byte[] kept = NOTHING;
    private int keptLength;
    private boolean stopped;
    private boolean broken;

    FrameReader(final Sink sink, final int maxFrameBytes) {
        this.sink = sink;
        this.maxFrameBytes = maxFrameBytes;
    }

    void maxFrameBytes(final int bytes) {
        maxFrameBytes = bytes;
    }

    /** Whether a frame has begun and not ended. */
    boolean inFrame() {
        return keptLength > 0;
    }

    /** Takes all bytes there are; does not release them. */
    void read(final ByteBuf bytes) {
        if (broken) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        final HeapBuffer buffer = shared(keptLength + bytes.readableBytes());
        System.arraycopy(kept, 0, buffer.byteArray(), 0, keptLength);
        final int length = keptLength + bytes.readableBytes();
        bytes.readBytes(buffer.byteArray(), keptLength, bytes.readableBytes());
        cut(buffer, length);
    }

    /** Goes on where the sink said stop. */
    void resume() {
        stopped = false;
        if (keptLength > 0 && !broken) {
            final HeapBuffer buffer = shared(keptLength);
            System.arraycopy(kept, 0, buffer.byteArray(), 0, keptLength);
            cut(buffer, keptLength);
        }
    }

    private static HeapBuffer shared(final int bytes) {
        final HeapBuffer buffer = SHARED.get();
        if (buffer.capacity() < bytes) {
            buffer.wrap(new byte[Math.max(bytes, 2 * buffer.capacity())]);
        }
        return buffer;
    }

    private void cut(final HeapBuffer buffer, final int length) {
        int at = 0;
        while (!stopped && !broken && length - at >= Wire.LENGTH_BYTES) {
            final int frame = buffer.getInt(at);
            if (frame < Wire.HEADER_BYTES || frame > maxFrameBytes) {
                broken = true;
                sink.badLength(frame & 0xFFFF_FFFFL);
            } else if (length - at - Wire.LENGTH_BYTES < frame) {
                break;
            } else {
                stopped = !sink.frame(buffer, at + Wire.LENGTH_BYTES, frame);
                at += Wire.LENGTH_BYTES + frame;
            }
        }
        keep(buffer, at, broken ? at : length);
    }

    private void keep(final HeapBuffer buffer, final int from, final int to) {
        keptLength = to - from;
        if (keptLength > kept.length || kept.length > KEPT_BYTES && keptLength <= KEPT_BYTES) {
            kept = keptLength == 0 ? NOTHING : Arrays.copyOfRange(buffer.byteArray(), from, from + grown(keptLength));
        } else {
            System.arraycopy(buffer.byteArray(), from, kept, 0, keptLength);
        }
    }

    private static int grown(final int length) {
        return Math.max(256, Integer.highestOneBit(length) * 2);
    }
}
