package dev.tidegate.message;

import static dev.tidegate.message.CommandEncoder.actorType;
import static dev.tidegate.message.CommandEncoder.number;
import static dev.tidegate.message.CommandEncoder.utf8;

import dev.tidegate.message.sbe.DefineCampaignEncoder;
import dev.tidegate.message.sbe.DefineChannelEncoder;
import dev.tidegate.message.sbe.DefineSkuEncoder;
import dev.tidegate.message.sbe.DefineWarehouseEncoder;
import dev.tidegate.message.sbe.HoldAnchor;
import dev.tidegate.message.sbe.HoldScope;
import dev.tidegate.message.sbe.HoldTiming;
import dev.tidegate.message.sbe.LimitName;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OnPaymentFailure;
import dev.tidegate.message.sbe.RetireChannelEncoder;
import dev.tidegate.message.sbe.RetireSkuEncoder;
import dev.tidegate.message.sbe.RetireWarehouseEncoder;
import dev.tidegate.message.sbe.SetCampaignItemEncoder;
import dev.tidegate.message.sbe.SetHoldPolicyEncoder;
import dev.tidegate.message.sbe.SetHoldTimingEncoder;
import dev.tidegate.message.sbe.SetLimitsEncoder;

/** Writes the messages of the catalogue, policies and limits. */
final class CatalogueEncoder {
    private final MessageHeaderEncoder header;
    private final DefineSkuEncoder defineSku = new DefineSkuEncoder();
    private final RetireSkuEncoder retireSku = new RetireSkuEncoder();
    private final DefineWarehouseEncoder defineWarehouse = new DefineWarehouseEncoder();
    private final RetireWarehouseEncoder retireWarehouse = new RetireWarehouseEncoder();
    private final DefineChannelEncoder defineChannel = new DefineChannelEncoder();
    private final RetireChannelEncoder retireChannel = new RetireChannelEncoder();
    private final DefineCampaignEncoder defineCampaign = new DefineCampaignEncoder();
    private final SetCampaignItemEncoder setCampaignItem = new SetCampaignItemEncoder();
    private final SetHoldPolicyEncoder setHoldPolicy = new SetHoldPolicyEncoder();
    private final SetHoldTimingEncoder setHoldTiming = new SetHoldTimingEncoder();
    private final SetLimitsEncoder setLimits = new SetLimitsEncoder();

    CatalogueEncoder(final MessageHeaderEncoder header) {
        this.header = header;
    }

    int defineSku(
            final CommandHeader from, final Command.DefineSku command, final HeapBuffer target, final int offset) {
        defineSku
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .supplyClass((short) command.supplyClass());
        final byte[] code = utf8(command.code());
        defineSku.putCode(code, 0, code.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + defineSku.encodedLength();
    }

    int retireSku(
            final CommandHeader from, final Command.RetireSku command, final HeapBuffer target, final int offset) {
        retireSku
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .sku(command.sku());
        return MessageHeaderEncoder.ENCODED_LENGTH + retireSku.encodedLength();
    }

    int defineWarehouse(
            final CommandHeader from,
            final Command.DefineWarehouse command,
            final HeapBuffer target,
            final int offset) {
        defineWarehouse
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from));
        final byte[] code = utf8(command.code());
        defineWarehouse.putCode(code, 0, code.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + defineWarehouse.encodedLength();
    }

    int retireWarehouse(
            final CommandHeader from,
            final Command.RetireWarehouse command,
            final HeapBuffer target,
            final int offset) {
        retireWarehouse
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .warehouse(command.warehouse());
        return MessageHeaderEncoder.ENCODED_LENGTH + retireWarehouse.encodedLength();
    }

    int defineChannel(
            final CommandHeader from, final Command.DefineChannel command, final HeapBuffer target, final int offset) {
        defineChannel
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .shipUnpaid((short) (command.shipUnpaid() ? 1 : 0));
        final DefineChannelEncoder.WarehousesEncoder warehouses =
                defineChannel.warehousesCount(command.warehouses().size());
        for (final int warehouse : command.warehouses()) {
            warehouses.next().warehouse(warehouse);
        }
        final byte[] code = utf8(command.code());
        defineChannel.putCode(code, 0, code.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + defineChannel.encodedLength();
    }

    int retireChannel(
            final CommandHeader from, final Command.RetireChannel command, final HeapBuffer target, final int offset) {
        retireChannel
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .channel(command.channel());
        return MessageHeaderEncoder.ENCODED_LENGTH + retireChannel.encodedLength();
    }

    int defineCampaign(
            final CommandHeader from, final Command.DefineCampaign command, final HeapBuffer target, final int offset) {
        defineCampaign
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .startMillis(command.startMillis())
                .endMillis(command.endMillis());
        final byte[] code = utf8(command.code());
        defineCampaign.putCode(code, 0, code.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + defineCampaign.encodedLength();
    }

    int setCampaignItem(
            final CommandHeader from,
            final Command.SetCampaignItem command,
            final HeapBuffer target,
            final int offset) {
        setCampaignItem
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .campaign(command.campaign())
                .sku(command.sku())
                .limitPerBuyer(command.limitPerBuyer())
                .capUnits(command.capUnits());
        return MessageHeaderEncoder.ENCODED_LENGTH + setCampaignItem.encodedLength();
    }

    int setHoldPolicy(
            final CommandHeader from, final Command.SetHoldPolicy command, final HeapBuffer target, final int offset) {
        setHoldPolicy
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .scope(HoldScope.get(number(command.scope())))
                .target(command.target())
                .initialMillis(command.initialMillis())
                .extendedMillis(command.extendedMillis())
                .maximumMillis(command.maximumMillis())
                .anchor(HoldAnchor.get(number(command.anchor())))
                .onPaymentFailure(OnPaymentFailure.get(number(command.onPaymentFailure())));
        return MessageHeaderEncoder.ENCODED_LENGTH + setHoldPolicy.encodedLength();
    }

    int setHoldTiming(
            final CommandHeader from, final Command.SetHoldTiming command, final HeapBuffer target, final int offset) {
        setHoldTiming
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from))
                .channel(command.channel())
                .timing(HoldTiming.get(number(command.timing())));
        return MessageHeaderEncoder.ENCODED_LENGTH + setHoldTiming.encodedLength();
    }

    int setLimits(
            final CommandHeader from, final Command.SetLimits command, final HeapBuffer target, final int offset) {
        setLimits
                .wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(from.idHigh())
                .commandIdLow(from.idLow())
                .actor(from.actor())
                .reference(from.reference())
                .principal(from.principal())
                .actorType(actorType(from));
        final SetLimitsEncoder.LimitsEncoder limits =
                setLimits.limitsCount(command.limits().size());
        for (final Command.LimitValue value : command.limits()) {
            limits.next().limit(LimitName.get(number(value.limit()))).value(value.value());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + setLimits.encodedLength();
    }
}
