package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.HoldAnchor;
import dev.tidegate.message.sbe.HoldScope;
import dev.tidegate.message.sbe.OnPaymentFailure;
import dev.tidegate.message.sbe.SetHoldPolicyDecoder;

/** Says how long holds last. */
final class SetHoldPolicy extends Handler {
    private static final int SCOPES = 4;

    private final SetHoldPolicyDecoder decoder = new SetHoldPolicyDecoder();

    SetHoldPolicy(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetHoldPolicyDecoder.BLOCK_LENGTH, VERSION);
        final int scope = decoder.scopeRaw();
        return inRange(outcome, scope, 1, SCOPES)
                && (scope == HoldScope.DEFAULT.value()
                        ? inRange(outcome, decoder.target(), 0, 0)
                        : inRange(outcome, decoder.target(), 1, Integer.MAX_VALUE))
                && inRange(outcome, decoder.initialMillis(), 1, FOUR_HUNDRED_DAYS)
                && inRange(outcome, decoder.extendedMillis(), 0, FOUR_HUNDRED_DAYS)
                && inRange(outcome, decoder.maximumMillis(), decoder.initialMillis(), FOUR_HUNDRED_DAYS)
                && inRange(outcome, decoder.anchorRaw(), 1, 2)
                && inRange(outcome, decoder.onPaymentFailureRaw(), 1, 2);
    }

    @Override
    void apply(final Outcome outcome) {
        final int target = decoder.target();
        final HoldScope scope = decoder.scope();
        if (!usable(outcome, scope, target)) {
            return;
        }
        final int policy = state.policies.numberOf(
                decoder.initialMillis(),
                decoder.extendedMillis(),
                decoder.maximumMillis(),
                decoder.anchorRaw() == HoldAnchor.PAYMENT.value(),
                decoder.onPaymentFailureRaw() == OnPaymentFailure.KEEP.value());
        int sku = 0;
        int channel = 0;
        int campaign = 0;
        switch (scope) {
            case CHANNEL -> state.channels.policy(channel = target, policy);
            case SKU -> state.skus.policy(sku = target, policy);
            case CAMPAIGN -> state.campaigns.policy(campaign = target, policy);
            default -> state.policies.standard(policy);
        }
        state.events.settingChanged(SetHoldPolicyDecoder.TEMPLATE_ID, sku, channel, campaign, decoder.initialMillis());
    }

    private boolean usable(final Outcome outcome, final HoldScope scope, final int target) {
        return switch (scope) {
            case CHANNEL -> channelUsable(outcome, target);
            case SKU -> skuUsable(outcome, target, 0);
            case CAMPAIGN -> campaignUsable(outcome, target);
            default -> true;
        };
    }
}
