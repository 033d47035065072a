package dev.tidegate.launcher.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.prove.TwoProofs;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepairTest extends TwoProofs {
    private static final long RECEIPT = 4;

    private Path folder() {
        return temp.resolve("shop");
    }

    private Path repaired() {
        return temp.resolve("repaired");
    }

    private static Path segment(final Path folder, final Kind kind) {
        return folder.resolve(kind == Kind.FILE ? "segment-00000001.log" : "segment-00000001/19700101-00LS.cq4");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutADamagedTailIntoANewFolder(final Kind kind) throws IOException {
        RandomShop.fill(folder(), kind, 12, 400);
        final List<Map<String, Object>> batches =
                list(json(ExitCode.OK, "inspect", folder(), "journal"), "entries").stream()
                        .filter(entry -> "batch".equals(entry.get("kind")))
                        .toList();
        final Map<String, Object> hit = batches.get(300);
        final long sequence = (Long) list(hit, "commands").get(0).get("sequence");
        flip(segment(folder(), kind), (Long) hit.get("byte") + 110);
        final Map<String, String> before = contents(folder());

        final Map<String, Object> plan = json(ExitCode.USAGE, "repair", folder(), "--into", repaired(), "--cut");
        assertThat(plan)
                .containsEntry("ok", false)
                .containsEntry("kept_to_sequence", sequence - 1)
                .containsEntry("intact_commands_lost", (long) (batches.size() - 301));
        assertThat(err).contains("--yes");
        assertThat(repaired()).doesNotExist();

        assertThat(json(ExitCode.OK, "repair", folder(), "--into", repaired(), "--cut", "--yes"))
                .containsEntry("sequence", sequence - 1);

        assertThat(contents(folder())).isEqualTo(before);
        final Map<String, Object> verified = json(ExitCode.OK, "verify", repaired());
        assertThat(list(verified, "repairs").get(0))
                .containsEntry("repair", "cut")
                .containsEntry("sequence", sequence);
        try (Scene scene = new Scene(repaired(), kind)) {
            assertThat(scene.order("after", 1).sequence()).isEqualTo(sequence);
        }
        assertThat(list(json(ExitCode.OK, "prove", repaired()), "repairs")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldVoidOneCommandForGood(final Kind kind) throws IOException {
        final long first;
        try (Scene scene = Scene.of(folder(), kind, 5)) {
            first = scene.order("A", 5).entityId();
        }
        try (Scene scene = new Scene(folder(), kind)) {
            assertThat(scene.order("B", 1).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        }
        final Map<String, String> before = contents(folder());
        final Map<String, Object> original = json(ExitCode.OK, "prove", folder());
        final long events = (Long) json(ExitCode.OK, "verify", folder()).get("events");

        final Object[] words = {
            "repair", folder(), "--into", repaired(), "--void", RECEIPT + 1, "--reason", "ops & co: order A, by mistake"
        };
        final Map<String, Object> plan = json(ExitCode.USAGE, words);
        assertThat(plan.get("voided_command").toString()).contains("PlaceOrder", "externalNumber=A");
        assertThat(repaired()).doesNotExist();
        final Object[] withYes = Arrays.copyOf(words, words.length + 1);
        withYes[words.length] = "--yes";
        final Map<String, Object> restored = json(ExitCode.OK, withYes);

        assertThat(contents(folder())).isEqualTo(before);
        final Map<String, Object> proved = assertSame(repaired(), temp.resolve("outcomes.ndjson"));
        assertThat(proved.get("chain_head")).isEqualTo(original.get("chain_head"));
        assertThat(proved.get("digest")).isNotEqualTo(original.get("digest"));
        assertThat(proved).containsEntry("units_held", 1L).containsEntry("units_left", 4L);
        assertThat(list(proved, "repairs").get(0))
                .containsEntry("repair", "void")
                .containsEntry("sequence", RECEIPT + 1)
                .containsEntry("reason", "ops & co: order A, by mistake");
        // Who read events of the voided command or behind it is told so.
        final long epoch = (Long) restored.get("epoch");
        assertThat(run("events", repaired(), "--from", "1:" + events)).isEqualTo(ExitCode.REWOUND);
        final String resumeFrom = err.strip().replaceAll(".*--from ", "");
        assertThat(resumeFrom).startsWith(epoch + ":");
        final long inCommon = Long.parseLong(resumeFrom.split(":")[1]);
        assertThat(inCommon).isPositive().isLessThan(events);
        assertThat(run("events", folder(), "--from", "1:" + inCommon)).isEqualTo(ExitCode.OK);
        assertThat(out.lines().findFirst().orElseThrow()).contains("sequence=" + (RECEIPT + 1));
        // It lives on, and digests recorded from now on are compared again.
        try (Scene scene = new Scene(repaired(), kind)) {
            assertThat(scene.tidegate.order(first).externalNumber()).isEqualTo("B");
            assertThat(scene.order("A", 2).accepted()).isTrue();
        }
        assertThat(json(ExitCode.OK, "verify", repaired())).containsEntry("digests_compared", 1L);
        assertThat(Files.readAllLines(temp.resolve("outcomes.ndjson")).get((int) RECEIPT + 1))
                .contains("\"message\":\"Void\"", "\"outcome\":\"VOIDED\"", "\"events\":[]");
    }

    /** Chronicle Queue's own pages hold nothing of ours, but a disk that changes them is failing. */
    @Test
    void shouldLoseNothingWhenOnlyBytesBetweenTheRecordsAreDamaged() throws IOException {
        RandomShop.fill(folder(), Kind.CHRONICLE, 14, 200);
        final Map<String, Object> original = json(ExitCode.OK, "prove", folder());
        flip(segment(folder(), Kind.CHRONICLE), 2_000);

        assertThat(json(ExitCode.DAMAGED, "verify", folder()).get("error").toString())
                .contains("segment 1 ", "outside of the records");
        assertThat(run("backup", folder(), "--to", temp.resolve("copy"))).isEqualTo(ExitCode.DAMAGED);
        assertThat(json(ExitCode.USAGE, "repair", folder(), "--into", repaired(), "--cut")
                        .get("lost")
                        .toString())
                .contains("nothing");
        assertThat(run("repair", folder(), "--into", repaired(), "--cut", "--yes"))
                .isEqualTo(ExitCode.OK);
        assertThat(json(ExitCode.OK, "prove", repaired()))
                .containsEntry("digest", original.get("digest"))
                .containsEntry("chain_head", original.get("chain_head"));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws IOException {
        RandomShop.fill(folder(), Kind.FILE, 13, 50);
        final Path full = Files.createDirectories(temp.resolve("full"));
        Files.writeString(full.resolve("letter"), "dear");
        assertThat(run("repair", folder(), "--into", repaired())).isEqualTo(ExitCode.USAGE);
        assertThat(run("repair", folder(), "--into", repaired(), "--cut", "--yes"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("not damaged");
        assertThat(run("repair", folder(), "--into", full, "--cut")).isEqualTo(ExitCode.USAGE);
        assertThat(run("repair", folder(), "--into", repaired(), "--void", 5)).isEqualTo(ExitCode.USAGE);
        assertThat(run("repair", folder(), "--into", repaired(), "--void", 5, "--reason", " "))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("repair", folder(), "--into", repaired(), "--void", 9999, "--reason", "x", "--yes"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("repair", full, "--into", repaired(), "--cut")).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(repaired()).doesNotExist();
    }
}
