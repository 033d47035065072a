package dev.tidegate.launcher.demo;

import dev.tidegate.Tidegate;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.pipeline.GivenTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers what was given and when, so that a sale without a journal can be played again. */
final class Tape {
    private record Piece(long millis, byte[] frames) {}

    private final List<Piece> pieces = new ArrayList<>();

    void add(final long millis, final HeapBuffer frames, final int length) {
        pieces.add(new Piece(millis, Arrays.copyOf(frames.byteArray(), length)));
    }

    /** Gives everything again, as fast as it is taken. */
    void play(final Tidegate tidegate, final GivenTime time) {
        final Callback nobody = (correlation, outcome) -> {};
        for (final Piece piece : pieces) {
            time.moveTo(piece.millis);
            Feed.submit(tidegate, new HeapBuffer(piece.frames), piece.frames.length, 0, nobody);
        }
    }
}
