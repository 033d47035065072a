package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The half hour that an order holds its units. */
class HoldTest {
    private final Store store = new Store();
    private long order;

    @BeforeEach
    void placeAnOrderForTheOnlyUnit() {
        store.receive(1);
        order = store.placed(1);
    }

    @Test
    void shouldPromiseHalfAnHour() {
        assertThat(store.order(order).deadlineMillis()).isEqualTo(Store.NOON + Store.HALF_HOUR);
        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(Store.NOON + Store.HALF_HOUR);
    }

    @Test
    void shouldTakeThePaymentInTheLastMillisecond() {
        store.pass(Store.HALF_HOUR - 1);
        store.tick();

        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.order(order).state()).isEqualTo(OrderState.PAID);
        store.pass(Store.HALF_HOUR);
        store.tick();
        assertThat(store.order(order).state()).isEqualTo(OrderState.PAID);
    }

    @Test
    void shouldRefuseToCancelAfterTheDeadlineEvenBeforeTheSweep() {
        store.pass(Store.HALF_HOUR - 1);
        assertThat(store.ask(Orders.cancel(order, 0)).code()).isEqualTo(OutcomeCode.REASON_REQUIRED);
        store.pass(1);

        assertThat(store.cancel(order).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(store.order(order).due()).isTrue();
    }

    @Test
    void shouldSellTheUnitToAnotherAtTheDeadlineEvenBeforeTheSweep() {
        store.pass(Store.HALF_HOUR - 1);
        assertThat(store.place(1).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        store.pass(1);

        assertThat(store.place(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.order(order).closing()).isEqualTo(Closing.EXPIRED);
    }

    @Test
    void shouldGiveTheUnitBackAtTheSweep() {
        store.pass(Store.HALF_HOUR);
        assertThat(store.stock().held()).isEqualTo(1);
        store.tick();

        assertThat(store.stock().held()).isZero();
        assertThat(store.stock().sellable()).isEqualTo(1);
    }

    /** Lets the order come to one of the three ends that an unpaid order can take. */
    private OutcomeCode end(final String name) {
        return switch (name) {
            case "confirm" -> store.ask(new ConfirmPayment(order, Store.PRICE)).code();
            case "cancel" -> store.cancel(order).code();
            default -> expire();
        };
    }

    private OutcomeCode expire() {
        store.pass(Store.HALF_HOUR);
        store.tick();
        return store.order(order).closing() == Closing.EXPIRED ? OutcomeCode.ACCEPTED : OutcomeCode.ORDER_EXPIRED;
    }

    static List<Arguments> ends() {
        final List<String> names = List.of("confirm", "cancel", "expire");
        final List<Arguments> orders = new ArrayList<>();
        for (final String first : names) {
            for (final String second : names) {
                orders.add(Arguments.of(first, second));
            }
        }
        return orders;
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldTakeExactlyOneOfConfirmCancelAndExpire(final String first, final String second) {
        assertThat(end(first)).isEqualTo(OutcomeCode.ACCEPTED);
        final OutcomeCode then = end(second);

        final OutcomeCode expected = switch (first + " " + second) {
            case "confirm confirm" -> OutcomeCode.ALREADY_PAID;
            // A paid order can still be cancelled, and its money goes back.
            case "confirm cancel" -> OutcomeCode.ACCEPTED;
            case "cancel confirm" -> OutcomeCode.PAYMENT_AFTER_CANCEL;
            case "cancel cancel" -> OutcomeCode.ORDER_CANCELLED;
            case "expire confirm" -> OutcomeCode.PAID_LATE;
            case "expire expire" -> OutcomeCode.ACCEPTED;
            default -> OutcomeCode.ORDER_EXPIRED;
        };
        assertThat(then).isEqualTo(expected);
        assertThat(store.stock().units()).isEqualTo(1);
        assertThat(store.engine().verify()).isNull();
    }
}
