package dev.tidegate.journal.event;

import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is listening to an event log; any thread. */
final class Subscriptions {
    private final List<LogSubscription> all = new CopyOnWriteArrayList<>();

    /** Starts one more, unless there are as many as are served. */
    synchronized SubscribeAnswer start(final LogSubscription subscription) {
        if (all.size() >= EventLog.MAX_SUBSCRIPTIONS) {
            return new SubscribeAnswer.Unavailable(
                    "there are " + EventLog.MAX_SUBSCRIPTIONS + " subscriptions already");
        }
        all.add(subscription);
        subscription.start();
        return new SubscribeAnswer.Started(subscription);
    }

    /** Takes one that is over off the list. */
    void forget(final LogSubscription over) {
        all.remove(over);
    }

    /** Tells every one that there is more to read, or that nothing more will be written. */
    void wake() {
        all.forEach(LogSubscription::wake);
    }
}
