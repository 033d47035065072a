package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoAndVerifyTest {
    private static final String SMALL = "demo --json --buyers 3000 --units 40 --skus 30 ";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    private int run(final String words) {
        final StringWriter outWriter = new StringWriter();
        final StringWriter errWriter = new StringWriter();
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(outWriter, true));
        commandLine.setErr(new PrintWriter(errWriter, true));
        final int code = commandLine.execute(words.trim().split(" +"));
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }

    private String value(final String key) {
        final Matcher matcher = Pattern.compile("\"" + key + "\":\"?([^,\"}]+)").matcher(out);
        assertThat(matcher.find()).as(key + " in " + out).isTrue();
        return matcher.group(1);
    }

    private Path data() {
        return folder.resolve("data");
    }

    @ParameterizedTest
    @CsvSource({"memory,file", "process,chronicle", "process,file", "disk,file"})
    void shouldProveTheSameSaleInEveryMode(final String durability, final String journal) {
        assertThat(run(SMALL + "--durability memory")).isEqualTo(ExitCode.OK);
        final String digest = value("digest");
        assertThat(run(SMALL + "--durability " + durability + " --journal " + journal))
                .as(err)
                .isEqualTo(ExitCode.OK);

        assertThat(value("ok")).isEqualTo("true");
        assertThat(value("digest")).isEqualTo(digest);
        assertThat(value("accepted_in_first_wave")).isEqualTo("40");
        assertThat(value("units_held")).isEqualTo("0");
        assertThat(value("durability")).isEqualTo(durability);
        assertThat(out.lines()).hasSize(1);
        if (durability.equals("memory")) {
            assertThat(err).isEmpty();
        } else {
            assertThat(err).matches("tidegate: replayed [0-9,]+ commands in [0-9.]+ s; .*, digest " + digest + "\\R");
        }
    }

    @Test
    void shouldDifferForAnotherSeed() {
        run(SMALL + "--durability memory --seed 1");
        final String one = value("digest");
        run(SMALL + "--durability memory --seed 2");

        assertThat(value("digest")).isNotEqualTo(one);
    }

    @Test
    void shouldSellToEachBuyerWhenThereAreMoreUnitsThanBuyers() {
        assertThat(run("demo --json --durability memory --buyers 50 --units 1000 --skus 1"))
                .isEqualTo(ExitCode.OK);
        assertThat(value("accepted_in_first_wave")).isEqualTo(value("possible_in_first_wave"));
    }

    @Test
    void shouldTellAReader() {
        assertThat(run("demo --durability memory --buyers 500 --units 10 --skus 10"))
                .isEqualTo(ExitCode.OK);
        assertThat(out).contains("accepted", "refused ALLOTMENT_EXHAUSTED", "proved", "durability MEMORY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--buyers 0", "--units 0", "--skus 0", "--buyers many", "--durability maybe"})
    void shouldRefuseWhatItCannotRun(final String option) {
        assertThat(run("demo " + option)).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(option.split(" ")[0]);
    }

    @Test
    void shouldNotWriteIntoAFolderThatHoldsSomething() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "dear");

        assertThat(run(SMALL + "--data " + folder)).isEqualTo(ExitCode.USAGE);
        assertThat(value("ok")).isEqualTo("false");
        assertThat(value("error")).contains("not empty");
        assertThat(run(SMALL + "--data " + folder.resolve("letter.txt"))).isEqualTo(ExitCode.USAGE);
        assertThat(value("error")).contains("is a file");
        assertThat(run(SMALL + "--durability memory --data " + data())).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chronicle", "file"})
    void shouldVerifyWhatTheDemoLeft(final String journal) {
        assertThat(run(SMALL + "--journal " + journal + " --data " + data())).isEqualTo(ExitCode.OK);
        final String digest = value("digest");
        final String sequence = value("sequence");
        final String paid = value("paid");

        assertThat(run("verify --json " + data())).isEqualTo(ExitCode.OK);

        assertThat(value("ok")).isEqualTo("true");
        assertThat(value("digest")).isEqualTo(digest);
        assertThat(value("sequence")).isEqualTo(sequence);
        assertThat(value("commands")).isEqualTo(sequence);
        assertThat(value("digests_compared")).isEqualTo("1");
        assertThat(value("orders_open")).isEqualTo(paid);
        assertThat(value("units_held")).isEqualTo("0");
        assertThat(value("tail_bytes_cut")).isEqualTo("0");
        assertThat(run("verify " + data())).isEqualTo(ExitCode.OK);
        assertThat(out).contains(digest);
    }

    @Test
    void shouldFindDamage() throws IOException {
        run(SMALL + "--journal file --data " + data());
        final Path largest;
        try (Stream<Path> files = Files.walk(data())) {
            largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
        final byte[] bytes = Files.readAllBytes(largest);
        bytes[40_000] ^= 1;
        Files.write(largest, bytes);

        assertThat(run("verify --json " + data())).isEqualTo(ExitCode.DAMAGED);
        assertThat(value("ok")).isEqualTo("false");
        assertThat(value("error")).isNotBlank();
        assertThat(out.lines()).hasSize(1);
        assertThat(Files.readAllBytes(largest)).isEqualTo(bytes);
    }

    @Test
    void shouldTellAFolderThatIsNotOursFromOneThatIsNotThere() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "dear");

        assertThat(run("verify --json " + folder)).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(run("verify --json " + folder.resolve("nowhere"))).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run("verify")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldNameWhoHasTheFolder() {
        final TidegateOptions options = TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
        try (Tidegate tidegate = Tidegate.open(data(), options)) {
            tidegate.define(new Command.DefineSku("A", 0));

            assertThat(run("verify --json " + data())).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(value("error")).contains("held by this process");
        }
    }
}
