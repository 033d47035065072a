package dev.tidegate.journal;

import dev.tidegate.journal.log.ChronicleFlags;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A journal in a JVM of its own, to be killed, to hold a folder, or to be started without the flags it needs. */
final class JournalChild {
    private JournalChild() {}

    /** Starts a child; its standard error is this JVM's. */
    static Process start(final boolean withFlags, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:TieredStopAtLevel=1");
        if (withFlags) {
            command.addAll(Arrays.asList(ChronicleFlags.line().split(" ")));
        }
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(JournalChild.class.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * {@code append FOLDER KIND}: appends for ever, and prints each batch's last sequence once it is acknowledged.
     * {@code hold FOLDER KIND}: opens, prints a line, and waits for the end of its input. {@code open FOLDER KIND}:
     * opens and closes, and prints what came of it.
     */
    public static void main(final String[] arguments) throws IOException {
        final Path folder = Path.of(arguments[1]);
        final Kind kind = Kind.valueOf(arguments[2]);
        switch (arguments[0]) {
            case "append" -> append(folder, kind);
            case "hold" -> hold(folder, kind);
            default -> open(folder, kind);
        }
    }

    private static void append(final Path folder, final Kind kind) {
        final TestJournal journal = TestJournal.open(folder, kind);
        for (int i = 0; true; i++) {
            journal.appendBatches(1);
            if (i % 50 == 0) {
                journal.mark();
            }
            if (i % 7 == 0) {
                journal.force();
            }
            System.out.println(journal.sequence());
        }
    }

    private static void hold(final Path folder, final Kind kind) throws IOException {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            journal.appendBatches(3);
            System.out.println("held");
            System.in.read();
        }
    }

    private static void open(final Path folder, final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            System.out.println("opened " + journal.sequence());
        } catch (final JournalException refused) {
            System.out.println(refused.kind() + " " + refused.getMessage());
        }
    }
}
