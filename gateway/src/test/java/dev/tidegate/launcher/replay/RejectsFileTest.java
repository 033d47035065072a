package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldListEachRejectUnderTheHeader() throws IOException {
        Path file = RejectsFile.write(
                folder,
                List.of(
                        new Reject(1, RejectCause.MALFORMED),
                        new Reject(2, RejectCause.INVOICE_KIND),
                        new Reject(541_909, RejectCause.NOT_A_PRODUCT)));

        assertThat(file).isEqualTo(folder.resolve("rejects.csv"));
        assertThat(file).hasContent("record,cause\n1,malformed\n2,invoice_kind\n541909,not_a_product\n");
    }

    @Test
    void shouldReplaceAnOlderFileAndLeaveNothingElse() throws IOException {
        Files.writeString(folder.resolve("rejects.csv.tmp"), "left by a run that died, longer than what follows");
        RejectsFile.write(folder, List.of(new Reject(1, RejectCause.PRICE)));
        RejectsFile.write(folder, List.of());

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(RejectsFile.NAME));
        }
        assertThat(Files.readString(folder.resolve(RejectsFile.NAME))).isEqualTo("record,cause\n");
    }
}
