package dev.tidegate.message;

import dev.tidegate.message.sbe.AdjustStockDecoder;
import dev.tidegate.message.sbe.CancelOrderDecoder;
import dev.tidegate.message.sbe.ConfirmPaymentDecoder;
import dev.tidegate.message.sbe.DefineCampaignDecoder;
import dev.tidegate.message.sbe.DefineChannelDecoder;
import dev.tidegate.message.sbe.DefineSkuDecoder;
import dev.tidegate.message.sbe.DefineWarehouseDecoder;
import dev.tidegate.message.sbe.ExtendHoldsDecoder;
import dev.tidegate.message.sbe.FailPaymentDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.ReadmitOrderDecoder;
import dev.tidegate.message.sbe.ReceiveStockDecoder;
import dev.tidegate.message.sbe.RetireChannelDecoder;
import dev.tidegate.message.sbe.RetireSkuDecoder;
import dev.tidegate.message.sbe.RetireWarehouseDecoder;
import dev.tidegate.message.sbe.ReturnLinesDecoder;
import dev.tidegate.message.sbe.ReturnToStockDecoder;
import dev.tidegate.message.sbe.SetAllotmentDecoder;
import dev.tidegate.message.sbe.SetCampaignItemDecoder;
import dev.tidegate.message.sbe.SetChannelQuotaDecoder;
import dev.tidegate.message.sbe.SetFreezeDecoder;
import dev.tidegate.message.sbe.SetHoldPolicyDecoder;
import dev.tidegate.message.sbe.SetHoldTimingDecoder;
import dev.tidegate.message.sbe.SetLimitsDecoder;
import dev.tidegate.message.sbe.SetPurchaseLimitDecoder;
import dev.tidegate.message.sbe.SetSafetyStockDecoder;
import dev.tidegate.message.sbe.ShipOrderDecoder;
import dev.tidegate.message.sbe.StartPaymentDecoder;
import dev.tidegate.message.sbe.TickDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every command of the schema and the shape of its message: block, then groups, then variable-length data. */
public enum CommandKind {
    TICK(TickDecoder.TEMPLATE_ID, TickDecoder.BLOCK_LENGTH),
    DEFINE_SKU(DefineSkuDecoder.TEMPLATE_ID, DefineSkuDecoder.BLOCK_LENGTH, groups(), data(2)),
    RETIRE_SKU(RetireSkuDecoder.TEMPLATE_ID, RetireSkuDecoder.BLOCK_LENGTH),
    DEFINE_WAREHOUSE(DefineWarehouseDecoder.TEMPLATE_ID, DefineWarehouseDecoder.BLOCK_LENGTH, groups(), data(2)),
    RETIRE_WAREHOUSE(RetireWarehouseDecoder.TEMPLATE_ID, RetireWarehouseDecoder.BLOCK_LENGTH),
    DEFINE_CHANNEL(
            DefineChannelDecoder.TEMPLATE_ID,
            DefineChannelDecoder.BLOCK_LENGTH,
            groups(DefineChannelDecoder.WarehousesDecoder.sbeBlockLength()),
            data(2)),
    RETIRE_CHANNEL(RetireChannelDecoder.TEMPLATE_ID, RetireChannelDecoder.BLOCK_LENGTH),
    DEFINE_CAMPAIGN(DefineCampaignDecoder.TEMPLATE_ID, DefineCampaignDecoder.BLOCK_LENGTH, groups(), data(2)),
    SET_CAMPAIGN_ITEM(SetCampaignItemDecoder.TEMPLATE_ID, SetCampaignItemDecoder.BLOCK_LENGTH),
    SET_ALLOTMENT(SetAllotmentDecoder.TEMPLATE_ID, SetAllotmentDecoder.BLOCK_LENGTH),
    SET_HOLD_POLICY(SetHoldPolicyDecoder.TEMPLATE_ID, SetHoldPolicyDecoder.BLOCK_LENGTH),
    SET_SAFETY_STOCK(SetSafetyStockDecoder.TEMPLATE_ID, SetSafetyStockDecoder.BLOCK_LENGTH),
    SET_CHANNEL_QUOTA(SetChannelQuotaDecoder.TEMPLATE_ID, SetChannelQuotaDecoder.BLOCK_LENGTH),
    SET_PURCHASE_LIMIT(SetPurchaseLimitDecoder.TEMPLATE_ID, SetPurchaseLimitDecoder.BLOCK_LENGTH),
    SET_FREEZE(SetFreezeDecoder.TEMPLATE_ID, SetFreezeDecoder.BLOCK_LENGTH),
    SET_HOLD_TIMING(SetHoldTimingDecoder.TEMPLATE_ID, SetHoldTimingDecoder.BLOCK_LENGTH),
    SET_LIMITS(
            SetLimitsDecoder.TEMPLATE_ID,
            SetLimitsDecoder.BLOCK_LENGTH,
            groups(SetLimitsDecoder.LimitsDecoder.sbeBlockLength()),
            data()),
    RECEIVE_STOCK(ReceiveStockDecoder.TEMPLATE_ID, ReceiveStockDecoder.BLOCK_LENGTH),
    ADJUST_STOCK(AdjustStockDecoder.TEMPLATE_ID, AdjustStockDecoder.BLOCK_LENGTH),
    RETURN_TO_STOCK(ReturnToStockDecoder.TEMPLATE_ID, ReturnToStockDecoder.BLOCK_LENGTH),
    PLACE_ORDER(
            PlaceOrderDecoder.TEMPLATE_ID,
            PlaceOrderDecoder.BLOCK_LENGTH,
            PlaceOrderDecoder.orderedMillisEncodingOffset(),
            groups(PlaceOrderDecoder.LinesDecoder.sbeBlockLength(), PlaceOrderDecoder.AliasesDecoder.sbeBlockLength()),
            data(2, 4)),
    START_PAYMENT(StartPaymentDecoder.TEMPLATE_ID, StartPaymentDecoder.BLOCK_LENGTH),
    CONFIRM_PAYMENT(ConfirmPaymentDecoder.TEMPLATE_ID, ConfirmPaymentDecoder.BLOCK_LENGTH),
    FAIL_PAYMENT(FailPaymentDecoder.TEMPLATE_ID, FailPaymentDecoder.BLOCK_LENGTH),
    CANCEL_ORDER(
            CancelOrderDecoder.TEMPLATE_ID,
            CancelOrderDecoder.BLOCK_LENGTH,
            groups(CancelOrderDecoder.LinesDecoder.sbeBlockLength()),
            data()),
    SHIP_ORDER(
            ShipOrderDecoder.TEMPLATE_ID,
            ShipOrderDecoder.BLOCK_LENGTH,
            groups(ShipOrderDecoder.LinesDecoder.sbeBlockLength()),
            data()),
    RETURN_LINES(
            ReturnLinesDecoder.TEMPLATE_ID,
            ReturnLinesDecoder.BLOCK_LENGTH,
            groups(ReturnLinesDecoder.LinesDecoder.sbeBlockLength()),
            data()),
    READMIT_ORDER(ReadmitOrderDecoder.TEMPLATE_ID, ReadmitOrderDecoder.BLOCK_LENGTH, groups(), data(4)),
    EXTEND_HOLDS(ExtendHoldsDecoder.TEMPLATE_ID, ExtendHoldsDecoder.BLOCK_LENGTH);

    private static final @Nullable CommandKind[] BY_TEMPLATE = new CommandKind[64];

    static {
        Arrays.stream(values()).forEach(kind -> BY_TEMPLATE[kind.templateId] = kind);
    }

    private final int templateId;
    private final int blockLength;
    private final long header;
    private final long shortHeader;
    private final int firstGroupBlockLength;
    private final int secondGroupBlockLength;
    private final int firstDataLengthBytes;
    private final int secondDataLengthBytes;

    CommandKind(final int templateId, final int blockLength) {
        this(templateId, blockLength, groups(), data());
    }

    CommandKind(
            final int templateId, final int blockLength, final int[] groupBlockLengths, final int[] dataLengthBytes) {
        this(templateId, blockLength, blockLength, groupBlockLengths, dataLengthBytes);
    }

    CommandKind(
            final int templateId,
            final int blockLength,
            final int shortBlockLength,
            final int[] groupBlockLengths,
            final int[] dataLengthBytes) {
        this.templateId = templateId;
        this.blockLength = blockLength;
        header = headerOf(templateId, blockLength);
        shortHeader = headerOf(templateId, shortBlockLength);
        firstGroupBlockLength = at(groupBlockLengths, 0);
        secondGroupBlockLength = at(groupBlockLengths, 1);
        firstDataLengthBytes = at(dataLengthBytes, 0);
        secondDataLengthBytes = at(dataLengthBytes, 1);
    }

    private static long headerOf(final int templateId, final int blockLength) {
        return (long) TickDecoder.SCHEMA_VERSION << 48
                | (long) TickDecoder.SCHEMA_ID << 32
                | (long) templateId << 16
                | blockLength;
    }

    private static int at(final int[] values, final int index) {
        return index < values.length ? values[index] : 0;
    }

    private static int[] groups(final int... blockLengths) {
        return blockLengths;
    }

    private static int[] data(final int... lengthBytes) {
        return lengthBytes;
    }

    /** The command with that template id, or null. */
    public static @Nullable CommandKind of(final int templateId) {
        return templateId < 0 || templateId >= BY_TEMPLATE.length ? null : BY_TEMPLATE[templateId];
    }

    /** Number of the message in the schema. */
    public int templateId() {
        return templateId;
    }

    int blockLength() {
        return blockLength;
    }

    /** The eight bytes that a message of this kind begins with, the first lowest. */
    long header() {
        return header;
    }

    /** The same of one without its optional fields; equal when there are none. */
    long shortHeader() {
        return shortHeader;
    }

    /** Block length of an entry of the first group, 0 when there is none; no message has more than two. */
    int firstGroupBlockLength() {
        return firstGroupBlockLength;
    }

    int secondGroupBlockLength() {
        return secondGroupBlockLength;
    }

    /** Bytes of the length in front of the first data, 0 when there is none; no message has more than two. */
    int firstDataLengthBytes() {
        return firstDataLengthBytes;
    }

    int secondDataLengthBytes() {
        return secondDataLengthBytes;
    }
}
