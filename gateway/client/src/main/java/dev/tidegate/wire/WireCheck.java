package dev.tidegate.wire;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsDecoder;
import dev.tidegate.message.sbe.HelloDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.PingDecoder;
import dev.tidegate.message.sbe.ReadCountsDecoder;
import dev.tidegate.message.sbe.ReadNumberDecoder;
import dev.tidegate.message.sbe.ReadOfferDecoder;
import dev.tidegate.message.sbe.ReadOrderDecoder;
import dev.tidegate.message.sbe.ReadRememberedDecoder;
import dev.tidegate.message.sbe.ReadStockDecoder;
import dev.tidegate.message.sbe.ReadUnitsDecoder;
import dev.tidegate.message.sbe.SubscribeDecoder;
import dev.tidegate.message.sbe.UnsubscribeDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes are one whole message that a caller may send. After this check no codec reads beyond the message,
 * whatever stands in it.
 */
public final class WireCheck {
    private static final int FIRST = HelloDecoder.TEMPLATE_ID;
    private static final @Nullable Shape[] SHAPES = new Shape[64];

    /** What stands behind the block: groups, then texts with two length bytes, then blobs with four. */
    private record Shape(int block, int[] groups, int texts, int blobs) {
        Shape(final int block, final int texts, final int blobs, final int... groups) {
            this(block, groups, texts, blobs);
        }
    }

    static {
        shape(HelloDecoder.TEMPLATE_ID, new Shape(HelloDecoder.BLOCK_LENGTH, 2, 0));
        shape(CommandsDecoder.TEMPLATE_ID, new Shape(CommandsDecoder.BLOCK_LENGTH, 0, 1));
        shape(PingDecoder.TEMPLATE_ID, new Shape(PingDecoder.BLOCK_LENGTH, 0, 0));
        shape(ReadOrderDecoder.TEMPLATE_ID, new Shape(ReadOrderDecoder.BLOCK_LENGTH, 1, 0));
        shape(ReadStockDecoder.TEMPLATE_ID, new Shape(ReadStockDecoder.BLOCK_LENGTH, 0, 0));
        shape(ReadOfferDecoder.TEMPLATE_ID, new Shape(ReadOfferDecoder.BLOCK_LENGTH, 0, 0));
        shape(ReadRememberedDecoder.TEMPLATE_ID, new Shape(ReadRememberedDecoder.BLOCK_LENGTH, 0, 0));
        shape(ReadNumberDecoder.TEMPLATE_ID, new Shape(ReadNumberDecoder.BLOCK_LENGTH, 1, 0));
        shape(ReadCountsDecoder.TEMPLATE_ID, new Shape(ReadCountsDecoder.BLOCK_LENGTH, 0, 0));
        final int sku = ReadUnitsDecoder.SkusDecoder.sbeBlockLength();
        shape(ReadUnitsDecoder.TEMPLATE_ID, new Shape(ReadUnitsDecoder.BLOCK_LENGTH, 0, 0, sku));
        shape(
                SubscribeDecoder.TEMPLATE_ID,
                new Shape(
                        SubscribeDecoder.BLOCK_LENGTH,
                        0,
                        0,
                        SubscribeDecoder.KindsDecoder.sbeBlockLength(),
                        SubscribeDecoder.SkusDecoder.sbeBlockLength(),
                        SubscribeDecoder.ChannelsDecoder.sbeBlockLength(),
                        SubscribeDecoder.OrdersDecoder.sbeBlockLength()));
        shape(UnsubscribeDecoder.TEMPLATE_ID, new Shape(UnsubscribeDecoder.BLOCK_LENGTH, 0, 0));
    }

    private WireCheck() {}

    private static void shape(final int template, final Shape shape) {
        SHAPES[template - FIRST] = shape;
    }

    private static @Nullable Shape shapeOf(final int templateId) {
        return templateId < FIRST || templateId >= FIRST + SHAPES.length ? null : SHAPES[templateId - FIRST];
    }

    /** Template id of a message of at least {@link Wire#HEADER_BYTES} bytes. */
    public static int templateId(final HeapBuffer buffer, final int offset) {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** Whether a caller may send messages of that template. */
    public static boolean isKnown(final int templateId) {
        return shapeOf(templateId) != null;
    }

    /** Whether a message of at least {@link Wire#HEADER_BYTES} bytes is known and whole, with nothing behind it. */
    public static boolean isWhole(final HeapBuffer buffer, final int offset, final int length) {
        final Shape shape = shapeOf(templateId(buffer, offset));
        return shape != null
                && (buffer.getShort(offset) & 0xFFFF) == shape.block
                && (buffer.getShort(offset + 4) & 0xFFFF) == MessageHeaderDecoder.SCHEMA_ID
                && (buffer.getShort(offset + 6) & 0xFFFF) == MessageHeaderDecoder.SCHEMA_VERSION
                && endOf(shape, buffer, offset, length) == length;
    }

    /** Bytes the message takes by its own lengths; -1, or more than there are, when it does not fit. */
    private static long endOf(final Shape shape, final HeapBuffer buffer, final int offset, final int length) {
        long at = Wire.HEADER_BYTES + shape.block;
        for (final int group : shape.groups) {
            if (at + 4 > length || (buffer.getShort((int) (offset + at)) & 0xFFFF) != group) {
                return -1;
            }
            at += 4 + (long) group * (buffer.getShort((int) (offset + at + 2)) & 0xFFFF);
        }
        for (int text = 0; text < shape.texts && at <= length; text++) {
            if (at + 2 > length) {
                return -1;
            }
            at += 2 + (buffer.getShort((int) (offset + at)) & 0xFFFF);
        }
        for (int blob = 0; blob < shape.blobs && at <= length; blob++) {
            if (at + 4 > length) {
                return -1;
            }
            at += 4 + (buffer.getInt((int) (offset + at)) & 0xFFFF_FFFFL);
        }
        return at;
    }
}
