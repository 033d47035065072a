package dev.tidegate.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What inspect shows of snapshots and of the event log, whole and damaged; nothing is ever written. */
class InspectDerivedTest extends ToolTest {
    private static final int COMMANDS = 1_500;

    private Path folder;

    @BeforeEach
    void fill() {
        folder = temp.resolve("shop");
        RandomShop.fill(folder, Kind.FILE, 21, COMMANDS);
    }

    private Path snapshot() throws IOException {
        json(ExitCode.OK, "shadow", folder, "--once");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path events() {
        return folder.resolve("events/00000000000000000001.events");
    }

    @Test
    void shouldShowWhatASnapshotHolds() throws IOException {
        final Path file = snapshot();
        final Map<String, Object> proved = json(ExitCode.OK, "prove", folder);
        final Map<String, String> before = contents(folder);
        final Map<String, Object> shown = list(json(ExitCode.OK, "inspect", folder, "snapshot"), "snapshots_found")
                .get(0);

        assertThat(shown)
                .containsEntry("whole", true)
                .containsEntry("sequence", proved.get("sequence"))
                .containsEntry("digest", proved.get("digest"))
                .containsEntry("skus", 4L)
                .containsEntry("units_held", proved.get("units_held"));
        final List<Map<String, Object>> tables = list(shown, "tables");
        assertThat(tables)
                .extracting(table -> table.get("table"))
                .containsOnlyOnce("skus", "orders", "stock totals", "refused ids");
        assertThat(tables)
                .filteredOn("table", "skus")
                .singleElement()
                .isEqualTo(tables.get(1))
                .satisfies(
                        table -> assertThat(table).containsEntry("records", 4L).containsEntry("believable", true));
        assertThat(run("inspect", folder, "snapshot", proved.get("sequence"))).isEqualTo(ExitCode.OK);
        assertThat(out).contains("behind sequence " + proved.get("sequence"), "open orders of");
        assertThat(run("inspect", folder, "snapshot", 5)).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder, "snapshot", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(contents(folder)).isEqualTo(before);
        assertThat(Files.size(file)).isEqualTo(shown.get("bytes"));
    }

    /** Whatever bit is flipped, the place is named, and nothing else of the file is lost. */
    @Test
    void shouldNameThePlaceOfDamageInASnapshot() throws IOException {
        final Path file = snapshot();
        final byte[] whole = Files.readAllBytes(file);
        final List<Map<String, Object>> sound = list(
                list(json(ExitCode.OK, "inspect", folder, "snapshot"), "snapshots_found")
                        .get(0),
                "tables");
        final Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            final byte[] bytes = whole.clone();
            final int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            final Map<String, Object> shown = list(
                            json(ExitCode.DAMAGED, "inspect", folder, "snapshot"), "snapshots_found")
                    .get(0);
            assertThat(shown).as("byte %d", at).containsEntry("whole", false);
            assertThat(list(shown, "faults"))
                    .as("byte %d", at)
                    .anySatisfy(fault ->
                            assertThat((long) at).isBetween((Long) fault.get("byte"), (Long) fault.get("to_byte")));
            assertThat(list(shown, "tables").size()).as("byte %d", at).isGreaterThanOrEqualTo(sound.size() - 1);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(json(ExitCode.DAMAGED, "inspect", folder, "snapshot")
                        .get("error")
                        .toString())
                .contains("byte ");
        Files.write(file, new byte[10]);
        assertThat(json(ExitCode.DAMAGED, "inspect", folder, "snapshot")
                        .get("error")
                        .toString())
                .contains("ends within its header");
    }

    @Test
    void shouldShowEveryEventAndGoOnBehindDamage() throws IOException {
        final Map<String, Object> whole = json(ExitCode.OK, "inspect", folder, "events");
        final List<Map<String, Object>> entries = list(whole, "entries");
        assertThat(entries.get(1)).containsEntry("event", 1L).containsEntry("message", "EntityChanged");
        assertThat(json(ExitCode.OK, "verify", folder)).containsEntry("events", whole.get("events"));

        final Map<String, Object> hit = entries.get(200);
        final List<Map<String, Object>> ofItsBlock = entries.stream()
                .filter(entry -> hit.get("byte").equals(entry.get("byte")))
                .toList();
        flip(events(), (Long) hit.get("byte") + 60);
        final Map<String, String> before = contents(folder);
        final Map<String, Object> damaged = json(ExitCode.DAMAGED, "inspect", folder, "events");

        assertThat(damaged.get("error").toString()).contains("byte " + hit.get("byte") + " to ", "a wrong checksum");
        assertThat((Long) damaged.get("events")).isEqualTo((Long) whole.get("events") - ofItsBlock.size());
        assertThat(list(damaged, "entries")).contains(entries.get(entries.size() - 1));
        assertThat(contents(folder)).isEqualTo(before);

        Files.writeString(folder.resolve("EVENTS"), "tidegate-events 1 and then nothing");
        assertThat(json(ExitCode.DAMAGED, "inspect", folder, "events")
                        .get("error")
                        .toString())
                .contains("EVENTS is damaged");
        assertThat(run("inspect", folder, "events", "--from", hit.get("sequence"), "--to", hit.get("sequence")))
                .isEqualTo(ExitCode.DAMAGED);
        assertThat(out.lines().filter(line -> line.startsWith("  event ")).count())
                .isLessThan(ofItsBlock.size() + 1L);
    }

    @Test
    void shouldShowATornEndAsSuch() throws IOException {
        final byte[] whole = Files.readAllBytes(events());
        Files.write(events(), Arrays.copyOf(whole, whole.length - 7));

        final Map<String, Object> torn = json(ExitCode.OK, "inspect", folder, "events");

        final List<Map<String, Object>> entries = list(torn, "entries");
        assertThat(entries.get(entries.size() - 1)).containsKey("torn_tail");
        assertThat(run("inspect", temp, "events")).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(run("inspect", temp.resolve("no"), "events")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run("inspect", temp.resolve("no"), "snapshot")).isEqualTo(ExitCode.UNAVAILABLE);
    }
}
