package dev.tidegate.view;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.ForSale;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Keeps the stock view and the shield up to date, on the engine's thread. What leaves the shield does so before
 * {@link #publish} returns, and so before anybody is answered; what enters it may take a few batches more, until every
 * id accepted before is in the filter.
 */
public final class StockPublisher {
    private static final int IDS_AT_START = 1 << 20;
    private static final int IDS_PER_CALL = 2_048;
    private static final int IDS_PER_COMMAND = 2;

    private final Engine engine;
    private final ForSale forSale;
    private final StockView view = new StockView();
    private final AcceptedIds accepted;
    private final SoldOutShield shield;
    private final EnteringSkus entering = new EnteringSkus();
    private final ForSale.SkuSink sink = this::sku;
    private long published;
    private long channelChanges;
    private boolean channelsEntering;
    private boolean changing;

    /** Publishes what the engine holds now. */
    public StockPublisher(final Engine engine) {
        this.engine = engine;
        forSale = engine.forSale();
        accepted = new AcceptedIds(forSale, new SecureRandom().nextLong());
        shield = new SoldOutShield(view, accepted.filter());
        published = engine.sequence();
        channelChanges = forSale.channelChanges();
        channelsEntering = true;
        forSale.takeAll(sink);
        shield.idsFrom(forSale.idsRememberedFrom());
        view.published(published);
        boolean caughtUp = false;
        while (!caughtUp) {
            caughtUp = accepted.catchUp(published, IDS_AT_START);
        }
        enter();
    }

    public StockView view() {
        return view;
    }

    public SoldOutShield shield() {
        return shield;
    }

    /** Publishes what changed since the last call. In DISK every command applied so far has been forced. */
    public void publish() {
        final long sequence = engine.sequence();
        if (sequence == published) {
            return;
        }
        final int commands = (int) Math.min(IDS_PER_CALL, sequence - published);
        published = sequence;
        forSale.takeChanged(sink);
        if (forSale.channelChanges() != channelChanges) {
            channelChanges = forSale.channelChanges();
            change();
            shield.closeChannels();
            channelsEntering = true;
        }
        endChange();
        shield.idsFrom(forSale.idsRememberedFrom());
        view.published(sequence);
        if ((entering.any() || channelsEntering || accepted.wantsRenewal())
                && accepted.catchUp(sequence, IDS_PER_CALL + IDS_PER_COMMAND * commands)) {
            enter();
        }
    }

    /** Whatever has changed relies on what the filter does not hold yet: it enters the shield anew. */
    private void sku(
            final int sku, final long units, final long allotted, final boolean frozen, final boolean soldOut) {
        if (view.soldOut(sku)) {
            change();
        }
        view.write(sku, units, allotted, frozen, false, published);
        entering.set(sku, soldOut);
    }

    private void change() {
        if (!changing) {
            changing = true;
            shield.beginChange();
        }
    }

    private void endChange() {
        if (changing) {
            changing = false;
            shield.endChange();
        }
    }

    /** Every id accepted so far is in the filter: what waits for that may be relied on. */
    private void enter() {
        if (accepted.isRenewed(published)) {
            change();
            accepted.exchange();
            shield.filter(accepted.filter());
            endChange();
        }
        if (channelsEntering) {
            channelsEntering = false;
            shield.openChannels(channelsAtOrder());
        }
        entering.take(view);
    }

    private long[] channelsAtOrder() {
        final long[] bits = new long[(forSale.channels() >>> 6) + 1];
        Arrays.setAll(bits, word -> {
            long open = 0;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                open |= forSale.holdsAtOrder((word << 6) + bit) ? 1L << bit : 0;
            }
            return open;
        });
        return bits;
    }
}
