package dev.tidegate.wire;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OutcomeEncoder;
import dev.tidegate.message.sbe.RepliesEncoder;

/** Sizes and places in the frames of the binary protocol, in bytes. */
public final class Wire {
    /** The one version there is. */
    public static final int PROTOCOL_VERSION = 1;

    /** The length before a frame, and before a message inside one. */
    public static final int LENGTH_BYTES = 4;

    /** The header of every message. */
    public static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

    /** The largest frame before the greeting is over. */
    public static final int MAX_HELLO_BYTES = 1024;

    /** From the start of a Commands message to the first command's length. */
    public static final int COMMANDS_OFFSET = HEADER_BYTES + CommandsEncoder.BLOCK_LENGTH + LENGTH_BYTES;

    /** From the start of a Replies message to the first reply. */
    public static final int REPLIES_OFFSET = HEADER_BYTES + RepliesEncoder.BLOCK_LENGTH + LENGTH_BYTES;

    /** Correlation and length in front of an Outcome. */
    public static final int REPLY_HEADER_BYTES = 8 + LENGTH_BYTES;

    /** An Outcome without missing lines, with its header. */
    public static final int OUTCOME_BYTES = HEADER_BYTES + OutcomeEncoder.BLOCK_LENGTH + 4;

    /** A whole reply without missing lines. */
    public static final int REPLY_BYTES = REPLY_HEADER_BYTES + OUTCOME_BYTES;

    private Wire() {}

    /** Writes the length that stands before a frame, once its message is there. */
    public static int frame(final HeapBuffer buffer, final int offset, final int messageBytes) {
        buffer.putInt(offset, messageBytes);
        return LENGTH_BYTES + messageBytes;
    }
}
