package dev.tidegate.bench;

import java.io.IOException;
import java.util.UUID;

/** What a peer has to do right before it is measured: a repeated id, the limit of one a buyer, a release, a payment. */
final class PeerRehearsal {
    private static final long AMOUNT = MessageWriter.AMOUNT;

    private PeerRehearsal() {}

    /** A peer, one command at a time; each answers the order's number, or a number below zero when it refuses. */
    interface Shop {
        long reserve(UUID id, UUID buyer, long amount, long now) throws IOException;

        long confirm(UUID id, long order, long amount, long now) throws IOException;

        long release(UUID id, long order, long now) throws IOException;
    }

    /** Leaves nothing held or limited behind, and one unit sold. */
    static void of(final Shop shop, final long now) throws IOException {
        final UUID first = UUID.randomUUID();
        final UUID buyer = UUID.randomUUID();
        final long order = shop.reserve(first, buyer, AMOUNT, now);
        require(order > 0, "the first order was refused: " + order);
        require(shop.reserve(first, buyer, AMOUNT, now) == order, "a repeated id did not get its answer again");
        require(shop.reserve(UUID.randomUUID(), buyer, AMOUNT, now) < 0, "a buyer got two");
        require(shop.confirm(UUID.randomUUID(), order, AMOUNT + 1, now) < 0, "a wrong amount was taken");
        final UUID release = UUID.randomUUID();
        require(shop.release(release, order, now) == order, "no release");
        require(shop.release(release, order, now) == order, "a repeated release did not get its answer again");
        require(shop.confirm(UUID.randomUUID(), order, AMOUNT, now) < 0, "a released order was paid");
        final long again = shop.reserve(UUID.randomUUID(), buyer, AMOUNT, now);
        require(again > order, "the limit was not given back: " + again);
        require(shop.confirm(UUID.randomUUID(), again, AMOUNT, now) == again, "no payment");
        require(shop.release(UUID.randomUUID(), again, now) < 0, "a paid order was released");
    }

    static void require(final boolean right, final String otherwise) {
        if (!right) {
            throw new IllegalStateException("the proof failed: " + otherwise);
        }
    }
}
