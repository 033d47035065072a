package dev.tidegate.message;

import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.TickDecoder;
import dev.tidegate.message.sbe.VoidDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes from outside are one whole command. After this check no codec reads beyond the message, whatever stands
 * in it: every length is compared with what is there before it is believed, and nothing is allocated.
 */
public final class MessageCheck {
    /** Bytes of a message's header. */
    public static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;

    /** The largest message, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 256 * 1024;

    /** Where the id's two halves, the actor, the reference and the principal stand, from the message's start. */
    public static final int ID_HIGH_OFFSET = HEADER_BYTES;

    public static final int ID_LOW_OFFSET = HEADER_BYTES + 8;
    public static final int PRINCIPAL_OFFSET = HEADER_BYTES + 32;
    /** Where a command's content begins, from the message's start. */
    public static final int CONTENT_OFFSET = HEADER_BYTES + 37;

    /** Template id of the tick, which has no id and no content. */
    public static final int TICK_TEMPLATE = TickDecoder.TEMPLATE_ID;

    /** Where the template id stands, from the message's start. */
    public static final int TEMPLATE_OFFSET = 2;

    private static final int GROUP_HEADER_BYTES = 4;

    private MessageCheck() {}

    /** Template id of the message at that place. */
    public static int templateId(final HeapBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_OFFSET) & 0xFFFF;
    }

    /**
     * Whether these bytes are exactly one command of this schema version. Never throws for what the bytes hold.
     *
     * @throws IndexOutOfBoundsException when the range itself is not inside the buffer
     */
    public static boolean isWhole(final HeapBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
            return false;
        }
        final @Nullable CommandKind kind = CommandKind.of(templateId(buffer, offset));
        return kind != null && isHeader(kind, buffer.getLong(offset)) && endOf(kind, buffer, offset, length) == length;
    }

    private static boolean isHeader(final CommandKind kind, final long header) {
        return header == kind.header() || header == kind.shortHeader();
    }

    /** Length of a message's block, as its header says. */
    public static int blockLength(final HeapBuffer buffer, final int offset) {
        return buffer.getShort(offset) & 0xFFFF;
    }

    /** Bytes the message takes by its own lengths, or -1 when it would take more than there are. */
    private static int endOf(final CommandKind kind, final HeapBuffer buffer, final int offset, final int length) {
        int at = HEADER_BYTES + blockLength(buffer, offset);
        at = behindGroup(kind.firstGroupBlockLength(), buffer, offset, at, length);
        at = behindGroup(kind.secondGroupBlockLength(), buffer, offset, at, length);
        at = behindData(kind.firstDataLengthBytes(), buffer, offset, at, length);
        return behindData(kind.secondDataLengthBytes(), buffer, offset, at, length);
    }

    private static int behindGroup(
            final int blockLength, final HeapBuffer buffer, final int offset, final int at, final int length) {
        if (blockLength == 0 || at < 0) {
            return at;
        }
        if (at + GROUP_HEADER_BYTES > length) {
            return -1;
        }
        final int header = buffer.getInt(offset + at);
        final int behind = at + GROUP_HEADER_BYTES + (header >>> 16) * blockLength;
        return (header & 0xFFFF) == blockLength && behind <= length ? behind : -1;
    }

    private static int behindData(
            final int lengthBytes, final HeapBuffer buffer, final int offset, final int at, final int length) {
        if (lengthBytes == 0 || at < 0) {
            return at;
        }
        if (at + lengthBytes > length) {
            return -1;
        }
        final int bytes = lengthBytes == 2 ? buffer.getShort(offset + at) & 0xFFFF : buffer.getInt(offset + at);
        final int room = length - at - lengthBytes;
        return bytes >= 0 && bytes <= room ? at + lengthBytes + bytes : -1;
    }

    /** Whether a message that is not whole stands for a command that a repair voided. */
    public static boolean isVoid(final HeapBuffer buffer, final int offset, final int length) {
        return length == HEADER_BYTES + VoidDecoder.BLOCK_LENGTH
                && templateId(buffer, offset) == VoidDecoder.TEMPLATE_ID
                && (buffer.getShort(offset + MessageHeaderDecoder.schemaIdEncodingOffset()) & 0xFFFF)
                        == VoidDecoder.SCHEMA_ID;
    }
}
