package dev.tidegate.launcher.replay;

import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the order that a line of a return belongs to: the file does not name it.
 *
 * <p>It is the same customer's most recently placed accepted order whose lines of the SKU, summed, still have at least
 * the quantity unreturned; it is taken from those lines in their order. One order bears the whole line or none does. A
 * line without a customer matches nothing, and an order without one is never matched.
 *
 * <p>The caller carries out the steps of the plan in order, tells of each accepted order, and asks for each line of a
 * return; the answers follow from these calls alone, so a resumed run comes to the same ones by making them again. A
 * search passes over the orders of this customer for this SKU that still have something unreturned, latest first.
 */
public final class ReturnMatcher {
    private final List<ReplayStep> steps;
    private final Map<CustomerSku, List<Purchase>> purchases = new HashMap<>();
    private int latestOrderStep = -1;

    private record CustomerSku(String customer, String sku) {}

    /** The lines of one SKU in one order. */
    private static final class Purchase {
        final int orderStep;
        final List<ReturnMatch.Part> unreturned = new ArrayList<>();
        long units;

        Purchase(int orderStep) {
            this.orderStep = orderStep;
        }
    }

    public ReturnMatcher(ReplayPlan plan) {
        this.steps = plan.steps();
    }

    /**
     * Tells that an order was accepted; of a refused one nothing is told.
     *
     * @param orderStep index of a {@link PlaceOrder} in {@link ReplayPlan#steps()}, higher than that of the last call
     */
    public void accepted(int orderStep) {
        if (orderStep <= latestOrderStep || !(steps.get(orderStep) instanceof PlaceOrder order)) {
            throw new IllegalArgumentException(
                    "step " + orderStep + " is no order after step " + latestOrderStep + ", the latest one accepted");
        }
        latestOrderStep = orderStep;
        if (!order.customer().isEmpty()) {
            for (int i = 0; i < order.lines().size(); i++) {
                remember(orderStep, order.customer(), i, order.lines().get(i));
            }
        }
    }

    private void remember(int orderStep, String customer, int lineIndex, OrderLine line) {
        List<Purchase> ofSku =
                purchases.computeIfAbsent(new CustomerSku(customer, line.sku()), unseen -> new ArrayList<>());
        if (ofSku.isEmpty() || ofSku.get(ofSku.size() - 1).orderStep != orderStep) {
            ofSku.add(new Purchase(orderStep));
        }
        Purchase purchase = ofSku.get(ofSku.size() - 1);
        purchase.unreturned.add(new ReturnMatch.Part(lineIndex, line.quantity()));
        purchase.units += line.quantity();
    }

    /**
     * Finds the order of a line and counts its units as returned.
     *
     * @return empty if the line is unmatched
     */
    public Optional<ReturnMatch> match(ReturnLine line) {
        List<Purchase> ofSku = purchases.getOrDefault(new CustomerSku(line.customer(), line.sku()), List.of());
        for (int i = ofSku.size() - 1; i >= 0; i--) {
            Purchase purchase = ofSku.get(i);
            if (purchase.units >= line.quantity()) {
                List<ReturnMatch.Part> parts = take(purchase, line.quantity());
                if (purchase.units == 0) {
                    ofSku.remove(i);
                }
                return Optional.of(new ReturnMatch(purchase.orderStep, parts));
            }
        }
        return Optional.empty();
    }

    private static List<ReturnMatch.Part> take(Purchase purchase, long quantity) {
        List<ReturnMatch.Part> taken = new ArrayList<>();
        long wanted = quantity;
        while (wanted > 0) {
            ReturnMatch.Part next = purchase.unreturned.get(0);
            long units = Math.min(wanted, next.quantity());
            taken.add(new ReturnMatch.Part(next.lineIndex(), units));
            wanted -= units;
            if (units == next.quantity()) {
                purchase.unreturned.remove(0);
            } else {
                purchase.unreturned.set(0, new ReturnMatch.Part(next.lineIndex(), next.quantity() - units));
            }
        }
        purchase.units -= quantity;
        return taken;
    }
}
