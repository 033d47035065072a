package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest order there may be, granted in part: 2,000 lines and a document of 64 KiB, over a restart. */
@Timeout(120)
class LargestOrderTest {
    private static final long BIRTH = 1_700_000_000_000L;
    private static final int LINES = 2_000;
    private static final int SKUS = 40;
    private static final int DOCUMENT_BYTES = 64 * 1024;
    /** Each SKU has 50 lines of 3 units: 33 are granted whole, one gets the last unit, and 16 nothing. */
    private static final long STOCK = 100;

    private static final long ASKED = 3;
    private static final int LINES_CUT = SKUS * 17;

    @TempDir
    Path folder;

    private Tidegate open(final Kind kind) {
        return Tidegate.open(
                folder, TidegateOptions.defaults().withJournal(kind).withTime(TimeSource.given(BIRTH)));
    }

    private static void stock(final Tidegate tidegate) {
        tidegate.define(new DefineWarehouse("MAIN"));
        tidegate.define(new DefineChannel("WEB", false, List.of(1)));
        for (int sku = 1; sku <= SKUS; sku++) {
            tidegate.define(new DefineSku("SKU-" + sku, 0));
            assertThat(tidegate.call(new ReceiveStock(sku, 1, STOCK, 1, 0, 0, 0))
                            .accepted())
                    .isTrue();
        }
    }

    private static PlaceOrder order(final int lines, final int documentBytes) {
        final List<OrderLine> wanted = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            wanted.add(new OrderLine(1 + i % SKUS, 0, 0, ASKED, 10, 0, 0));
        }
        final byte[] document = new byte[documentBytes];
        new Random(7).nextBytes(document);
        return new PlaceOrder(
                1,
                "LARGEST",
                "test",
                Urgency.NORMAL,
                Placing.PARTIAL,
                "CNY",
                10L * lines,
                0,
                7,
                0,
                wanted,
                List.of(),
                document);
    }

    private static Outcome call(final Tidegate tidegate, final CommandHeader header, final PlaceOrder order)
            throws ExecutionException, InterruptedException, TimeoutException {
        return tidegate.submit(header, order).get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackAsItWasAnswered(final Kind kind) throws Exception {
        final CommandHeader header;
        final Outcome first = new Outcome();
        final Digest digest;
        try (Tidegate tidegate = open(kind)) {
            stock(tidegate);
            header = tidegate.newHeader();
            first.copyFrom(call(tidegate, header, order(LINES, DOCUMENT_BYTES)));
            assertThat(first.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
            assertThat(first.missingCount()).isEqualTo(LINES_CUT);
            digest = tidegate.digest();
        }
        try (Tidegate tidegate = open(kind)) {
            assertThat(tidegate.digest()).isEqualTo(digest);
            assertThat(tidegate.remembered(header).code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
            assertThat(tidegate.remembered(header).entityId()).isEqualTo(first.entityId());

            final Outcome again = call(tidegate, header, order(LINES, DOCUMENT_BYTES));

            assertThat(again.duplicate()).isTrue();
            assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
            assertThat(again.firstSequence()).isEqualTo(first.sequence());
            assertThat(again.firstTimeMillis()).isEqualTo(first.timeMillis());
            assertThat(again.entityId()).isEqualTo(first.entityId());
            assertThat(missing(again)).isEqualTo(missing(first));
            assertThat(tidegate.order(first.entityId()).lines()).hasSize(LINES);
            assertThat(tidegate.order(first.entityId()).lines().get(LINES - 1).granted())
                    .isZero();
            assertThat(tidegate.counts().unitsHeld()).isEqualTo(SKUS * STOCK);
        }
        try (Tidegate tidegate = open(kind)) {
            assertThat(tidegate.digest().sequence()).isEqualTo(digest.sequence() + 1);
            assertThat(call(tidegate, header, order(LINES, DOCUMENT_BYTES - 1)).code())
                    .isEqualTo(OutcomeCode.ID_CONFLICT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseOneLineOrOneByteMore(final Kind kind) throws Exception {
        try (Tidegate tidegate = open(kind)) {
            stock(tidegate);
            assertThat(call(tidegate, tidegate.newHeader(), order(LINES + 1, DOCUMENT_BYTES))
                            .code())
                    .isEqualTo(OutcomeCode.TOO_MANY_LINES);
            assertThat(call(tidegate, tidegate.newHeader(), order(LINES, DOCUMENT_BYTES + 1))
                            .code())
                    .isEqualTo(OutcomeCode.DOCUMENT_TOO_LARGE);
        }
    }

    private static List<String> missing(final Outcome outcome) {
        final List<String> missing = new ArrayList<>();
        for (int i = 0; i < outcome.missingCount(); i++) {
            missing.add(outcome.missingLine(i) + ": " + outcome.missingQuantity(i));
        }
        return missing;
    }
}
