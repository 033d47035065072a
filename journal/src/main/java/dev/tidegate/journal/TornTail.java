package dev.tidegate.journal;

/**
 * The end of a log that was being written when its process or its machine stopped.
 *
 * @param segment the segment it is in
 * @param from where the valid records end, in bytes from the start of its file
 * @param to behind the last byte of the tail that is not zero
 * @param sequence sequence of the first command that is not there
 * @param reason what is wrong at {@code from}
 */
record TornTail(FoundSegment segment, long from, long to, long sequence, String reason) {
    long bytes() {
        return to - from;
    }
}
