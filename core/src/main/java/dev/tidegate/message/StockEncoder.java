package dev.tidegate.message;

import static dev.tidegate.message.CommandEncoder.actorType;
import static dev.tidegate.message.CommandEncoder.number;

import dev.tidegate.message.sbe.AdjustMode;
import dev.tidegate.message.sbe.AdjustStockEncoder;
import dev.tidegate.message.sbe.Grade;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.QuotaMode;
import dev.tidegate.message.sbe.ReceiveStockEncoder;
import dev.tidegate.message.sbe.ReturnFrom;
import dev.tidegate.message.sbe.ReturnToStockEncoder;
import dev.tidegate.message.sbe.SetAllotmentEncoder;
import dev.tidegate.message.sbe.SetChannelQuotaEncoder;
import dev.tidegate.message.sbe.SetFreezeEncoder;
import dev.tidegate.message.sbe.SetPurchaseLimitEncoder;
import dev.tidegate.message.sbe.SetSafetyStockEncoder;

/** Writes the messages of stock and the policies on it. */
final class StockEncoder {
    private final MessageHeaderEncoder header;
    private final SetAllotmentEncoder setAllotment = new SetAllotmentEncoder();
    private final SetSafetyStockEncoder setSafetyStock = new SetSafetyStockEncoder();
    private final SetChannelQuotaEncoder setChannelQuota = new SetChannelQuotaEncoder();
    private final SetPurchaseLimitEncoder setPurchaseLimit = new SetPurchaseLimitEncoder();
    private final SetFreezeEncoder setFreeze = new SetFreezeEncoder();
    private final ReceiveStockEncoder receiveStock = new ReceiveStockEncoder();
    private final AdjustStockEncoder adjustStock = new AdjustStockEncoder();
    private final ReturnToStockEncoder returnToStock = new ReturnToStockEncoder();

    StockEncoder(final MessageHeaderEncoder header) {
        this.header = header;
    }

    int setAllotment(
            final CommandHeader from, final Command.SetAllotment command, final HeapBuffer target, final int offset) {
        setAllotment
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .campaign(command.campaign())
                .sku(command.sku())
                .warehouse(command.warehouse())
                .quantity(command.quantity());
        return MessageHeaderEncoder.ENCODED_LENGTH + setAllotment.encodedLength();
    }

    int setSafetyStock(
            final CommandHeader from, final Command.SetSafetyStock command, final HeapBuffer target, final int offset) {
        setSafetyStock
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .channel(command.channel())
                .quantity(command.quantity());
        return MessageHeaderEncoder.ENCODED_LENGTH + setSafetyStock.encodedLength();
    }

    int setChannelQuota(
            final CommandHeader from,
            final Command.SetChannelQuota command,
            final HeapBuffer target,
            final int offset) {
        setChannelQuota
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .channel(command.channel())
                .mode(QuotaMode.get(number(command.mode())))
                .value(command.value());
        return MessageHeaderEncoder.ENCODED_LENGTH + setChannelQuota.encodedLength();
    }

    int setPurchaseLimit(
            final CommandHeader from,
            final Command.SetPurchaseLimit command,
            final HeapBuffer target,
            final int offset) {
        setPurchaseLimit
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .limitPerBuyer(command.limitPerBuyer())
                .periodMillis(command.periodMillis());
        return MessageHeaderEncoder.ENCODED_LENGTH + setPurchaseLimit.encodedLength();
    }

    int setFreeze(
            final CommandHeader from, final Command.SetFreeze command, final HeapBuffer target, final int offset) {
        setFreeze
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .frozen((short) (command.frozen() ? 1 : 0))
                .reason(command.reason());
        return MessageHeaderEncoder.ENCODED_LENGTH + setFreeze.encodedLength();
    }

    int receive(
            final CommandHeader from, final Command.ReceiveStock command, final HeapBuffer target, final int offset) {
        receiveStock
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .warehouse(command.warehouse())
                .quantity(command.quantity())
                .reason(command.reason())
                .batch(command.batch())
                .qcReport(command.qcReport())
                .documentReference(command.documentReference());
        return MessageHeaderEncoder.ENCODED_LENGTH + receiveStock.encodedLength();
    }

    int adjust(final CommandHeader from, final Command.AdjustStock command, final HeapBuffer target, final int offset) {
        adjustStock
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .warehouse(command.warehouse())
                .mode(AdjustMode.get(number(command.mode())))
                .quantity(command.quantity())
                .reason(command.reason())
                .documentReference(command.documentReference());
        return MessageHeaderEncoder.ENCODED_LENGTH + adjustStock.encodedLength();
    }

    int returnToStock(
            final CommandHeader from, final Command.ReturnToStock command, final HeapBuffer target, final int offset) {
        returnToStock
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku())
                .warehouse(command.warehouse())
                .from(ReturnFrom.get(number(command.from())))
                .grade(Grade.get(number(command.grade())))
                .quantity(command.quantity())
                .reason(command.reason())
                .documentReference(command.documentReference());
        return MessageHeaderEncoder.ENCODED_LENGTH + returnToStock.encodedLength();
    }
}
