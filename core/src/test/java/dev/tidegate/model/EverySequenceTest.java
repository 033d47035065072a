package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every sequence of a few commands, none left to chance: one SKU of two units, two buyers, holds that run out, a sweep that
 * comes or does not. After each the engine and the model have given the same answers and are in the same state. How long
 * the sequences are says {@code -Dtidegate.sequences.length}: 4 by default, some seconds; each more takes ten times as long.
 */
final class EverySequenceTest {
    private static final int LENGTH = Integer.getInteger("tidegate.sequences.length", 4);
    private static final long NOON = 1_700_000_000_000L;
    private static final long HOLD_MILLIS = 10;
    private static final long PRICE = 100;
    private static final int UNITS = 2;
    private static final int LIMIT_PER_BUYER = 2;
    private static final int LONGEST_MESSAGE = 1024;
    private static final EngineSettings TINY = new EngineSettings(7, 8, 16, 64, 64);
    private static final int NEVER_COMPARED_ON_THE_WAY = Integer.MAX_VALUE;
    private static final Letter[] ALPHABET = Letter.values();

    /** What a sequence is made of. */
    private enum Letter {
        FIRST_BUYER_ORDERS_ONE,
        SECOND_BUYER_ORDERS_TWO,
        PAY_FIRST_ORDER,
        PAY_LAST_ORDER,
        CANCEL_FIRST_ORDER,
        SHIP_FIRST_ORDER,
        ONE_UNIT_LESS,
        ASK_AGAIN,
        /** To the very millisecond in which a hold that begins now runs out. */
        TIME_PASSES,
        TICK
    }

    /** A sequence as it is built up, from a shop that has opened. */
    private static final class Story {
        final List<Step> steps = new ArrayList<>();
        private long now = NOON;
        private long firstOrder;
        private long lastOrder;

        Story() {
            add(new DefineSku("tea", 1));
            add(new DefineWarehouse("house"));
            add(new DefineChannel("shop", false, List.of(1)));
            add(new ReceiveStock(1, 1, UNITS, 1, 0, 0, 0));
            add(new SetPurchaseLimit(1, LIMIT_PER_BUYER, 60_000));
        }

        void tell(final Letter letter) {
            switch (letter) {
                case FIRST_BUYER_ORDERS_ONE -> order(1, 1);
                case SECOND_BUYER_ORDERS_TWO -> order(2, 2);
                case PAY_FIRST_ORDER -> add(new ConfirmPayment(firstOrder, PRICE));
                case PAY_LAST_ORDER -> add(new ConfirmPayment(lastOrder, PRICE));
                case CANCEL_FIRST_ORDER -> add(new CancelOrder(firstOrder, 1, List.of()));
                case SHIP_FIRST_ORDER -> add(new ShipOrder(firstOrder, List.of()));
                case ONE_UNIT_LESS -> add(new AdjustStock(1, 1, AdjustMode.BY, -1, 1, 0));
                case ASK_AGAIN -> askAgain();
                case TIME_PASSES -> now += HOLD_MILLIS;
                case TICK -> steps.add(Step.tick(key(), now));
            }
        }

        private long key() {
            return steps.size() + 1L;
        }

        private void add(final Command command) {
            final CommandHeader header = CommandHeader.of(now << 16 | 0x7000, 1L << 63 | key());
            steps.add(new Step(key(), now, header, command));
        }

        private void order(final long buyer, final long units) {
            lastOrder = key();
            firstOrder = firstOrder == 0 ? lastOrder : firstOrder;
            add(new PlaceOrder(
                    1,
                    "number" + lastOrder,
                    "TEST",
                    Urgency.NORMAL,
                    Placing.ALL_OR_NONE,
                    "CNY",
                    PRICE,
                    0,
                    buyer,
                    HOLD_MILLIS,
                    List.of(new OrderLine(1, 0, 0, units, PRICE, 0, 0)),
                    List.of(),
                    new byte[0]));
        }

        /** The last command once more, under its id; at a later time if time has passed. */
        private void askAgain() {
            for (int i = steps.size() - 1; i >= 0; i--) {
                final Step last = steps.get(i);
                if (!last.isTick()) {
                    steps.add(new Step(last.key(), now, last.header(), last.command()));
                    return;
                }
            }
        }
    }

    @Test
    void shouldAnswerEverySequenceAsTheModelDoes() {
        final Coverage unused = new Coverage();
        final Set<Letter> told = EnumSet.noneOf(Letter.class);
        long sequences = 0;
        for (int length = 1; length <= LENGTH; length++) {
            final long count = Math.round(Math.pow(ALPHABET.length, length));
            for (long number = 0; number < count; number++) {
                final Story story = new Story();
                long left = number;
                for (int i = 0; i < length; i++) {
                    final Letter letter = ALPHABET[(int) (left % ALPHABET.length)];
                    left /= ALPHABET.length;
                    told.add(letter);
                    story.tell(letter);
                }
                compare(story, unused);
                sequences++;
            }
        }
        System.out.println("report: every sequence of up to " + LENGTH + " of " + ALPHABET.length + " commands: "
                + sequences + " beside the model");
        assertThat(told).containsExactly(ALPHABET);
    }

    private static void compare(final Story story, final Coverage unused) {
        final SideBySide both =
                new SideBySide(() -> new EngineSubject(TINY, LONGEST_MESSAGE), NEVER_COMPARED_ON_THE_WAY);
        Optional<SideBySide.Difference> difference = Optional.empty();
        for (int i = 0; i < story.steps.size() && difference.isEmpty(); i++) {
            difference = both.run(story.steps.get(i), unused);
        }
        if (difference.isEmpty()) {
            difference = both.compareState();
        }
        assertThat(difference).as(() -> String.valueOf(story.steps)).isEmpty();
    }
}
