package dev.tidegate.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InspectTest extends ToolTest {
    private Path folder() {
        return temp.resolve("shop");
    }

    private Path segment(final Kind kind) {
        return kind == Kind.FILE
                ? folder().resolve("segment-00000001.log")
                : folder().resolve("segment-00000001/19700101-00LS.cq4");
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecodeEveryCommandAndGoOnBehindDamage(final Kind kind) throws IOException {
        RandomShop.fill(folder(), kind, 3, 300);
        final Map<String, Object> whole = json(ExitCode.OK, "inspect", folder(), "journal");
        final List<Map<String, Object>> entries = list(whole, "entries");
        assertThat(entries.get(0)).containsEntry("segment", 1L).containsEntry("state", "sealed");
        final List<Map<String, Object>> batches = entries.stream()
                .filter(entry -> "batch".equals(entry.get("kind")))
                .toList();
        assertThat(list(batches.get(0), "commands").get(0))
                .containsEntry("sequence", 1L)
                .containsEntry("message", "DefineSku")
                .containsEntry("code", "sku1");
        assertThat(whole).containsEntry("faults", 0L).containsEntry("ok", true);
        assertThat(out).doesNotContain("unreadable").doesNotContain("DIFFERS");

        final Map<String, Object> hit = batches.get(50);
        flip(segment(kind), (Long) hit.get("byte") + 120);
        final Map<String, String> before = contents(folder());
        final Map<String, Object> damaged = json(ExitCode.DAMAGED, "inspect", folder(), "journal");

        assertThat(damaged.get("error").toString()).contains("byte " + hit.get("byte") + " to ", "a wrong checksum");
        assertThat((Long) damaged.get("records")).isEqualTo((Long) whole.get("records") - 1);
        assertThat(list(damaged, "entries")).contains(batches.get(49));
        assertThat(list(damaged, "entries"))
                .filteredOn(entry -> batches.get(51).get("record").equals(entry.get("record")))
                .hasSize(1);
        assertThat(contents(folder())).isEqualTo(before);
    }

    /** Whatever is flipped, the scan ends, stays within the file and finds all but a few records. */
    @ParameterizedTest
    @EnumSource
    void shouldEndWhateverIsDamaged(final Kind kind) throws IOException {
        RandomShop.fill(folder(), kind, 4, 120);
        final long records =
                (Long) json(ExitCode.OK, "inspect", folder(), "journal").get("records");
        final byte[] whole = Files.readAllBytes(segment(kind));
        final Random random = new Random(17);
        for (int round = 0; round < 25; round++) {
            final byte[] bytes = whole.clone();
            final int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(segment(kind), bytes);
            final int code = run("inspect", folder(), "journal", "--json");
            assertThat(code).isIn(ExitCode.OK, ExitCode.DAMAGED);
            assertThat((Long) parse(out).get("records"))
                    .as("bit of byte %d", at)
                    .isGreaterThanOrEqualTo(records - 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWithoutAManifest(final Kind kind) throws IOException {
        RandomShop.fill(folder(), kind, 5, 50);
        final Object records = json(ExitCode.OK, "inspect", folder(), "journal").get("records");
        Files.writeString(folder().resolve("MANIFEST"), "tidegate-journal 1 and then nothing");
        assertThat(json(ExitCode.DAMAGED, "inspect", folder(), "journal")).containsEntry("records", records);
        Files.delete(folder().resolve("MANIFEST"));
        assertThat(json(ExitCode.DAMAGED, "inspect", folder(), "journal")).containsEntry("records", records);
    }

    @Test
    void shouldShowOrderSkuAndCommandBeforeAndBehindDamage() throws IOException {
        final Outcome order;
        final UUID second;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 5)) {
            order = scene.order("A-1", 2);
            scene.order("A-2", 2);
            final var header = scene.tidegate.newHeader();
            second = new UUID(header.idHigh(), header.idLow());
            scene.tidegate.submit(header, new StartPayment(order.entityId())).join();
        }
        assertThat(json(ExitCode.OK, "inspect", folder(), "order", order.entityId()))
                .containsEntry("state", "PAYING")
                .containsEntry("external_number", "A-1");
        assertThat(list(json(ExitCode.OK, "inspect", folder(), "sku", "SHIRT"), "stock")
                        .get(0))
                .containsEntry("sellable", 1L)
                .containsEntry("held", 4L);
        assertThat(list(json(ExitCode.OK, "inspect", folder(), "command", second), "commands")
                        .get(0))
                .containsEntry("outcome", "ACCEPTED");
        final List<Map<String, Object>> entries = list(json(ExitCode.OK, "inspect", folder(), "journal"), "entries");
        final Map<String, Object> ofSecondOrder = entries.stream()
                .filter(entry -> entry.toString().contains("A-2"))
                .findFirst()
                .orElseThrow();
        flip(segment(Kind.FILE), (Long) ofSecondOrder.get("byte") + 100);

        assertThat(json(ExitCode.DAMAGED, "inspect", folder(), "order", order.entityId()))
                .containsEntry("state", "CREATED")
                .containsEntry("at_sequence", 5L);
        final List<Map<String, Object>> behind =
                list(json(ExitCode.DAMAGED, "inspect", folder(), "command", second), "commands");
        assertThat(behind.get(0)).containsEntry("sequence", 7L).doesNotContainKey("outcome");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws IOException {
        Scene.of(folder(), Kind.FILE, 1).close();
        assertThat(run("inspect", folder(), "weather")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder(), "order", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder(), "order", "7")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder(), "sku", "NONE")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder(), "command", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", folder(), "journal", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect", temp, "journal", "--json")).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(parse(out)).containsEntry("ok", false);
        assertThat(run("inspect", temp.resolve("no"), "journal")).isEqualTo(ExitCode.UNAVAILABLE);
    }

    /** The list has begun when a segment turns out to be no file. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerOnceWhenAFileCannotBeRead(final Kind kind) throws IOException {
        Scene.of(folder(), kind, 1).close();
        final Path segment = folder().resolve("segment-00000001" + (kind == Kind.FILE ? ".log" : ""));
        final Path file = kind == Kind.FILE ? segment : first(segment);
        Files.delete(file);
        Files.createDirectory(file);

        final Map<String, Object> answer = json(ExitCode.UNAVAILABLE, "inspect", folder(), "journal");

        assertThat(answer).containsEntry("ok", false).containsKey("entries");
        assertThat(answer.get("error").toString()).startsWith("cannot scan the journal in " + folder());
        assertThat(err).isEqualTo("tidegate: " + answer.get("error") + System.lineSeparator());
    }

    private static Path first(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
