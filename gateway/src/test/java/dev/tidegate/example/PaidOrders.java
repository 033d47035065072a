package dev.tidegate.example;

import dev.tidegate.client.Event;
import dev.tidegate.client.EventSelection;
import dev.tidegate.client.EventStream;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.pipeline.EventCursor;

/** The second sample of docs/client.md, compiled and run by {@link ClientPageTest}. */
final class PaidOrders {
    /** Whoever writes to buyers. */
    interface Mailer {
        EventCursor cursor();

        void cursor(EventCursor behind);

        void paid(long orderId);
    }

    private PaidOrders() {}

    // page: begin
    /** Tells a mailer of every paid order of channel 1, and keeps the cursor beside what it has done. */
    static EventStream follow(final TidegateClient client, final Mailer mailer) {
        return client.events(
                mailer.cursor(),
                EventSelection.ALL.kind(Event.OrderChanged.class).channel(1),
                (behind, sequence, timeMillis, event) -> {
                    if (event instanceof Event.OrderChanged changed
                            && changed.stateAfter().equals("PAID")) {
                        mailer.paid(changed.orderId());
                    }
                    mailer.cursor(behind); // in one transaction: then it does not matter that an event may come twice
                });
    }
    // page: end
}
