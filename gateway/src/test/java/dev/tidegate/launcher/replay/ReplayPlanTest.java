package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPlanTest {
    @TempDir
    Path folder;

    @Test
    void shouldLayOutEveryStepOfTheOddLines() throws IOException {
        ReplayPlan plan = ReplayPlan.of(RetailFiles.open(folder, RetailFiles.oddLines()), 50);

        long first = at("2010-12-01T08:00:00Z");
        assertThat(plan.steps())
                .containsExactly(
                        new OpeningStock(4, first, "22633", 3),
                        new OpeningStock(5, first, "85123A", 5),
                        new OpeningStock(6, first, "71053", 5),
                        new OpeningStock(27, first, "85123AB", 1),
                        new PlaceOrder(
                                3,
                                at("2010-12-01T08:26:00Z"),
                                "536365",
                                "17850",
                                List.of(
                                        new OrderLine(5, "85123A", 6, 1_530),
                                        new OrderLine(6, "71053", 10, 125),
                                        new OrderLine(7, "85123A", 4, 133))),
                        new PlaceOrder(
                                4,
                                at("2010-12-01T08:28:00Z"),
                                "536366",
                                "17851",
                                List.of(new OrderLine(4, "22633", 6, 1_110), new OrderLine(29, "22633", 1, 185))),
                        new ReturnInvoice(
                                8,
                                at("2010-12-02T09:00:00Z"),
                                "C536370",
                                List.of(
                                        new ReturnLine(8, "85123A", "17850", 7, 1_785),
                                        new ReturnLine(14, "71053", "17850", 2, 25))),
                        new ReturnInvoice(
                                12,
                                at("2010-12-02T10:00:00Z"),
                                "C536371",
                                List.of(new ReturnLine(13, "71053", "", 1, 1))),
                        new PlaceOrder(
                                25,
                                at("2010-11-30T23:59:59Z"),
                                "536374",
                                "17850",
                                List.of(new OrderLine(27, "85123AB", 2, 100))),
                        new ReturnInvoice(
                                28,
                                at("2010-12-03T00:00:00Z"),
                                "C536374",
                                List.of(new ReturnLine(28, "85123AB", "17850", 2, 100))),
                        new ReturnInvoice(
                                30,
                                at("2010-12-06T00:00:00Z"),
                                "C536375",
                                List.of(new ReturnLine(30, "85123A", "17850", 99, 9_900))));
    }

    @Test
    void shouldCountTheOddLines() throws IOException {
        ReplayPlan plan = ReplayPlan.of(RetailFiles.open(folder, RetailFiles.oddLines()), 50);

        assertThat(plan.lines()).isEqualTo(30);
        assertThat(plan.orders()).isEqualTo(3);
        assertThat(plan.skus()).isEqualTo(4);
        assertThat(plan.openingUnits()).isEqualTo(14);
        Map<RejectCause, List<Long>> records = plan.rejects().stream()
                .collect(Collectors.groupingBy(
                        Reject::cause, TreeMap::new, Collectors.mapping(Reject::record, Collectors.toList())));
        assertThat(records)
                .containsExactly(
                        entry(RejectCause.MALFORMED, List.of(1L, 16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L)),
                        entry(RejectCause.INVOICE_KIND, List.of(2L, 15L)),
                        entry(RejectCause.NOT_A_PRODUCT, List.of(3L, 25L, 26L)),
                        entry(RejectCause.QUANTITY, List.of(9L, 10L, 12L)),
                        entry(RejectCause.PRICE, List.of(11L)));
        assertThat(plan.rejectCount(RejectCause.QUANTITY)).isEqualTo(3);
    }

    @Test
    void shouldMakeTheSamePlanOfCarriageReturns() throws IOException {
        ReplayPlan lf = ReplayPlan.of(RetailFiles.open(folder, RetailFiles.oddLines()), 50);
        ReplayPlan crLf =
                ReplayPlan.of(RetailFiles.open(folder, RetailFiles.oddLines().replace("\n", "\r\n") + "\r\n"), 50);

        assertThat(crLf).isEqualTo(lf);
    }

    @Test
    void shouldLeaveOutSkusThatOpenWithNothing() throws IOException {
        ReplayPlan plan = ReplayPlan.of(RetailFiles.open(folder, RetailFiles.oddLines()), 10);

        assertThat(plan.steps().stream()
                        .filter(OpeningStock.class::isInstance)
                        .map(step -> ((OpeningStock) step).sku()))
                .containsExactly("85123A", "71053");
        assertThat(plan.skus()).isEqualTo(4);
        assertThat(plan.openingUnits()).isEqualTo(2);
    }

    @Test
    void shouldNotOverflowAtTheHighestQuantityAndPercentage() throws IOException {
        long most = Long.MAX_VALUE / 1_000;
        ReplayPlan plan =
                ReplayPlan.of(RetailFiles.withRecords(folder, sale("1", most, "0.01"), sale("2", 1, "0.01")), 1_000);

        assertThat(plan.openingUnits()).isEqualTo(most * 10);
        assertThat(plan.rejects()).containsExactly(new Reject(2, RejectCause.MALFORMED));
        assertThat(plan.orders()).isEqualTo(1);
    }

    @Test
    void shouldRejectTheLineThatBringsTheAmountOfAllOrdersOverALong() throws IOException {
        String most = "92233720368547758.06";
        ReplayPlan plan = ReplayPlan.of(
                RetailFiles.withRecords(folder, sale("1", 1, most), sale("1", 1, "0.02"), sale("1", 1, "0.01")), 100);

        assertThat(plan.rejects()).containsExactly(new Reject(2, RejectCause.MALFORMED));
        assertThat(((PlaceOrder) plan.steps().get(1)).amountMinor()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldPlanNothingForAFileWithoutStockLines() throws IOException {
        ReplayPlan plan = ReplayPlan.of(RetailFiles.withRecords(folder, "only,three,columns"), 90);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.rejects()).containsExactly(new Reject(1, RejectCause.MALFORMED));
    }

    @Test
    void shouldRefuseAPercentageOutOfRange() throws IOException {
        OrdersFile file = RetailFiles.withRecords(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplayPlan.of(file, 1_001))
                .withMessageContaining("0 to 1000")
                .withMessageContaining("1001");
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayPlan.of(file, -1));
    }

    private static String sale(String invoice, long quantity, String price) {
        return invoice + ",85123A,x," + quantity + ",2010-12-01 08:26:00," + price + ",17850,United Kingdom";
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
