package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @TempDir
    private Path folder;

    private Config file(final String text) throws IOException {
        final Path file = folder.resolve("t.yaml");
        Files.writeString(file, text);
        return new Config().file(file);
    }

    private static String row(final ConfigKey key) {
        return "| " + key.key() + " | " + (key.standard().isEmpty() ? "(empty)" : key.standard()) + " | " + key.range()
                + " | " + key.meaning() + " |";
    }

    @Test
    void shouldBeDescribedByItsPage() throws IOException {
        final List<String> rows = Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| name |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .isEqualTo(
                        Arrays.stream(ConfigKey.values()).map(ConfigTest::row).toList());
    }

    @Test
    void shouldAcceptItsOwnDefaults() throws IOException {
        final Config config = new Config();
        for (final ConfigKey key : ConfigKey.values()) {
            config.set(key.key(), key.standard(), "default");
        }
        final GatewaySettings settings = config.gateway();

        assertThat(settings.http()).hasToString("/127.0.0.1:8080");
        assertThat(settings.binary()).hasToString("/127.0.0.1:8081");
        assertThat(config.options().ringSlots()).isEqualTo(65_536);
    }

    @Test
    void shouldLetTheLastWordWin() throws IOException {
        final Config config = file("data: a\nbinary:\n  window: 64\nengine: {ring-slots: 8192}\n")
                .environment(Map.of("TIDEGATE_BINARY_WINDOW", "128", "TIDEGATE_DATA", "b", "HOME", "/"))
                .set("data", "c", "--data");

        assertThat(config.data()).hasToString("c");
        assertThat(config.gateway().window()).isEqualTo(128);
        assertThat(config.options().ringSlots()).isEqualTo(8192);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "binary.window#100#power of two from 1 to 16384",
                "binary.window#0#power of two",
                "durability#eternal#memory, process, disk",
                "http.address#8080#HOST:PORT",
                "http.address#localhost:99999#HOST:PORT",
                "engine.orders-per-mille#1001#1 to 1000",
                "engine.orders-per-mille#0#1 to 1000",
                "engine.holds-after-outage-millis#86400001#0 to 86400000",
                "threads.event-loops#many#0 to 64",
                "data#''#1 to 4096 characters",
                "colour#red#unknown name colour"
            })
    void shouldRefuse(final String name, final String value, final String words) {
        assertThatThrownBy(() -> new Config().set(name, value, "--set"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: ")
                .hasMessageContaining(words);
    }

    @Test
    void shouldKeepTheFolderAsItIsTold() throws IOException {
        final Config config = file("snapshots: {every: 1000000, at-ends: false, keep: 5, percent: 30}\n"
                + "retention: {days: 0, cap-bytes: 1000, compress: true}\n"
                + "disk:\n  low-water-bytes: 7\nevents: {retain-bytes: 2000000, retain-days: 3}\n");
        final Upkeep upkeep = config.options().journal().upkeep();
        assertThat(upkeep).isEqualTo(new Upkeep(1_000_000, false, 5, 30, Upkeep.FOR_EVER, 1000, true, 7));
        assertThat(config.gateway().lowWaterBytes()).isEqualTo(7);
        final EventLogSettings events = config.options().journal().events();
        assertThat(events.retainBytes()).isEqualTo(2_000_000);
        assertThat(events.retainMillis()).isEqualTo(TimeUnit.DAYS.toMillis(3));

        final Upkeep usual = new Config().options().journal().upkeep();
        assertThat(usual).isEqualTo(Upkeep.NONE.withSnapshotAtEnds(true));
        assertThatThrownBy(
                        () -> new Config().set("retention.days", "89", "--set").options())
                .isInstanceOf(ConfigException.class)
                .hasMessage("retention.days is 89, must be 90 or more, for audits, or 0 for ever");
    }

    @Test
    void shouldNameTheLine() {
        assertThatThrownBy(() -> file("data: a\nhttp:\n  adress: x\n"))
                .hasMessage("t.yaml:3:3: unknown name http.adress");
        assertThatThrownBy(() -> file("binary: {window: 3}\n")).hasMessageContaining("t.yaml:1:10");
        assertThatThrownBy(() -> file("data: a\ndata: b\n")).hasMessageContaining("data");
        assertThatThrownBy(() -> file("- a\n")).hasMessageContaining("names and values");
        assertThatThrownBy(() -> file("a: [\n")).isInstanceOf(ConfigException.class);
    }

    /** Maps within each other ended the thread, and a map within itself was followed for ever. */
    @Test
    void shouldRefuseWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> file("a: " + "[".repeat(100_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("within each other");
        assertThatThrownBy(() -> file("http: &a {b: *a}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("within each other");
    }

    @Test
    void shouldNotReadAFileWithoutEnd() {
        assumeTrue(Files.exists(Path.of("/dev/zero")));
        assertThatThrownBy(() -> Yaml.read("--config", Path.of("/dev/zero")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is longer than");
    }

    @Test
    void shouldRefuseANameThatStandsTwice() {
        assertThatThrownBy(() -> file("http: {max-pipelined: 3}\nhttp: {max-pipelined: 4}\n"))
                .hasMessage("t.yaml:2:1: http stands there twice");
        assertThatThrownBy(() -> file("http: {max-pipelined: 3}\nhttp.max-pipelined: 4\n"))
                .hasMessageContaining("http.max-pipelined stands there twice");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> new Config().set("tls.key", "k.pem", "x").gateway())
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> new Config()
                        .set("http.address", "off", "x")
                        .set("binary.address", "off", "x")
                        .gateway())
                .hasMessageContaining("both off");
        assertThatThrownBy(() ->
                        new Config().set("http.address", "0.0.0.0:80", "x").gateway())
                .hasMessageContaining("tls.certificate");
    }
}
