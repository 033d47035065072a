package dev.tidegate.journal;

import org.jspecify.annotations.Nullable;

/**
 * What was found of one snapshot.
 *
 * @param file its name in the folder
 * @param sequence sequence of the last command in it, by its name
 * @param fault null when it holds the replayed state word by word, else a sentence
 */
public record SnapshotCheck(
        String file, long sequence, @Nullable String fault) {}
