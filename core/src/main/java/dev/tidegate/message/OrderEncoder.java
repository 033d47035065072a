package dev.tidegate.message;

import static dev.tidegate.message.CommandEncoder.actorType;
import static dev.tidegate.message.CommandEncoder.number;
import static dev.tidegate.message.CommandEncoder.utf8;

import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.sbe.CancelOrderEncoder;
import dev.tidegate.message.sbe.ConfirmPaymentEncoder;
import dev.tidegate.message.sbe.ExtendHoldsEncoder;
import dev.tidegate.message.sbe.FailPaymentEncoder;
import dev.tidegate.message.sbe.Grade;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PlaceOrderEncoder;
import dev.tidegate.message.sbe.Placing;
import dev.tidegate.message.sbe.ReadmitOrderEncoder;
import dev.tidegate.message.sbe.ReturnLinesEncoder;
import dev.tidegate.message.sbe.ShipOrderEncoder;
import dev.tidegate.message.sbe.StartPaymentEncoder;
import dev.tidegate.message.sbe.Urgency;

/** Writes the messages of orders. */
final class OrderEncoder {
    /** A PlaceOrder without the platform's own time ends before it. */
    private static final int SHORT_PLACE_BLOCK = PlaceOrderEncoder.orderedMillisEncodingOffset();

    private final MessageHeaderEncoder header;
    private final PlaceOrderEncoder placeOrder = new PlaceOrderEncoder();
    private final StartPaymentEncoder startPayment = new StartPaymentEncoder();
    private final ConfirmPaymentEncoder confirmPayment = new ConfirmPaymentEncoder();
    private final FailPaymentEncoder failPayment = new FailPaymentEncoder();
    private final CancelOrderEncoder cancelOrder = new CancelOrderEncoder();
    private final ShipOrderEncoder shipOrder = new ShipOrderEncoder();
    private final ReturnLinesEncoder returnLines = new ReturnLinesEncoder();
    private final ReadmitOrderEncoder readmitOrder = new ReadmitOrderEncoder();
    private final ExtendHoldsEncoder extendHolds = new ExtendHoldsEncoder();

    OrderEncoder(final MessageHeaderEncoder header) {
        this.header = header;
    }

    int place(final CommandHeader from, final Command.PlaceOrder command, final HeapBuffer target, final int offset) {
        placeOrder
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .channel(command.channel())
                .urgency(command.urgency() == null ? Urgency.NULL_VAL : Urgency.get(number(command.urgency())))
                .placing(Placing.get(number(command.placing())))
                .source(asciiOrNone(command.source()))
                .currency(asciiOrNone(command.currency()))
                .totalAmount(command.totalAmount())
                .buyerHigh(command.buyerHigh())
                .buyerLow(command.buyerLow())
                .holdMillis(command.holdMillis());
        if (command.orderedMillis() == 0 && !command.backfill()) {
            header.blockLength(SHORT_PLACE_BLOCK);
            placeOrder.limit(placeOrder.offset() + SHORT_PLACE_BLOCK);
        } else {
            placeOrder.orderedMillis(command.orderedMillis()).backfill((short) (command.backfill() ? 1 : 0));
        }
        lines(command);
        final PlaceOrderEncoder.AliasesEncoder aliases =
                placeOrder.aliasesCount(command.aliases().size());
        for (final Command.Alias alias : command.aliases()) {
            if (!Text.isAscii(alias.value())) {
                throw new IllegalArgumentException("an alias that is not ASCII");
            }
            aliases.next().kind(alias.kind()).value(alias.value());
        }
        final byte[] externalNumber = utf8(command.externalNumber());
        placeOrder.putExternalNumber(externalNumber, 0, externalNumber.length);
        placeOrder.putDocument(command.document(), 0, command.document().length);
        return MessageHeaderEncoder.ENCODED_LENGTH + placeOrder.encodedLength();
    }

    /** What is not ASCII is refused as if nothing stood there, and not taken with question marks in it. */
    private static String asciiOrNone(final String text) {
        return Text.isAscii(text) ? text : "";
    }

    int startPayment(
            final CommandHeader from, final Command.StartPayment command, final HeapBuffer target, final int offset) {
        startPayment
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId());
        return MessageHeaderEncoder.ENCODED_LENGTH + startPayment.encodedLength();
    }

    int confirmPayment(
            final CommandHeader from, final Command.ConfirmPayment command, final HeapBuffer target, final int offset) {
        confirmPayment
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId())
                .amount(command.amount());
        return MessageHeaderEncoder.ENCODED_LENGTH + confirmPayment.encodedLength();
    }

    int failPayment(
            final CommandHeader from, final Command.FailPayment command, final HeapBuffer target, final int offset) {
        failPayment
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId());
        return MessageHeaderEncoder.ENCODED_LENGTH + failPayment.encodedLength();
    }

    int cancel(final CommandHeader from, final Command.CancelOrder command, final HeapBuffer target, final int offset) {
        cancelOrder
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId())
                .reason(command.reason());
        final CancelOrderEncoder.LinesEncoder lines =
                cancelOrder.linesCount(command.lines().size());
        for (final LineQuantity line : command.lines()) {
            lines.next().line(line.line()).quantity(line.quantity());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + cancelOrder.encodedLength();
    }

    int ship(final CommandHeader from, final Command.ShipOrder command, final HeapBuffer target, final int offset) {
        shipOrder
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId());
        final ShipOrderEncoder.LinesEncoder lines =
                shipOrder.linesCount(command.lines().size());
        for (final LineQuantity line : command.lines()) {
            lines.next().line(line.line()).quantity(line.quantity());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + shipOrder.encodedLength();
    }

    int returnLines(
            final CommandHeader from, final Command.ReturnLines command, final HeapBuffer target, final int offset) {
        returnLines
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId())
                .reason(command.reason());
        final ReturnLinesEncoder.LinesEncoder lines =
                returnLines.linesCount(command.lines().size());
        for (final Command.ReturnedLine line : command.lines()) {
            lines.next().line(line.line()).quantity(line.quantity()).grade(Grade.get(number(line.grade())));
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + returnLines.encodedLength();
    }

    int readmit(
            final CommandHeader from, final Command.ReadmitOrder command, final HeapBuffer target, final int offset) {
        readmitOrder
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .orderId(command.orderId())
                .reason(command.reason())
                .putRecord(command.record(), 0, command.record().length);
        return MessageHeaderEncoder.ENCODED_LENGTH + readmitOrder.encodedLength();
    }

    int extendHolds(
            final CommandHeader from, final Command.ExtendHolds command, final HeapBuffer target, final int offset) {
        extendHolds
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .minimumMillis(command.minimumMillis());
        return MessageHeaderEncoder.ENCODED_LENGTH + extendHolds.encodedLength();
    }

    private void lines(final Command.PlaceOrder command) {
        final PlaceOrderEncoder.LinesEncoder lines =
                placeOrder.linesCount(command.lines().size());
        for (final Command.OrderLine line : command.lines()) {
            lines.next()
                    .sku(line.sku())
                    .warehouse(line.warehouse())
                    .campaign(line.campaign())
                    .quantity(line.quantity())
                    .netAmount(line.netAmount())
                    .batch(line.batch())
                    .qcReport(line.qcReport());
        }
    }
}
