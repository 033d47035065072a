package dev.tidegate.pipeline;

import com.lmax.disruptor.Sequence;

/** Lets the answers go that the consumer has made. */
interface Outlet {

    /** Every entry up to that ring sequence has its answer; moves {@code progress} there when slots may be given on. */
    void release(Sequence progress, long sequence);

    /** Through a thread of its own. */
    record Apart(AnswerBarrier barrier) implements Outlet {
        @Override
        public void release(final Sequence progress, final long sequence) {
            progress.set(sequence);
            barrier.moved();
        }
    }

    /** On the engine's thread, before the slots are free. */
    final class Inline implements Outlet {
        private final Ring ring;
        private final Answerer answerer;
        private long answered = -1;

        Inline(final Ring ring, final Answerer answerer) {
            this.ring = ring;
            this.answerer = answerer;
        }

        @Override
        public void release(final Sequence progress, final long sequence) {
            while (answered < sequence) {
                answered++;
                answerer.onEvent(ring.get(answered), answered, answered == sequence);
            }
            progress.set(sequence);
        }
    }
}
