package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnMatcherTest {
    private final List<ReplayStep> orders = new ArrayList<>();

    @Test
    void shouldTakeFromTheLatestAcceptedOrderThatHasEnough() {
        order("ann", line("A", 5));
        order("ann", line("A", 3));
        order("ann", line("A", 9));
        ReturnMatcher matcher = accepting(0, 1);

        assertThat(matcher.match(back("ann", "A", 3))).contains(match(1, part(0, 3)));
        assertThat(matcher.match(back("ann", "A", 3))).contains(match(0, part(0, 3)));
        assertThat(matcher.match(back("ann", "A", 3))).isEmpty();
        assertThat(matcher.match(back("ann", "A", 2))).contains(match(0, part(0, 2)));
        assertThat(matcher.match(back("ann", "A", 1))).isEmpty();
    }

    @Test
    void shouldSpreadOverTheLinesOfTheSkuInTheirOrder() {
        order("ann", line("B", 1), line("A", 2), line("B", 7), line("A", 3), line("A", 4));
        ReturnMatcher matcher = accepting(0);

        assertThat(matcher.match(back("ann", "A", 4))).contains(match(0, part(1, 2), part(3, 2)));
        assertThat(matcher.match(back("ann", "A", 6))).isEmpty();
        assertThat(matcher.match(back("ann", "A", 5))).contains(match(0, part(3, 1), part(4, 4)));
        assertThat(matcher.match(back("ann", "B", 8))).contains(match(0, part(0, 1), part(2, 7)));
    }

    @Test
    void shouldNeverSplitALineOverTwoOrders() {
        order("ann", line("A", 5));
        order("ann", line("A", 5));

        assertThat(accepting(0, 1).match(back("ann", "A", 6))).isEmpty();
    }

    @Test
    void shouldKeepCustomersAndSkusApartAndMatchNobodyWithoutCustomer() {
        order("ann", line("A", 5));
        order("", line("A", 5));
        ReturnMatcher matcher = accepting(0, 1);

        assertThat(matcher.match(back("bob", "A", 1))).isEmpty();
        assertThat(matcher.match(back("ann", "B", 1))).isEmpty();
        assertThat(matcher.match(back("", "A", 1))).isEmpty();
    }

    @Test
    void shouldNotMatchAnOrderThatIsAcceptedLater() {
        order("ann", line("A", 5));
        ReturnMatcher matcher = accepting();

        assertThat(matcher.match(back("ann", "A", 1))).isEmpty();
        matcher.accepted(0);
        assertThat(matcher.match(back("ann", "A", 1))).isPresent();
    }

    @Test
    void shouldRefuseStepsOutOfOrderOrThatAreNoOrders() {
        order("ann", line("A", 5));
        orders.add(new ReplayStep.OpeningStock(1, 0, "A", 5));
        ReturnMatcher matcher = accepting(0);

        assertThatIllegalArgumentException().isThrownBy(() -> matcher.accepted(0));
        assertThatIllegalArgumentException().isThrownBy(() -> matcher.accepted(1));
    }

    private void order(String customer, OrderLine... lines) {
        orders.add(new PlaceOrder(orders.size() + 1L, 0, "" + orders.size(), customer, List.of(lines)));
    }

    private ReturnMatcher accepting(int... steps) {
        ReturnMatcher matcher = new ReturnMatcher(new ReplayPlan(0, 0, 0, 0, 0, orders, List.of()));
        for (int step : steps) {
            matcher.accepted(step);
        }
        return matcher;
    }

    private static OrderLine line(String sku, long quantity) {
        return new OrderLine(1, sku, quantity, 0);
    }

    private static ReturnLine back(String customer, String sku, long quantity) {
        return new ReturnLine(1, sku, customer, quantity, 0);
    }

    private static ReturnMatch match(int orderStep, ReturnMatch.Part... parts) {
        return new ReturnMatch(orderStep, List.of(parts));
    }

    private static ReturnMatch.Part part(int lineIndex, long quantity) {
        return new ReturnMatch.Part(lineIndex, quantity);
    }
}
