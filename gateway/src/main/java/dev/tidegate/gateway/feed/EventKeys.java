package dev.tidegate.gateway.feed;

import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.EntityChangedDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.message.sbe.RefundRequestedDecoder;
import dev.tidegate.message.sbe.SettingChangedDecoder;
import dev.tidegate.message.sbe.ShortChangedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;

/** What an event is about, read from where it stands in the message; 0 for none. */
final class EventKeys {
    private static final int LIMITS = CommandKind.SET_LIMITS.templateId();
    private static final int DEFINE_SKU = CommandKind.DEFINE_SKU.templateId();
    private static final int RETIRE_SKU = CommandKind.RETIRE_SKU.templateId();
    private static final int DEFINE_CHANNEL = CommandKind.DEFINE_CHANNEL.templateId();
    private static final int RETIRE_CHANNEL = CommandKind.RETIRE_CHANNEL.templateId();

    private EventKeys() {}

    private static int shortAt(final HeapBuffer buffer, final int at) {
        return buffer.getShort(at) & 0xFFFF;
    }

    /** The order that an event names. */
    static long order(final HeapBuffer buffer, final int offset) {
        final int block = offset + MessageCheck.HEADER_BYTES;
        return switch (MessageCheck.templateId(buffer, offset)) {
            case OrderPlacedDecoder.TEMPLATE_ID -> buffer.getLong(block + OrderPlacedDecoder.orderIdEncodingOffset());
            case OrderChangedDecoder.TEMPLATE_ID -> buffer.getLong(block + OrderChangedDecoder.orderIdEncodingOffset());
            case OrderLeftDecoder.TEMPLATE_ID -> buffer.getLong(block + OrderLeftDecoder.orderIdEncodingOffset());
            case OrderReadmittedDecoder.TEMPLATE_ID ->
                buffer.getLong(block + OrderReadmittedDecoder.orderIdEncodingOffset());
            case RefundRequestedDecoder.TEMPLATE_ID ->
                buffer.getLong(block + RefundRequestedDecoder.orderIdEncodingOffset());
            case StockMovedDecoder.TEMPLATE_ID -> buffer.getLong(block + StockMovedDecoder.orderIdEncodingOffset());
            case ShortChangedDecoder.TEMPLATE_ID -> buffer.getLong(block + ShortChangedDecoder.orderIdEncodingOffset());
            default -> 0;
        };
    }

    /** The SKU that an event names. */
    static int sku(final HeapBuffer buffer, final int offset) {
        final int block = offset + MessageCheck.HEADER_BYTES;
        switch (MessageCheck.templateId(buffer, offset)) {
            case StockMovedDecoder.TEMPLATE_ID -> {
                return buffer.getInt(block + StockMovedDecoder.skuEncodingOffset());
            }
            case ShortChangedDecoder.TEMPLATE_ID -> {
                return buffer.getInt(block + ShortChangedDecoder.skuEncodingOffset());
            }
            case SettingChangedDecoder.TEMPLATE_ID -> {
                final int command = shortAt(buffer, block + SettingChangedDecoder.commandEncodingOffset());
                return command == LIMITS ? 0 : buffer.getInt(block + SettingChangedDecoder.skuEncodingOffset());
            }
            case EntityChangedDecoder.TEMPLATE_ID -> {
                final int command = shortAt(buffer, block + EntityChangedDecoder.commandEncodingOffset());
                final boolean sku = command == DEFINE_SKU || command == RETIRE_SKU;
                return sku ? buffer.getInt(block + EntityChangedDecoder.numberEncodingOffset()) : 0;
            }
            default -> {
                return 0;
            }
        }
    }

    /** The channel that an event names itself; that of its order is another matter. */
    static int channel(final HeapBuffer buffer, final int offset) {
        final int block = offset + MessageCheck.HEADER_BYTES;
        switch (MessageCheck.templateId(buffer, offset)) {
            case OrderPlacedDecoder.TEMPLATE_ID -> {
                return shortAt(buffer, block + OrderPlacedDecoder.channelEncodingOffset());
            }
            case OrderLeftDecoder.TEMPLATE_ID -> {
                return shortAt(buffer, block + OrderLeftDecoder.channelEncodingOffset());
            }
            case OrderReadmittedDecoder.TEMPLATE_ID -> {
                return shortAt(buffer, block + OrderReadmittedDecoder.channelEncodingOffset());
            }
            case SettingChangedDecoder.TEMPLATE_ID -> {
                return shortAt(buffer, block + SettingChangedDecoder.channelEncodingOffset());
            }
            case EntityChangedDecoder.TEMPLATE_ID -> {
                final int command = shortAt(buffer, block + EntityChangedDecoder.commandEncodingOffset());
                final boolean channel = command == DEFINE_CHANNEL || command == RETIRE_CHANNEL;
                return channel ? buffer.getInt(block + EntityChangedDecoder.numberEncodingOffset()) : 0;
            }
            default -> {
                return 0;
            }
        }
    }
}
