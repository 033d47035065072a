package dev.tidegate.simulation;

import java.util.List;

/** Bugs that the simulator must find. Each breaks one promise in one line. */
final class PlantedBugs {
    private static final String JOURNAL = "journal/src/main/java/dev/tidegate/journal/";
    private static final String CORE = "core/src/main/java/dev/tidegate/";

    static final PlantedBug DROPPED_FORCE = new PlantedBug(
            "a force that does nothing",
            JOURNAL + "log/FileSegmentWriter.java",
            "public void force() throws IOException {\n        channel.force(false);",
            "public void force() throws IOException {");

    static final PlantedBug LIMIT_OFF_BY_ONE = new PlantedBug(
            "a purchase limit off by one",
            CORE + "engine/Reservation.java",
            "final long left = limit - state.counters",
            "final long left = limit + 1 - state.counters");

    /** Found by the simulator's seeds. */
    static final List<PlantedBug> SIMULATED = List.of(
            DROPPED_FORCE,
            new PlantedBug(
                    "acknowledged before the force",
                    CORE + "pipeline/Committer.java",
                    "journal.append(batch.buffer().byteArray(), batch.framesLength(), first, count, batch.timeMillis());\n"
                            + "        nanos = figures.appended(nanos);\n"
                            + "        if (forceEach) {\n            journal.force();\n"
                            + "            nanos = figures.forced(nanos);\n        }",
                    "if (forceEach) { journal.force(); }"
                            + " journal.append(batch.buffer().byteArray(), batch.framesLength(), first, count,"
                            + " batch.timeMillis());"),
            new PlantedBug(
                    "a recovery that skips a record",
                    CORE + "pipeline/Replayer.java",
                    "engine.apply(firstSequence + i, timeMillis, buffer, offsets[i], length, outcome);",
                    "engine.apply(firstSequence + i, timeMillis, buffer,"
                            + " (firstSequence + i) % 50 == 49 && i > 0 ? offsets[i - 1] : offsets[i],"
                            + " (firstSequence + i) % 50 == 49 && i > 0"
                            + " ? buffer.getInt(offsets[i - 1] - LENGTH_BYTES) : length, outcome);"),
            new PlantedBug(
                    "ids forgotten too early",
                    CORE + "engine/RememberedIds.java",
                    "void forgetBefore(final long millis, final int most) {",
                    "void forgetBefore(final long given, final int most) { final long millis = given + 330_000;"),
            new PlantedBug(
                    "an expiry that comes a millisecond late",
                    CORE + "engine/Expiry.java",
                    "deadlines.firstHold() <= state.now",
                    "deadlines.firstHold() < state.now"),
            LIMIT_OFF_BY_ONE,
            new PlantedBug(
                    "a purchase limit that is not checked",
                    CORE + "engine/Reservation.java",
                    "final long left = limit - state.counters.counted(counter, state.now) - pending;",
                    "final long left = Long.MAX_VALUE - pending;"),
            new PlantedBug(
                    "a release that counts twice for units",
                    CORE + "engine/Holding.java",
                    "            giveBack(order, line, units - claims, reason);\n",
                    "            giveBack(order, line, units - claims, reason);\n"
                            + "            if (state.stocks.units(state.lines.stock(line), bucketOf(state, order))"
                            + " >= units - claims) { giveBack(order, line, units - claims, reason); }\n"),
            new PlantedBug(
                    "a release that goes to the wrong bucket",
                    CORE + "engine/Holding.java",
                    "state.stocks.move(stock, from, Bucket.ALLOTTED, units - toSellable);",
                    "state.stocks.move(stock, from, Bucket.SELLABLE, units - toSellable);"),
            new PlantedBug(
                    "a power cut forgotten by a start that was cut short",
                    JOURNAL + "LockText.java",
                    "return unread.isEmpty() ? wordAfter(BOOT) : unread;",
                    "return wordAfter(BOOT);"),
            new PlantedBug(
                    "no rewriting after a force that failed",
                    JOURNAL + "Recovery.java",
                    "copy(channel, channel, span.from(), span.to(), span.from());",
                    "channel.position(span.from());"),
            new PlantedBug(
                    "a manifest renamed before it is forced",
                    JOURNAL + "FolderFiles.java",
                    "channel.write(bytes);\n            }\n            channel.force(true);",
                    "channel.write(bytes);\n            }"),
            new PlantedBug(
                    "a new segment whose name is not forced",
                    JOURNAL + "log/FileLog.java",
                    "allocateBytes, prewritten);\n        Unmapped.forceFolder(folder);",
                    "allocateBytes, prewritten);"),
            new PlantedBug(
                    "checksums that are not compared",
                    JOURNAL + "Envelope.java",
                    "computeCrc(bytes, offset, length) == (int) INT.get(bytes, offset + CRC_AT) ?",
                    "computeCrc(bytes, offset, length) != 0 || length > 0 ?"),
            new PlantedBug(
                    "a snapshot of records that are not forced",
                    JOURNAL + "FolderShadow.java",
                    "        follower.force();\n",
                    ""));

    /** A rule that a simulator of a few hundred commands seldom comes to; found by the test of the core that runs 60,000. */
    static final List<PlantedBug> BESIDE_THE_MODEL = List.of(new PlantedBug(
            "a release that counts twice for the purchase limit",
            CORE + "engine/Holding.java",
            "        uncount(order, line, units);\n",
            "        uncount(order, line, units);\n        uncount(order, line, units);\n"));

    private PlantedBugs() {}
}
