package dev.tidegate.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** What a command of the launcher, run in this JVM, came to. */
public record Launched(int code, String out, String err) {
    public static Launched with(final String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        final int code = line.execute(arguments);
        return new Launched(code, out.toString(), err.toString());
    }

    /** A number of the JSON object. */
    public long number(final String name) {
        final Matcher matcher = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(out);
        if (!matcher.find()) {
            throw new AssertionError(name + " is missing: " + out + err);
        }
        return Long.parseLong(matcher.group(1));
    }
}
