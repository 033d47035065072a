package dev.tidegate.bench;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/** Callers on one port that ask again when they have been answered. */
interface ClosedLoop {
    /** Asks for so long; answers the answers per second. */
    double run(double seconds) throws IOException;

    /** Waits for what has not been answered; asks nothing more. */
    void drain() throws IOException;

    /** Answers since the last run began. */
    AnswerCounts counts();

    /** Of the orders of the last run. */
    Histogram nanos();

    /** Of the polls of the last run. */
    Histogram pollNanos();

    void close() throws IOException;
}
