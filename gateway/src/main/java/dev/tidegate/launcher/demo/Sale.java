package dev.tidegate.launcher.demo;

import dev.tidegate.Orders;
import dev.tidegate.launcher.ProgressBar;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The sale, second by second: who comes, what he asks for, and what becomes of his order. Most come in the first minute
 * for the same SKU; of those who get something most pay, some fail to, some cancel, some never come back.
 */
final class Sale {
    private static final int SECOND = 1000;
    private static final int HOLD_SECONDS = (int) (Shelves.HOLD_MILLIS / SECOND);
    private static final int CANCEL_REASON = 7;

    /** What a buyer does next. */
    private enum Act {
        ORDER,
        START_PAYMENT,
        CONFIRM_PAYMENT,
        FAIL_PAYMENT,
        CANCEL,
        /** Nothing any more: the hold expires by itself. */
        FORGET
    }

    /** A basket, and the order it became. */
    private static final class Basket {
        final int buyer;
        final boolean wanted;
        final int[] skus;
        final String number;
        long orderId;

        Basket(final int buyer, final boolean wanted, final int[] skus, final String number) {
            this.buyer = buyer;
            this.wanted = wanted;
            this.skus = skus;
            this.number = number;
        }

        long total() {
            return IntStream.of(skus).mapToLong(Shelves::price).sum();
        }
    }

    private record Plan(int second, long serial, Act act, Basket basket) {}

    private final DemoSettings settings;
    private final Shelves shelves;
    private final Feed feed;
    private final Books books;
    private final SplittableRandom chance;
    private final PriorityQueue<Plan> plans =
            new PriorityQueue<>(Comparator.comparingInt(Plan::second).thenComparingLong(Plan::serial));
    private long serial;

    Sale(final DemoSettings settings, final Shelves shelves, final Feed feed, final Books books) {
        this.settings = settings;
        this.shelves = shelves;
        this.feed = feed;
        this.books = books;
        chance = new SplittableRandom(settings.seed());
    }

    /** Lets everybody come, and goes on until nobody has anything left to do. */
    void run(final ProgressBar bar) {
        for (int buyer = 0; buyer < settings.buyers(); buyer++) {
            arrive(buyer);
        }
        final List<Plan> round = new ArrayList<>();
        long done = 0;
        while (!plans.isEmpty()) {
            final int second = plans.element().second;
            while (!plans.isEmpty() && plans.element().second == second) {
                round.add(plans.remove());
            }
            done += round.size();
            play(second, round);
            bar.show(done);
            round.clear();
        }
    }

    private void arrive(final int buyer) {
        final boolean early = chance.nextInt(10) < 8;
        final double spread = chance.nextDouble();
        final int second = (int) (early ? 60 * spread * spread : spread * Shelves.CAMPAIGN_MILLIS / SECOND);
        final boolean wanted = shelves.skus() == 1 || chance.nextInt(10) < 7;
        plan(second, Act.ORDER, new Basket(buyer, wanted, wanted ? wantedOnly() : tail(), "D-" + buyer));
        if (wanted && chance.nextInt(10) < 3) {
            final int again = second + 60 + chance.nextInt(1200);
            plan(again, Act.ORDER, new Basket(buyer, true, wantedOnly(), "D-" + buyer + "-2"));
        }
    }

    private static int[] wantedOnly() {
        return new int[] {Shelves.wanted()};
    }

    private int[] tail() {
        return IntStream.generate(() -> shelves.tailSku(chance.nextDouble()))
                .limit(1 + chance.nextInt(3))
                .distinct()
                .toArray();
    }

    private void plan(final int second, final Act act, final Basket basket) {
        plans.add(new Plan(second, serial++, act, basket));
    }

    private void play(final int second, final List<Plan> round) {
        round.removeIf(this::expires);
        feed.begin(Shelves.START_MILLIS + (long) second * SECOND);
        round.forEach(plan -> feed.give(command(plan)));
        feed.awaitAnswers();
        for (int i = 0; i < round.size(); i++) {
            answered(round.get(i), feed.code(i), feed.entity(i));
        }
    }

    private Command command(final Plan plan) {
        final Basket basket = plan.basket;
        return switch (plan.act) {
            case ORDER -> order(basket);
            case START_PAYMENT -> new StartPayment(basket.orderId);
            case CONFIRM_PAYMENT -> new ConfirmPayment(basket.orderId, basket.total());
            case FAIL_PAYMENT -> new FailPayment(basket.orderId);
            case CANCEL -> Orders.cancel(basket.orderId, CANCEL_REASON);
            case FORGET -> throw new IllegalStateException("nothing is sent for " + plan);
        };
    }

    private Command order(final Basket basket) {
        final Orders.Place order = Orders.place(
                        1 + basket.buyer % Shelves.CHANNELS, basket.number, "demo", Urgency.NORMAL)
                .buyer(1, basket.buyer);
        for (final int sku : basket.skus) {
            if (basket.wanted) {
                order.campaignLine(shelves.campaign(), sku, 1, Shelves.price(sku));
            } else {
                order.line(sku, 1, Shelves.price(sku));
            }
        }
        return order.build();
    }

    private void answered(final Plan plan, final OutcomeCode code, final long entity) {
        final Basket basket = plan.basket;
        if (plan.act == Act.ORDER) {
            books.ordered(basket.buyer, basket.wanted, code);
            if (code.accepted()) {
                basket.orderId = entity;
                decide(plan.second, basket);
            }
            return;
        }
        ProofException.requireEqual("the answer to " + plan.act + " of " + basket.number, OutcomeCode.ACCEPTED, code);
        switch (plan.act) {
            case CONFIRM_PAYMENT -> books.paid(basket.wanted, basket.skus);
            case FAIL_PAYMENT -> {
                books.paymentFailed++;
                books.gaveBack(basket.buyer, basket.wanted);
            }
            case CANCEL -> {
                books.cancelled++;
                books.gaveBack(basket.buyer, basket.wanted);
            }
            default -> {}
        }
    }

    /** What is due expires before the first command of its second. */
    private boolean expires(final Plan plan) {
        if (plan.act == Act.FORGET) {
            books.expired++;
            books.gaveBack(plan.basket.buyer, plan.basket.wanted);
        }
        return plan.act == Act.FORGET;
    }

    /** What becomes of an order: of a hundred 78 are paid, 7 fail to pay, 5 are cancelled, 10 forgotten. */
    private void decide(final int second, final Basket basket) {
        final int fate = chance.nextInt(100);
        final int soon = second + 1 + chance.nextInt(120);
        final int later = soon + 1 + chance.nextInt(60);
        if (fate < 85) {
            plan(soon, Act.START_PAYMENT, basket);
            plan(later, fate < 78 ? Act.CONFIRM_PAYMENT : Act.FAIL_PAYMENT, basket);
        } else if (fate < 90) {
            plan(soon, Act.CANCEL, basket);
        } else {
            plan(second + HOLD_SECONDS, Act.FORGET, basket);
        }
    }
}
