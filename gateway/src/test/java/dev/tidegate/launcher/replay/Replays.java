package dev.tidegate.launcher.replay;

import dev.tidegate.journal.log.ChronicleFlags;
import dev.tidegate.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Runs {@code replay}, in this JVM or in one of its own. */
final class Replays {
    private static final Pattern SECONDS = Pattern.compile(",\"seconds\":[0-9.E-]+");

    private Replays() {}

    /** What a run came to. */
    record Run(int code, String out, String err) {
        /** The JSON object without the one figure that differs from run to run. */
        String figures() {
            return SECONDS.matcher(out.strip()).replaceFirst("");
        }
    }

    /** One of the four ways to keep a replay. */
    record Keeping(String durability, String journal) {
        static List<Keeping> all() {
            return List.of(
                    new Keeping("process", "chronicle"),
                    new Keeping("process", "file"),
                    new Keeping("disk", "chronicle"),
                    new Keeping("disk", "file"));
        }

        String[] arguments(Path file, int percent, Path folder) {
            return new String[] {
                "replay",
                file.toString(),
                "--opening-percent",
                Integer.toString(percent),
                "--data",
                folder.toString(),
                "--durability",
                durability,
                "--journal",
                journal,
                "--json"
            };
        }
    }

    static Run here(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new ReplayCommand());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
        return new Run(code, out.toString(), err.toString());
    }

    /** Starts a main class of the class path with what the launcher's script sets; its standard error is dropped. */
    static Process child(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(ChronicleFlags.line().split(" ")));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static Process child(String... arguments) throws IOException {
        return child(Main.class, arguments);
    }

    /** A number of the JSON object. */
    static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(json);
        if (!matcher.find()) {
            throw new AssertionError(name + " is missing: " + json);
        }
        return Long.parseLong(matcher.group(1));
    }
}
