package dev.tidegate.journal;

/**
 * Where the reading of a folder begins, and where what it hands on does.
 *
 * @param segmentsPassed sealed segments that are not read, since a snapshot covers them whole
 * @param from the place behind these
 * @param state the place that the replay stands at: records up to there are checked and not handed on
 * @param fromSnapshot whether the replay began with a snapshot's state
 */
record Beginning(int segmentsPassed, LogPlace from, LogPlace state, boolean fromSnapshot) {

    /** With the log's first record and nothing else. */
    static Beginning whole(final LogPlace start) {
        return new Beginning(0, start, start, false);
    }
}
