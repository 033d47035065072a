package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.BatchFrames;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.table.StateInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The state that a journal had at a sequence or a time: replayed from the nearest snapshot before it, beside whoever
 * writes the folder.
 */
public final class AsOf {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private AsOf() {}

    /**
     * The engine as it was after that sequence.
     *
     * @return the engine; when the log ends before, as it is after its last command
     */
    public static Engine sequence(final Path folder, final EngineSettings settings, final long sequence) {
        return read(folder, new Until(new Replayer(settings), sequence, Long.MAX_VALUE));
    }

    /** The engine as it was at that time: after the last command that was given it or an earlier one. */
    public static Engine time(final Path folder, final EngineSettings settings, final long timeMillis) {
        return read(folder, new Until(new Replayer(settings), Long.MAX_VALUE, timeMillis));
    }

    private static Engine read(final Path folder, final Until until) {
        try (LogFollower follower = new LogFollower(
                folder,
                until,
                header -> header.sequence() <= until.sequence && header.timeMillis() <= until.timeMillis)) {
            boolean more = true;
            while (more && !until.reached) {
                more = follower.step(1);
            }
            return until.replayer.engine();
        } catch (final IOException failure) {
            throw Failures.of("read the journal in " + folder, failure);
        }
    }

    /** Replays up to a place, which may be in the middle of a batch. */
    private static final class Until implements JournalReplay {
        private final Replayer replayer;
        private final long sequence;
        private final long timeMillis;
        private boolean reached;

        Until(final Replayer replayer, final long sequence, final long timeMillis) {
            this.replayer = replayer;
            this.sequence = sequence;
            this.timeMillis = timeMillis;
            reached = sequence == 0;
        }

        @Override
        public boolean beginsFromSnapshots() {
            return true;
        }

        @Override
        public @Nullable String begin(
                final StateInput state, final long at, final long digestHigh, final long digestLow) {
            final String fault = replayer.begin(state, at, digestHigh, digestLow);
            reached = fault == null && at == sequence;
            return fault;
        }

        @Override
        public @Nullable String framesFault(
                final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
            return BatchFrames.fault(bytes, framesOffset, framesLength, commandCount);
        }

        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long batchMillis) {
            if (reached || batchMillis > timeMillis) {
                reached = true;
                return;
            }
            final int wanted = (int) Math.min(commandCount, sequence - firstSequence + 1);
            int length = 0;
            for (int i = 0; i < wanted; i++) {
                length += LENGTH_BYTES
                        + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(framesOffset + length);
            }
            if (wanted == commandCount && length != framesLength) {
                throw new IllegalStateException("frames of " + length + " bytes in a batch of " + framesLength);
            }
            replayer.batch(bytes, framesOffset, length, firstSequence, wanted, batchMillis);
            reached = firstSequence + wanted - 1 >= sequence;
        }

        @Override
        public @Nullable String mark(final long at, final long digestHigh, final long digestLow) {
            return reached ? null : replayer.mark(at, digestHigh, digestLow);
        }
    }
}
