package dev.tidegate.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command says: its figures on standard output, one JSON object with {@code --json} and a line each without, and
 * every complaint on standard error.
 */
public final class Answer {
    private static final JsonFactory JSON = new JsonFactory();

    /** Commands that read a folder which nobody has open. */
    private static final Set<String> READERS =
            Set.of("verify", "prove", "export-journal", "why", "record", "inspect", "export");

    private Answer() {}

    /**
     * Does the work of a command and answers for it.
     *
     * @param work returns its figures in the order to print: numbers, strings, booleans, null, or a map or list of such
     * @return the {@link ExitCode}
     */
    public static int of(final CommandSpec spec, final boolean json, final Callable<Map<String, Object>> work) {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            final Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("ok", true);
            figures.putAll(work.call());
            out.println(json ? json(figures) : plain(figures));
            out.flush();
            return ExitCode.OK;
        } catch (final CompletionException wrapped) {
            return failed(spec, json, wrapped.getCause() == null ? wrapped : wrapped.getCause());
        } catch (final Exception | Error failure) {
            return failed(spec, json, failure);
        }
    }

    /**
     * What was found in a folder.
     *
     * @param figures for a program
     * @param text for a reader; the figures when null
     * @param damage where reading ended, so that there may be more behind it; null when all was read
     */
    public record Found(
            Map<String, Object> figures,
            @Nullable Consumer<PrintWriter> text,
            @Nullable JournalException damage) {}

    /**
     * Does the work of a command that tells what it can of a damaged folder: what was found is printed, and damage is
     * complained of behind it.
     *
     * @return OK when all was read, DAMAGED when not
     */
    public static int found(final CommandSpec spec, final boolean json, final Callable<Found> work) {
        final Found found;
        try {
            found = work.call();
        } catch (final Exception | Error failure) {
            return failed(spec, json, failure);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final JournalException damage = found.damage();
        if (json) {
            final Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("ok", damage == null);
            if (damage != null) {
                figures.put("error", message(damage));
            }
            figures.putAll(found.figures());
            out.println(json(figures));
        } else if (found.text() != null) {
            found.text().accept(out);
        } else {
            out.println(plain(found.figures()));
        }
        out.flush();
        if (damage != null) {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("tidegate: read up to the damage only: " + message(damage));
            err.flush();
            return ExitCodes.of(damage);
        }
        return ExitCode.OK;
    }

    /** Answers for a command that threw. */
    public static int failed(final CommandSpec spec, final boolean json, final Throwable failure) {
        final int code = ExitCodes.of(failure);
        final String error = complaint(spec, failure);
        final PrintWriter err = spec.commandLine().getErr();
        if (code == ExitCode.FAILED && isUnexpected(failure)) {
            failure.printStackTrace(err);
        }
        err.println("tidegate: " + error);
        err.flush();
        if (json) {
            spec.commandLine().getOut().println(error(error));
            spec.commandLine().getOut().flush();
        }
        return code;
    }

    /** What {@link #failed} says of a failure. */
    public static String complaint(final CommandSpec spec, final Throwable failure) {
        return message(failure) + otherWay(spec, failure);
    }

    private static boolean isUnexpected(final Throwable failure) {
        return !(failure instanceof ProofException || failure instanceof StoppedException);
    }

    private static String message(final Throwable failure) {
        final String message = failure.getMessage();
        if (message == null) {
            return failure.toString();
        }
        // File exceptions of the JDK give only a path as their message.
        if (failure instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return message + " may not be read or written by this user";
        }
        final boolean tells = failure instanceof ConfigException
                || failure.getClass() == IOException.class
                || failure instanceof FileSystemException file && file.getReason() != null;
        return tells || !(failure instanceof IOException) ? message : failure.toString();
    }

    /** What whoever wants to read a folder in use can do instead; empty for every other command and failure. */
    private static String otherWay(final CommandSpec spec, final Throwable failure) {
        return READERS.contains(spec.name())
                        && failure instanceof JournalException journal
                        && journal.kind() == JournalException.Kind.LOCKED
                ? "; to read it while it is in use, make a copy (tidegate backup DIR --to COPY) and read that"
                : "";
    }

    /** The JSON object of a failure. */
    static String error(final String error) {
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ok", false);
        figures.put("error", error);
        return json(figures);
    }

    /** The figures as one JSON object on one line. */
    public static String json(final Map<String, ?> figures) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, figures);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes one value: a number, string, boolean, null, or a map or list of such. */
    public static void write(final JsonGenerator json, final @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (final Map.Entry<?, ?> entry : object.entrySet()) {
                json.writeFieldName(entry.getKey().toString());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (final Object entry : list) {
                write(json, entry);
            }
            json.writeEndArray();
        } else {
            json.writePOJO(value);
        }
    }

    /** The figures as lines of a name and a value. */
    public static String plain(final Map<String, ?> figures) {
        final StringBuilder text = new StringBuilder();
        plain(text, "", figures);
        return text.substring(0, text.length() - System.lineSeparator().length());
    }

    private static void plain(final StringBuilder text, final String prefix, final Map<?, ?> figures) {
        figures.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                plain(text, prefix + name + '.', inner);
            } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
                text.append(PlainTable.of(prefix + name, list));
            } else {
                text.append(String.format("%-24s %s%n", prefix + name, value));
            }
        });
    }
}
