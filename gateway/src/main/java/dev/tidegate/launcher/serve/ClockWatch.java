package dev.tidegate.launcher.serve;

/**
 * Tells, for the log, that the machine's clock was set. After each line it rests for some looks, so that a clock that is
 * set over and over does not fill the log.
 */
final class ClockWatch {
    /** A minute of looks. */
    static final int LOOKS_AT_REST = 240;

    private long toldSteps;
    private int rest;

    /**
     * Looks once.
     *
     * @param steps how often the clock was found set since the start
     * @param differenceMillis the clock less engine time, in milliseconds
     * @return what there is to tell; empty when that is nothing new
     */
    String look(final long steps, final long differenceMillis) {
        if (rest > 0) {
            rest--;
            return "";
        }
        if (steps == toldSteps) {
            return "";
        }
        final long news = steps - toldSteps;
        toldSteps = steps;
        rest = LOOKS_AT_REST;
        return "the machine's clock was set" + (news == 1 ? "" : " " + news + " times") + ": it is "
                + Math.abs(differenceMillis) + " ms " + (differenceMillis < 0 ? "behind" : "ahead of")
                + " engine time, which follows by an eighth of the time that passes";
    }
}
