package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.RecordingJournal.Appended;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is announced to a replay, it comes to the same digest. */
class UpcomingFramesTest {
    private static final int ORDERS = 300;
    private static final int TRASH_BYTES = 200;

    private final RecordingJournal journal = new RecordingJournal();
    private String digest = "";

    private void trade() {
        try (Shop shop = Shop.open(Shop.settings(Durability.PROCESS), journal, 1_000)) {
            for (int i = 0; i < ORDERS; i++) {
                shop.ask(Shop.order("N" + i));
            }
            shop.pipeline.close();
            final Replayer plain = new Replayer(shop.engine);
            digest = plain.digest();
        }
        assertThat(journal.batches).hasSizeGreaterThan(ORDERS);
    }

    /** Says something of the batches from {@code index} on. */
    private interface Announcing {
        void before(Replayer replayer, int index);
    }

    private void replaysTheSame(final Announcing announcing) {
        final Replayer replayer = new Replayer(new Engine(EngineSettings.small()));
        for (int i = 0; i < journal.batches.size(); i++) {
            announcing.before(replayer, i);
            final Appended batch = journal.batches.get(i);
            replayer.batch(
                    batch.frames(),
                    0,
                    batch.frames().length,
                    batch.firstSequence(),
                    batch.commandCount(),
                    batch.timeMillis());
        }
        assertThat(replayer.digest()).isEqualTo(digest);
    }

    private void announce(final Replayer replayer, final int index) {
        final Appended batch = journal.batches.get(index % journal.batches.size());
        replayer.upcoming(batch.frames(), 0, batch.frames().length, batch.commandCount());
    }

    @Test
    void shouldReplayWhatWasAnnounced() {
        trade();
        replaysTheSame((replayer, index) -> {});
        replaysTheSame(this::announce);
        replaysTheSame((replayer, index) -> {
            if (index % 10 == 0) {
                // All in one buffer, as a journal gives them.
                announceTogether(replayer, index, Math.min(journal.batches.size(), index + 10));
            }
        });
    }

    private void announceTogether(final Replayer replayer, final int from, final int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length += journal.batches.get(i).frames().length;
        }
        final byte[] together = new byte[length];
        int at = 0;
        for (int i = from; i < to; i++) {
            final Appended batch = journal.batches.get(i);
            System.arraycopy(batch.frames(), 0, together, at, batch.frames().length);
            at += batch.frames().length;
        }
        at = 0;
        for (int i = from; i < to; i++) {
            final Appended batch = journal.batches.get(i);
            replayer.upcoming(together, at, batch.frames().length, batch.commandCount());
            at += batch.frames().length;
        }
    }

    @Test
    void shouldReplayTheSameWhenSomethingElseWasAnnounced() {
        trade();
        replaysTheSame((replayer, index) -> announce(replayer, index + 77));
        replaysTheSame((replayer, index) -> {
            for (int i = 0; i < 100; i++) {
                announce(replayer, i);
            }
        });
    }

    @Test
    void shouldNotBelieveWhatIsAnnounced() {
        trade();
        final Random random = new Random(7);
        replaysTheSame((replayer, index) -> {
            final byte[] trash = new byte[TRASH_BYTES];
            random.nextBytes(trash);
            replayer.upcoming(trash, 0, trash.length, 1 + random.nextInt(100));
            // A frame of the right length with nothing in it that could be a message.
            trash[0] = (byte) (TRASH_BYTES - Integer.BYTES);
            trash[1] = 0;
            trash[2] = 0;
            trash[3] = 0;
            replayer.upcoming(trash, 0, trash.length, 1);
            final byte[] damaged = journal.batches.get(index).frames().clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            replayer.upcoming(
                    damaged, 0, damaged.length, journal.batches.get(index).commandCount());
        });
    }
}
