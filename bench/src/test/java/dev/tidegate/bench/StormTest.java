package dev.tidegate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.message.OutcomeCode;
import org.junit.jupiter.api.Test;

class StormTest {
    private static AnswerCounts answers(final int polls, final int accepted, final int soldOut, final int soldOutNow) {
        final AnswerCounts counts = new AnswerCounts();
        for (int i = 0; i < polls; i++) {
            counts.poll(true);
        }
        for (int i = 0; i < accepted; i++) {
            counts.order(0);
        }
        for (int i = 0; i < soldOut; i++) {
            counts.order(OutcomeCode.OUT_OF_STOCK.number());
        }
        for (int i = 0; i < soldOutNow; i++) {
            counts.order(OutcomeCode.SOLD_OUT_NOW.number());
        }
        return counts;
    }

    private static String books(final long orders, final long sellable, final long held, final long sold) {
        return "verified Counts[orders=" + orders + ", openOrders=" + orders + ", unitsSellable=" + sellable
                + ", unitsHeld=" + held + ", unitsSold=" + sold + "]";
    }

    @Test
    void aStormIsNamedBehindTheMode() {
        assertThat(Storm.Of.parse("disk_file/reads")).isEqualTo(new Storm.Of(JournalMode.DISK_FILE, Storm.READS));
        assertThat(Storm.Of.parse("PROCESS_FILE")).isEqualTo(new Storm.Of(JournalMode.PROCESS_FILE, Storm.ORDERS));
        assertThat(Storm.Of.parse("MEMORY/SOLD_OUT_EDGE")).hasToString("MEMORY/SOLD_OUT_EDGE");
    }

    @Test
    void whatIsNoModeOrStormIsToldWhatThereIs() {
        for (final String wrong :
                new String[] {"", "/", "DISK", "DISK_FILE/", "DISK_FILE/X", "DISK_FILE/READS/READS"}) {
            assertThatThrownBy(() -> Storm.Of.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ORDERS|READS|SOLD_OUT_HELD|SOLD_OUT_EDGE")
                    .hasMessageContaining("DISK_FILE");
        }
    }

    @Test
    void usageListsStorms() {
        assertThat(HttpMain.USAGE).contains("[CLASSES]").contains("ORDERS|READS|SOLD_OUT_HELD|SOLD_OUT_EDGE");
        assertThat(BinaryMain.USAGE).contains("FRAME_COMMANDS").contains("ORDERS|READS|SOLD_OUT_HELD|SOLD_OUT_EDGE");
    }

    @Test
    void eachKindOfAnswerIsCountedApart() {
        final AnswerCounts counts = answers(5, 4, 3, 2);
        counts.order(OutcomeCode.BUSY.number());
        counts.order(OutcomeCode.PAID_LATE_SHORT.number());
        assertThat(counts.polls()).isEqualTo(5);
        assertThat(counts.accepted()).isEqualTo(5);
        assertThat(counts.soldOut()).isEqualTo(3);
        assertThat(counts.soldOutNow()).isEqualTo(2);
        assertThat(counts.busy()).isEqualTo(1);
        assertThat(counts.other()).isZero();
        for (final int code : new int[] {-1, OutcomeCode.MALFORMED.number(), OutcomeCode.INTERNAL.number()}) {
            counts.order(code);
        }
        counts.poll(false);
        assertThat(counts.other()).isEqualTo(4);
        assertThat(counts.orders()).isEqualTo(11);
        assertThat(counts.all()).isEqualTo(20);
        final AnswerCounts sum = answers(1, 1, 1, 1);
        sum.add(counts);
        assertThat(sum).hasToString("accepted 6, sold out at the edge 3, through the ring 4, busy 1, polls 6, other 4");
    }

    @Test
    void aStormIsProvedByItsAnswers() {
        assertThat(Storm.ORDERS.wrong(answers(0, 10, 0, 0))).isNull();
        assertThat(Storm.READS.wrong(answers(1000, 10, 0, 0))).isNull();
        assertThat(Storm.SOLD_OUT_HELD.wrong(answers(0, 0, 10, 0))).isNull();
        assertThat(Storm.SOLD_OUT_EDGE.wrong(answers(0, 0, 10, 1000))).isNull();
    }

    @Test
    void otherAnswersProveNothing() {
        assertThat(Storm.ORDERS.wrong(answers(0, 0, 0, 0))).contains("nothing was accepted");
        assertThat(Storm.ORDERS.wrong(answers(0, 10, 1, 0))).contains("refused what is there");
        assertThat(Storm.ORDERS.wrong(answers(1, 10, 0, 0))).contains("polls");
        assertThat(Storm.READS.wrong(answers(10, 10, 0, 0))).contains("polls to an order");
        assertThat(Storm.READS.wrong(answers(10_000, 10, 0, 0))).contains("polls to an order");
        assertThat(Storm.SOLD_OUT_HELD.wrong(answers(0, 1, 10, 0))).contains("sold what is not there");
        assertThat(Storm.SOLD_OUT_HELD.wrong(answers(0, 0, 10, 1))).contains("by the edge");
        assertThat(Storm.SOLD_OUT_EDGE.wrong(answers(0, 0, 11, 1000))).contains("through the ring");
        assertThat(Storm.SOLD_OUT_EDGE.wrong(answers(0, 1, 0, 1000))).contains("sold what is not there");
        final AnswerCounts strange = answers(0, 10, 0, 0);
        strange.order(-1);
        assertThat(Storm.ORDERS.wrong(strange)).contains("another kind");
    }

    @Test
    void aStormIsProvedByItsBooks() {
        assertThat(Storm.ORDERS.wrong(books(7, Storm.PLENTY - 7, 7, 0), 7)).isNull();
        assertThat(Storm.READS.wrong(books(7, Storm.PLENTY - 7, 7, 0), 7)).isNull();
        assertThat(Storm.SOLD_OUT_HELD.wrong(books(10_000, 0, 1, 9_999), 0)).isNull();
        assertThat(Storm.SOLD_OUT_EDGE.wrong(books(10_000, 0, 0, 10_000), 0)).isNull();
    }

    @Test
    void otherBooksProveNothing() {
        assertThat(Storm.ORDERS.wrong(books(8, Storm.PLENTY - 8, 8, 0), 7)).contains("accepted 7");
        assertThat(Storm.ORDERS.wrong(books(7, Storm.PLENTY - 6, 7, 0), 7)).isNotNull();
        assertThat(Storm.SOLD_OUT_HELD.wrong(books(10_000, 0, 0, 10_000), 0)).isNotNull();
        assertThat(Storm.SOLD_OUT_EDGE.wrong(books(10_001, 0, 0, 10_000), 0)).isNotNull();
        assertThat(Storm.SOLD_OUT_EDGE.wrong(books(10_000, 1, 0, 9_999), 0)).isNotNull();
        assertThat(Storm.ORDERS.wrong("WRONG something", 7)).contains("WRONG something");
    }
}
