package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.view.UnitsLeft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/embedding.md shows is what is compiled and run here. */
@Timeout(300)
class EmbeddingPageTest {
    private static final Path PAGE = Path.of("../docs/embedding.md");
    private static final Path SAMPLE = Path.of("src/test/java/dev/tidegate/SoldOutShop.java");

    @Test
    void shouldShowWhatIsRun() throws IOException {
        final String run = between(Files.readString(SAMPLE), "// page: begin\n", "// page: end");

        assertThat(between(Files.readString(PAGE), "```java\n", "```").strip())
                .isEqualTo(run.stripIndent().strip());
    }

    @Test
    void shouldRunWhatItShows() {
        try (Tidegate tidegate = Tidegate.inMemory(TidegateOptions.defaults())) {
            final int house = tidegate.define(new Command.DefineWarehouse("HOUSE"));
            final int shop = tidegate.define(new Command.DefineChannel("SHOP", false, List.of(house)));
            final int dress = tidegate.define(new Command.DefineSku("DRESS", 0));
            tidegate.call(new Command.ReceiveStock(dress, house, 1, 1, 0, 0, 0));
            final CommandHeader first = tidegate.newHeader();

            assertThat(SoldOutShop.place(tidegate, first, order(shop, dress, "1")))
                    .isEqualTo(OutcomeCode.ACCEPTED);
            final UnitsLeft held = SoldOutShop.awaitFewer(tidegate, dress, 1);
            assertThat(held).isEqualTo(new UnitsLeft(dress, 0, 0, false, false, 5));
            assertThat(SoldOutShop.place(tidegate, tidegate.newHeader(), order(shop, dress, "2")))
                    .as("the hold lives")
                    .isEqualTo(OutcomeCode.OUT_OF_STOCK);
            final long id = tidegate.order(shop, "1").orderId();
            tidegate.call(new Command.ConfirmPayment(id, 100));

            assertThat(SoldOutShop.place(tidegate, tidegate.newHeader(), order(shop, dress, "3")))
                    .isEqualTo(OutcomeCode.SOLD_OUT_NOW);
            assertThat(SoldOutShop.place(tidegate, first, order(shop, dress, "1")))
                    .as("the first answer again")
                    .isEqualTo(OutcomeCode.ACCEPTED);
        }
    }

    private static Command.PlaceOrder order(final int channel, final int sku, final String number) {
        return Orders.place(channel, number, "shop", Urgency.NORMAL)
                .line(sku, 1, 100)
                .build();
    }

    private static String between(final String text, final String begin, final String end) {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
