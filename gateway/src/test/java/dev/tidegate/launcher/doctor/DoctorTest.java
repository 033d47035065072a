package dev.tidegate.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorTest extends ToolTest {
    @Test
    void shouldCheckMachineAndFolderAndLeaveNothingThere() {
        final Path folder = temp.resolve("shop");
        Scene.of(folder, Kind.FILE, 1).close();
        final Map<String, String> before = contents(folder);

        final List<Map<String, Object>> checks = checks(run("doctor", folder, "--json"));

        assertThat(checks)
                .extracting(check -> check.get("check"))
                .contains("java", "jvm flags", "heap", "room", "huge pages", "open files", "clock")
                .containsSubsequence("journal", "file system", "space", "fdatasync");
        assertThat(check(checks, "jvm flags")).containsEntry("status", "ok");
        assertThat(check(checks, "fdatasync").get("found").toString()).matches("4 KiB: p50 \\d+ us, p99 \\d+ us.*");
        assertThat(checks)
                .allMatch(check -> check.get("status").equals("ok")
                        == check.get("advice").toString().isEmpty());
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void shouldNameWhoHasTheFolderAndNotCallThatAFault() {
        final Path folder = temp.resolve("shop");
        try (Scene scene = Scene.of(folder, Kind.FILE, 1)) {
            assertThat(scene.tidegate.counts().skus()).isEqualTo(1);
            assertThat(check(checks(run("doctor", folder, "--json")), "journal"))
                    .containsEntry("status", "ok")
                    .extractingByKey("found")
                    .asString()
                    .contains("held by this process");
        }
    }

    @Test
    void shouldSayWhatAShadowCosts() {
        final Path folder = temp.resolve("shop");
        RandomShop.fill(folder, Kind.FILE, 3, 500);
        final List<Map<String, Object>> checks = checks(run("doctor", folder, "--json"));
        assertThat(check(checks, "shadow heap").get("found").toString())
                .matches(
                        "its tables take \\d+\\.\\d MiB, measured; beside the engine in one process that wants \\d+ MiB of"
                                + " heap in all, in a process of its own \\d+ MiB; with retention beside the engine \\d+ MiB while"
                                + " a new base is made; there are .* MiB");
        assertThat(check(checks, "shadow cpu").get("found").toString())
                .matches("[0-9,]+ ns of one processor for a command, measured over [1-9][0-9,]*: .* a second;.*");
        assertThat(check(checks, "room").get("found").toString()).contains("with a shadow beside the engine");
        assertThat(check(checks, "tables").get("found").toString())
                .matches(
                        "as large as the limits of birth [0-9,]{5,} MiB, [0-9,]{3,} of them for the external numbers .*");
        assertThat(check(checks, "limits").get("found").toString())
                .matches("this journal's limits let its tables become [0-9,]{5,} MiB, [0-9,]{3,} of them .* MiB");
        // All of it is in the snapshot then, and nothing is left to follow: what lies before it is.
        assertThat(run("shadow", folder, "--once")).isEqualTo(ExitCode.OK);
        assertThat(check(checks(run("doctor", folder, "--json")), "shadow cpu")
                        .get("found")
                        .toString())
                .matches("[0-9,]+ ns of one processor for a command, measured over [1-9][0-9,]*: .* a second;.*");
    }

    @Test
    void shouldSayWhyAShadowsTimeIsNotKnown() {
        final Path folder = temp.resolve("shop");
        Tidegate.open(folder, TidegateOptions.defaults().withJournal(Kind.FILE)).close();
        assertThat(check(checks(run("doctor", folder, "--json")), "shadow cpu")
                        .get("found")
                        .toString())
                .startsWith("not measured: ");
    }

    @Test
    void shouldFailForAFolderThatIsNotThere() {
        assertThat(run("doctor", temp.resolve("no"), "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(check(checks(ExitCode.FAILED), "folder")).containsEntry("status", "fail");
        assertThat(parse(out))
                .containsEntry("ok", false)
                .containsEntry("error", "folder: " + temp.resolve("no") + " is no folder");
        assertThat(run("doctor", temp.resolve("no"))).isEqualTo(ExitCode.FAILED);
        assertThat(out).contains("fail  folder", "->");
    }

    private List<Map<String, Object>> checks(final int code) {
        assertThat(out.lines()).hasSize(1);
        assertThat(parse(out)).containsEntry("ok", code == ExitCode.OK);
        return list(parse(out), "checks");
    }

    private static Map<String, Object> check(final List<Map<String, Object>> checks, final String name) {
        return checks.stream()
                .filter(each -> each.get("check").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
