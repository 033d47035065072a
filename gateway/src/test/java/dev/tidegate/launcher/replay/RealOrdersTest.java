package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The plan of a whole year of a real shop (Chen, D. (2015), Online Retail, UCI Machine Learning Repository,
 * https://doi.org/10.24432/C5BW33), carried out on a plain map of stock. Runs where TIDEGATE_REAL_ORDERS names the
 * file, 541,909 records in the order of the shop.
 */
class RealOrdersTest {
    @Test
    void shouldRejectWhatIsNoStockLine() throws IOException {
        ReplayPlan plan = ReplayPlan.of(realOrders(), 90);

        assertThat(plan.lines()).isEqualTo(541_909);
        assertThat(plan.orders()).isEqualTo(19_773);
        assertThat(plan.skus()).isEqualTo(3_791);
        assertThat(Arrays.stream(RejectCause.values()).map(plan::rejectCount))
                .containsExactly(0L, 3L, 2_992L, 1_324L, 1_161L);
    }

    @Test
    void shouldComeToTheKnownFiguresWithStockForMostOrders() throws IOException {
        assertThat(run(90))
                .isEqualTo(
                        new Figures(5_017_523, 17_697, 2_076, 4_491_106, 815_710_283, 6_761, 1_943, 86_591, 613_008));
    }

    @Test
    void shouldComeToTheKnownFiguresWithStockForHalf() throws IOException {
        assertThat(run(50))
                .isEqualTo(
                        new Figures(2_787_554, 11_374, 8_399, 2_248_948, 402_301_679, 4_674, 4_030, 52_112, 590_718));
    }

    @Test
    void shouldRefuseNothingWithTwiceTheStock() throws IOException {
        assertThat(run(200))
                .isEqualTo(
                        new Figures(11_153_992, 19_773, 0, 5_576_996, 1_027_103_461, 7_401, 1_303, 249_549, 5_826_545));
    }

    private record Figures(
            long unitsOpening,
            int accepted,
            int refused,
            long unitsSold,
            long soldMinor,
            int returnLinesMatched,
            int returnLinesUnmatched,
            long unitsReturned,
            long unitsLeft) {}

    private static OrdersFile realOrders() throws IOException {
        String path = System.getenv("TIDEGATE_REAL_ORDERS");
        assumeTrue(path != null, "TIDEGATE_REAL_ORDERS is not set: the file of real orders is not tested");
        return OrdersFile.open(Path.of(path));
    }

    private static Figures run(int openingPercent) throws IOException {
        ReplayPlan plan = ReplayPlan.of(realOrders(), openingPercent);
        Shop shop = new Shop(plan);
        List<ReplayStep> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            ReplayStep step = steps.get(i);
            if (step instanceof OpeningStock opening) {
                shop.stock.merge(opening.sku(), opening.quantity(), Long::sum);
            } else if (step instanceof PlaceOrder order) {
                shop.place(i, order);
            } else if (step instanceof ReturnInvoice returned) {
                returned.lines().forEach(shop::takeBack);
            }
        }
        long left = shop.stock.values().stream().mapToLong(Long::longValue).sum();
        return new Figures(
                plan.openingUnits(),
                shop.accepted,
                plan.orders() - shop.accepted,
                shop.sold,
                shop.soldMinor,
                shop.matched,
                shop.unmatched,
                shop.returned,
                left);
    }

    private static final class Shop {
        final Map<String, Long> stock = new HashMap<>();
        final ReplayPlan plan;
        final ReturnMatcher matcher;
        int accepted;
        long sold;
        long soldMinor;
        int matched;
        int unmatched;
        long returned;

        Shop(ReplayPlan plan) {
            this.plan = plan;
            this.matcher = new ReturnMatcher(plan);
        }

        void place(int step, PlaceOrder order) {
            Map<String, Long> asked = order.lines().stream()
                    .collect(Collectors.groupingBy(OrderLine::sku, Collectors.summingLong(OrderLine::quantity)));
            if (asked.entrySet().stream().allMatch(sku -> stock.getOrDefault(sku.getKey(), 0L) >= sku.getValue())) {
                accepted++;
                asked.forEach((sku, quantity) -> stock.merge(sku, -quantity, Long::sum));
                sold += asked.values().stream().mapToLong(Long::longValue).sum();
                soldMinor += order.amountMinor();
                matcher.accepted(step);
            }
        }

        void takeBack(ReturnLine line) {
            matcher.match(line).ifPresentOrElse(match -> putBack(line, match), () -> unmatched++);
        }

        private void putBack(ReturnLine line, ReturnMatch match) {
            PlaceOrder order = (PlaceOrder) plan.steps().get(match.orderStep());
            matched++;
            for (ReturnMatch.Part part : match.parts()) {
                assertThat(order.lines().get(part.lineIndex()).sku()).isEqualTo(line.sku());
                returned += part.quantity();
                stock.merge(line.sku(), part.quantity(), Long::sum);
            }
        }
    }
}
