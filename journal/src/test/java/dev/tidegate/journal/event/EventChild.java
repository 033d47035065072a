package dev.tidegate.journal.event;

import dev.tidegate.Tidegate;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.SubscribeAnswer.Started;
import java.io.IOException;
import java.nio.file.Path;

/** Trades for ever in a process of its own, to be killed; prints the cursor of each event that its subscriber was given. */
final class EventChild {
    private EventChild() {}

    static Process start(final Path folder, final long seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EventChild.class.getName(),
                        folder.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** {@code FOLDER SEED}. */
    public static void main(final String[] arguments) {
        try (Tidegate tidegate = EventShop.open(Path.of(arguments[0]), EventShop.small())) {
            final CursorListener printing = (epoch, event, sequence, timeMillis, buffer, offset, length) ->
                    System.out.println(epoch + ":" + event);
            if (!(tidegate.subscribe(tidegate.events().newest(), printing) instanceof Started)) {
                throw new IllegalStateException("not subscribed");
            }
            for (long round = 0; true; round++) {
                EventShop.trade(tidegate, Long.parseLong(arguments[1]) * 1_000 + round, 500);
            }
        }
    }
}
