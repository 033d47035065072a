package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs launcher commands in this JVM and reads their answers. */
public abstract class ToolTest {
    @TempDir
    protected Path temp;

    protected String out = "";
    protected String err = "";

    protected int run(final Object... words) {
        final StringWriter outWriter = new StringWriter();
        final StringWriter errWriter = new StringWriter();
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(outWriter, true));
        commandLine.setErr(new PrintWriter(errWriter, true));
        final int code =
                commandLine.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }

    /** The one JSON object of a command that must end with {@code code}. */
    protected Map<String, Object> json(final int code, final Object... words) {
        final Object[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        assertThat(run(all)).as(err).isEqualTo(code);
        assertThat(out.lines()).hasSize(1);
        return parse(out);
    }

    protected static Map<String, Object> parse(final String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            final Object value = value(parser);
            assertThat(parser.nextToken()).isNull();
            @SuppressWarnings("unchecked")
            final Map<String, Object> object = (Map<String, Object>) value;
            return object;
        } catch (final IOException broken) {
            throw new UncheckedIOException(text, broken);
        }
    }

    private static Object value(final JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                final Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    final String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                final List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    @SuppressWarnings("unchecked")
    protected static List<Map<String, Object>> list(final Map<String, Object> object, final String key) {
        return (List<Map<String, Object>>) object.get(key);
    }

    /** Every file of a folder with its size and checksum: to show that nothing was written. */
    protected static Map<String, String> contents(final Path folder) {
        final Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final CRC32C crc = new CRC32C();
                crc.update(Files.readAllBytes(file));
                contents.put(folder.relativize(file).toString(), Files.size(file) + " " + crc.getValue());
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return contents;
    }

    /** Flips one bit of a file. */
    protected static void flip(final Path file, final long at) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }
}
