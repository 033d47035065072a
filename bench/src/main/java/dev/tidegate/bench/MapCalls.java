package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CancelOrderDecoder;
import dev.tidegate.message.sbe.ConfirmPaymentDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import java.util.UUID;

/** The commands of a batch as calls of methods, read before anything is measured: a shop in maps has no messages. */
final class MapCalls {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PlaceOrderDecoder place = new PlaceOrderDecoder();
    private final ConfirmPaymentDecoder confirm = new ConfirmPaymentDecoder();
    private final CancelOrderDecoder cancel = new CancelOrderDecoder();
    private final Call[] calls;

    /** One call. */
    @FunctionalInterface
    private interface Call {
        long on(MapShop shop, long now);
    }

    MapCalls(final int capacity) {
        calls = new Call[capacity];
    }

    /** Reads all of the batch. */
    void read(final CommandBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            calls[i] = read(batch.buffer, batch.offsets[i]);
        }
    }

    private Call read(final HeapBuffer buffer, final int at) {
        final int template = header.wrap(buffer, at).templateId();
        if (template == PlaceOrderDecoder.TEMPLATE_ID) {
            place.wrapAndApplyHeader(buffer, at, header);
            final UUID id = new UUID(place.commandIdHigh(), place.commandIdLow());
            final UUID buyer = new UUID(place.buyerHigh(), place.buyerLow());
            final long amount = place.totalAmount();
            return (shop, now) -> shop.reserve(id, buyer, amount, now);
        }
        if (template == ConfirmPaymentDecoder.TEMPLATE_ID) {
            confirm.wrapAndApplyHeader(buffer, at, header);
            final UUID id = new UUID(confirm.commandIdHigh(), confirm.commandIdLow());
            final long order = confirm.orderId();
            final long amount = confirm.amount();
            return (shop, now) -> shop.confirm(id, order, amount, now);
        }
        cancel.wrapAndApplyHeader(buffer, at, header);
        final UUID id = new UUID(cancel.commandIdHigh(), cancel.commandIdLow());
        final long order = cancel.orderId();
        return (shop, now) -> shop.release(id, order, now);
    }

    /** Makes every call and lays down the answers: the order's number, 0 for a refusal. Answers how many were accepted. */
    int run(final MapShop shop, final CommandBatch batch) {
        int accepted = 0;
        for (int i = 0; i < batch.count(); i++) {
            final long answer = calls[i].on(shop, batch.timeMillis());
            if (answer > 0) {
                accepted++;
            }
            batch.answers[i] = Math.max(0, answer);
        }
        return accepted;
    }
}
