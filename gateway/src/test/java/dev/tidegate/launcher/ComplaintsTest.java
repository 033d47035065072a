package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command complains of, and what to do instead, in words and without names of classes. */
class ComplaintsTest {
    @TempDir
    private Path temp;

    @Test
    void shouldSayHowToReadAFolderInUse() {
        final Path folder = temp.resolve("shop");
        final TidegateOptions options = TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
        try (Tidegate tidegate = Tidegate.open(folder, options)) {
            assertThat(tidegate.state().running()).isTrue();
            for (final List<String> words : List.of(
                    List.of("prove"),
                    List.of("verify"),
                    List.of("why", "--order", "1"),
                    List.of("inspect", "journal"),
                    List.of("export", "--orders", temp.resolve("o.csv").toString()))) {
                final String[] line = words.toArray(new String[words.size() + 1]);
                System.arraycopy(line, 1, line, 2, words.size() - 1);
                line[1] = folder.toString();
                final Launched launched = Launched.with(line);
                assertThat(launched.code()).as(launched.err()).isEqualTo(ExitCode.UNAVAILABLE);
                assertThat(launched.err())
                        .contains(" is held by ")
                        .endsWith("make a copy (tidegate backup DIR --to COPY) and read that" + System.lineSeparator());
            }
            final Launched repair = Launched.with(
                    "repair",
                    folder.toString(),
                    "--cut",
                    "--into",
                    temp.resolve("new").toString());
            assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(repair.err()).contains(" is held by ").doesNotContain("backup");
        }
    }

    @Test
    void shouldNameTheSettingOfAFileThatIsNotThere() {
        final Path missing = temp.resolve("missing");
        assertConfig(List.of("--config", missing.toString()), "--config: " + missing + " does not exist");
        assertConfig(
                List.of("--set", "security.keys-file=" + missing),
                "security.keys-file: " + missing + " does not exist");
        assertConfig(
                List.of("--set", "tls.certificate=" + missing, "--set", "tls.key=" + missing),
                "tls.certificate or tls.key cannot be used: ");
    }

    @Test
    void shouldCheckTheFilesThatAConfigurationNames() throws IOException {
        final Path keys = temp.resolve("keys.yaml");
        Files.writeString(keys, "keys: nonsense\n");
        assertConfig(List.of("--set", "security.keys-file=" + keys), "keys.yaml:1:7: a list is expected here");
        final Path latin = temp.resolve("latin.yaml");
        Files.write(latin, "data: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertConfig(List.of("--config", latin.toString()), "--config: " + latin + " is not UTF-8");
    }

    private static void assertConfig(final List<String> words, final String complaint) {
        final String[] line = new String[words.size() + 1];
        line[0] = "config";
        for (int i = 0; i < words.size(); i++) {
            line[i + 1] = words.get(i);
        }
        final Launched launched = Launched.with(line);
        assertThat(launched.code()).as(launched.out() + launched.err()).isEqualTo(ExitCode.USAGE);
        assertThat(launched.err()).startsWith("tidegate: " + complaint).doesNotContain("Exception");
    }

    @Test
    void shouldHelpWithACommand() {
        final Launched launched = Launched.with("help", "prove");
        assertThat(launched.code()).isEqualTo(ExitCode.OK);
        assertThat(launched.out()).startsWith("Usage: tidegate prove ");
    }

    /** Every command that reads the folder says the same of one that is not for it, in one object. */
    @Test
    void shouldTellAFolderOfANewerVersionAndADamagedOne() throws IOException {
        final Path folder = temp.resolve("shop");
        Scene.of(folder, JournalSettings.Kind.FILE, 3).close();
        final Path manifest = folder.resolve("MANIFEST");
        final String body = Files.readString(manifest).replaceFirst("crc32c .*\\R$", "");
        final CRC32C crc = new CRC32C();
        final String newer = body.replaceFirst("tidegate-journal \\d+", "tidegate-journal 99");
        crc.update(newer.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(manifest, newer + String.format("crc32c %08x%n", crc.getValue()));
        assertAll(folder, ExitCode.NOT_TIDEGATE, "has format version 99");
        assertThat(Launched.with("doctor", folder.toString(), "--json").out())
                .startsWith("{\"ok\":false,\"error\":\"shadow: the folder has format version 99");
        Files.writeString(manifest, newer + "crc32c 00000000\n");
        assertAll(folder, ExitCode.DAMAGED, "MANIFEST is damaged");
    }

    private void assertAll(final Path folder, final int code, final String complaint) {
        for (final String words : List.of(
                "verify DIR",
                "prove DIR",
                "shadow DIR",
                "shadow DIR --once",
                "shadow DIR --stock SHIRT",
                "inspect DIR journal",
                "inspect DIR sku SHIRT",
                "export DIR --orders NEW",
                "export-journal DIR --out NEW",
                "why DIR --order 1",
                "record DIR --order 1",
                "repair DIR --cut --into NEW",
                "backup DIR --to NEW",
                "restore DIR --into NEW",
                "events DIR --rebuild")) {
            final Path unmade = temp.resolve("new");
            final Launched launched = Launched.with((words + " --json")
                    .replace("DIR", folder.toString())
                    .replace("NEW", unmade.toString())
                    .split(" "));
            assertThat(launched.code()).as(words + launched.err()).isEqualTo(code);
            assertThat(launched.out()).as(words).hasLineCount(1).contains("\"ok\":false", complaint);
            assertThat(unmade).doesNotExist();
        }
    }

    /** Input that is no history is the caller's fault, a history that breaks a promise is ours. */
    @Test
    void shouldTellAHistoryThatCannotBeReadFromABadOne() throws IOException {
        final Path file = temp.resolve("history");
        assertHistory(file, " does not exist");
        Files.writeString(file, "");
        assertHistory(file, " holds no calls");
        Files.writeString(file, "nonsense\n");
        assertHistory(file, " is no history: line 1: ");
        assertHistory(temp, " cannot be read: ");
    }

    private static void assertHistory(final Path file, final String complaint) {
        final Launched launched = Launched.with("simulate", "--check", file.toString(), "--json");
        assertThat(launched.code()).as(launched.err()).isEqualTo(ExitCode.USAGE);
        assertThat(launched.out()).hasLineCount(1).startsWith("{\"ok\":false,\"error\":\"" + file + complaint);
    }
}
