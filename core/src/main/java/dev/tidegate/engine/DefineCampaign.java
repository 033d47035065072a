package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.DefineCampaignDecoder;

/** Makes a campaign, or changes the window of the one with this code. */
final class DefineCampaign extends Handler {
    private final DefineCampaignDecoder decoder = new DefineCampaignDecoder();
    private final CodeText code = new CodeText();

    DefineCampaign(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, DefineCampaignDecoder.BLOCK_LENGTH, VERSION);
        return code.read(outcome, buffer, decoder.limit(), decoder.codeLength())
                && inRange(outcome, decoder.startMillis(), 0, Long.MAX_VALUE)
                && (decoder.endMillis() > decoder.startMillis() || refuse(outcome, OutcomeCode.WINDOW_INVALID));
    }

    @Override
    void apply(final Outcome outcome) {
        final int known = state.campaigns.codes().number(code.value());
        if (known != 0) {
            if (windowMayChange(outcome, known)) {
                final boolean earlier = decoder.endMillis() < state.campaigns.end(known);
                state.campaigns.window(known, decoder.startMillis(), decoder.endMillis());
                if (earlier) {
                    state.counters.endsEarlier(known);
                }
                defined(outcome, known, false);
            }
        } else if (decoder.endMillis() <= state.now) {
            refuse(outcome, OutcomeCode.CAMPAIGN_ENDED);
        } else if (state.campaigns.slab().live() >= state.limits.get(Limits.CAMPAIGNS)) {
            refuse(outcome, OutcomeCode.CAMPAIGNS_FULL);
        } else {
            defined(outcome, state.campaigns.add(code.value(), decoder.startMillis(), decoder.endMillis()), true);
        }
    }

    private boolean windowMayChange(final Outcome outcome, final int campaign) {
        final long start = state.campaigns.start(campaign);
        final long end = state.campaigns.end(campaign);
        if (start == decoder.startMillis() && end == decoder.endMillis()) {
            return true;
        }
        if (state.now >= end) {
            return refuse(outcome, OutcomeCode.CAMPAIGN_ENDED);
        }
        final boolean otherStart = state.now >= start && start != decoder.startMillis();
        return !otherStart && decoder.endMillis() > state.now || refuse(outcome, OutcomeCode.CAMPAIGN_STARTED);
    }

    private void defined(final Outcome outcome, final int campaign, final boolean made) {
        outcome.set(OutcomeCode.ACCEPTED, campaign, 0, 0, 0);
        state.events.entityChanged(DefineCampaignDecoder.TEMPLATE_ID, campaign, made);
    }
}
