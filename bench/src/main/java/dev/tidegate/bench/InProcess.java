package dev.tidegate.bench;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** One side of a comparison inside of this JVM: blocks of commands, the making of them left out. */
abstract class InProcess implements AutoCloseable {
    /** Commands a second by the processor time of the threads that apply them, all together. */
    final Turns ofThread;
    /** Commands a second by the clock. */
    final Turns ofClock;

    private final String name;
    private long commands;
    private long threadNanos;
    private long clockNanos;
    private long turnNanos;
    private long pausedMillis;

    InProcess(final String name, final int turns) {
        this.name = name;
        ofThread = new Turns(turns);
        ofClock = new Turns(turns);
    }

    /** Until as many orders are open as will be. */
    abstract void fill() throws IOException;

    /** Applies one block, and counts it. */
    abstract void block() throws IOException;

    /** Checks the books. */
    abstract String proof();

    /** What a block took. */
    final void count(final int done, final long ofThreads, final long byClock) {
        commands += done;
        threadNanos += ofThreads;
        clockNanos += byClock;
    }

    /** Blocks of about so many seconds by the clock; answers the commands a second by the threads' time. */
    final double run(final double seconds) throws IOException {
        commands = 0;
        threadNanos = 0;
        clockNanos = 0;
        while (clockNanos < seconds * 1e9) {
            block();
        }
        return commands * 1e9 / threadNanos;
    }

    final void turn(final int index, final double seconds) throws IOException {
        final long paused = pausesMillis();
        final long start = System.nanoTime();
        ofThread.set(index, run(seconds) / 1e6);
        ofClock.set(index, commands * 1e3 / clockNanos);
        turnNanos += System.nanoTime() - start;
        pausedMillis += pausesMillis() - paused;
    }

    private static long pausesMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    final String row() {
        return String.format(
                "%-23s %s M/s by the clock, %s M/s of processor time, collector paused %.1f %% of the turns",
                name, ofClock.text("%.2f"), ofThread.text("%.2f"), pausedMillis * 1e8 / turnNanos);
    }

    @Override
    public void close() {
        // Most have nothing to end.
    }
}
