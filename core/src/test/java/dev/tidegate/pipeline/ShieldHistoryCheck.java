package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.ShieldHistory.Shielded;
import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Replays a history and asks the engine itself: each order that was told SOLD_OUT_NOW must be refused for want of stock by
 * the state after one of the commands between which it was told so. The state is copied for that, so the replay goes on
 * as it was.
 */
final class ShieldHistoryCheck implements JournalReplay {
    private static final int LENGTH_BYTES = 4;

    private final Engine engine = ShieldHistory.engine();
    private final Outcome outcome = new Outcome();
    private final HeapBuffer message = HeapBuffer.ofSize(64 * 1024);
    private final CommandEncoder encoder = new CommandEncoder();
    private final Queue<Shielded> open;
    final List<Shielded> unexplained = new ArrayList<>();
    int explained;

    /** {@code open} are those to be explained; it is emptied. */
    ShieldHistoryCheck(final Queue<Shielded> open) {
        this.open = open;
        check();
    }

    @Override
    public void batch(
            final byte[] bytes,
            final int framesOffset,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        final HeapBuffer frames = new HeapBuffer(bytes);
        int at = framesOffset;
        for (int i = 0; i < commandCount; i++) {
            final int length = frames.getInt(at);
            engine.apply(firstSequence + i, timeMillis, frames, at + LENGTH_BYTES, length, outcome);
            engine.events().clear();
            at += LENGTH_BYTES + length;
            check();
        }
    }

    @Override
    public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
        return null;
    }

    private void check() {
        final long now = engine.sequence();
        @Nullable Engine copy = null;
        for (final var all = open.iterator(); all.hasNext(); ) {
            final Shielded one = all.next();
            if (one.notBefore() <= now && now <= one.notAfter()) {
                copy = copy == null ? copy() : copy;
                if (refuses(copy, one)) {
                    explained++;
                    all.remove();
                } else {
                    copy = null;
                }
            } else if (now > one.notAfter()) {
                unexplained.add(one);
                all.remove();
            }
        }
    }

    private boolean refuses(final Engine copy, final Shielded one) {
        final int length = encoder.encode(one.header(), one.order(), message, 0);
        final Outcome answer = new Outcome();
        // Time goes on without a command while nothing is due: it was at least what the order's own id says.
        final long time = Math.max(copy.timeMillis(), one.header().idHigh() >>> 16);
        copy.apply(copy.sequence() + 1, time, message, 0, length, answer);
        final int code = answer.code().number();
        return code >= 400 && code < 600;
    }

    private Engine copy() {
        final Words words = new Words();
        engine.write(words::put);
        return Engine.read(words, EngineSettings.small());
    }

    private static final class Words implements StateInput {
        private long[] words = new long[1024];
        private int count;
        private int at;

        void put(final long[] from, final int start, final int length) {
            if (count + length > words.length) {
                words = Arrays.copyOf(words, 2 * (count + length));
            }
            System.arraycopy(from, start, words, count, length);
            count += length;
        }

        @Override
        public long left() {
            return count - at;
        }

        @Override
        public void take(final long[] into, final int from, final int length) {
            if (length > count - at) {
                throw new StateException("too short");
            }
            System.arraycopy(words, at, into, from, length);
            at += length;
        }
    }
}
