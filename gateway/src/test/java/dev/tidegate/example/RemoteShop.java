package dev.tidegate.example;

import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Reads;
import dev.tidegate.client.Result;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import java.io.IOException;
import java.util.Optional;

/** The sample of docs/client.md, compiled and run by {@link ClientPageTest}. */
final class RemoteShop {
    private RemoteShop() {}

    static Optional<Reads.Order> run(final int port) throws IOException {
        // page: begin
        try (TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", port))) {
            final CommandHeader header = client.newHeader();
            final Command order = Orders.place(1, "TB-20261111-0001", "tmall", Urgency.NORMAL)
                    .line(1, 2, 59_800)
                    .build();
            final Outcome placed = client.call(header, order);
            switch (Result.of(placed)) {
                case YES -> client.call(new Command.ConfirmPayment(placed.entityId(), 59_800));
                case NO -> System.out.println(placed.code() + ": line " + placed.line());
                case UNKNOWN -> client.call(header, order); // later, with the same header: it is done once
            }
            return client.order(placed.entityId());
        }
        // page: end
    }
}
