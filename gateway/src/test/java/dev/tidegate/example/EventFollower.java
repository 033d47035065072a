package dev.tidegate.example;

import dev.tidegate.Tidegate;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventSubscription;
import dev.tidegate.pipeline.SubscribeAnswer;

/** The sample of docs/events.md, compiled and run by {@link EventsTest}. */
final class EventFollower {
    private EventFollower() {}

    // events.md: begin
    /** Keeps how many units of each SKU were sold, and the cursor up to which that is so, in one table of its own. */
    static final class SoldUnits implements CursorListener {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final StockMovedDecoder moved = new StockMovedDecoder();
        private final SoldTable table;

        SoldUnits(final SoldTable table) {
            this.table = table;
        }

        @Override
        public void event(
                final long epoch,
                final long event,
                final long sequence,
                final long timeMillis,
                final HeapBuffer buffer,
                final int offset,
                final int length) {
            if (MessageCheck.templateId(buffer, offset) == StockMovedDecoder.TEMPLATE_ID) {
                moved.wrapAndApplyHeader(buffer, offset, header);
                if (moved.toBucket() == 4) { // SOLD
                    table.add(moved.sku(), moved.quantity());
                }
            }
            // In one transaction with what was added: then it does not matter that an event may come twice.
            table.cursor(new EventCursor(epoch, event));
        }
    }

    static EventSubscription follow(final Tidegate tidegate, final SoldTable table) {
        SubscribeAnswer answer = tidegate.subscribe(table.cursor(), new SoldUnits(table));
        if (answer instanceof SubscribeAnswer.Rewound rewound) {
            table.undoBehind(rewound.resumeFrom()); // events that were seen and then lost
            answer = tidegate.subscribe(rewound.resumeFrom(), new SoldUnits(table));
        } else if (answer instanceof SubscribeAnswer.Resync resync) {
            table.takeFrom(tidegate); // those events are gone: begin with the state as it is now
            answer = tidegate.subscribe(resync.resumeFrom(), new SoldUnits(table));
        }
        if (answer instanceof SubscribeAnswer.Started started) {
            return started.subscription();
        }
        throw new IllegalStateException(answer.toString());
    }
    // events.md: end

    /** What somebody outside keeps. */
    interface SoldTable {
        void add(int sku, long units);

        void cursor(EventCursor cursor);

        EventCursor cursor();

        void undoBehind(EventCursor cursor);

        void takeFrom(Tidegate tidegate);
    }
}
