package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplaySettingsTest {
    private static final String SHA = "0a".repeat(32);
    private static final ReplaySettings BEGUN = new ReplaySettings(90, "file", "process", 7_553_960, SHA);
    private static final String TEXT =
            "tidegate-replay 2\nopening_percent=90\njournal=file\ndurability=process\nfile_bytes=7553960\nfile_sha256="
                    + SHA + "\n";
    private static final String FIRST_FORMAT =
            "tidegate-replay 1\nopening_percent=90\njournal=file\nfile_bytes=7553960\nfile_sha256=" + SHA + "\n";

    @Test
    void shouldKeepItsTextForEver() {
        assertThat(BEGUN.text()).isEqualTo(TEXT);
        assertThat(ReplaySettings.parse(TEXT)).isEqualTo(BEGUN);
    }

    @Test
    void shouldNameTheArgumentThatDiffers() {
        assertThat(BEGUN.differenceFrom(ReplaySettings.parse(TEXT))).isEmpty();
        assertThat(new ReplaySettings(50, "file", "process", 7_553_960, SHA).differenceFrom(BEGUN))
                .contains("opening_percent is 50 but was 90 when this replay began");
        assertThat(new ReplaySettings(90, "chronicle", "process", 7_553_960, SHA).differenceFrom(BEGUN))
                .hasValueSatisfying(text -> assertThat(text).startsWith("journal is chronicle but was file"));
        assertThat(new ReplaySettings(90, "file", "disk", 7_553_960, SHA).differenceFrom(BEGUN))
                .contains("durability is disk but was process when this replay began");
        assertThat(new ReplaySettings(90, "file", "process", 1, SHA).differenceFrom(BEGUN))
                .hasValueSatisfying(text -> assertThat(text).startsWith("file_bytes is 1 but was 7553960"));
        assertThat(new ReplaySettings(90, "file", "process", 7_553_960, "0b".repeat(32)).differenceFrom(BEGUN))
                .hasValueSatisfying(text -> assertThat(text).startsWith("file_sha256 is 0b0b"));
    }

    @Test
    void shouldReadTheFirstFormatWhichDidNotRecordTheDurability() {
        ReplaySettings begun = ReplaySettings.parse(FIRST_FORMAT);

        assertThat(begun.durability()).isNull();
        assertThat(begun.text()).isEqualTo(FIRST_FORMAT);
        assertThat(BEGUN.differenceFrom(begun)).isEmpty();
        assertThat(new ReplaySettings(50, "file", "process", 7_553_960, SHA).differenceFrom(begun))
                .contains("opening_percent is 50 but was 90 when this replay began");
    }

    @Test
    void shouldRefuseAnyOtherText() {
        for (String text : List.of(
                "",
                "\n",
                TEXT.replace("replay 2", "replay 3"),
                TEXT.replace("replay 2", "replay 1"),
                FIRST_FORMAT.replace("replay 1", "replay 2"),
                TEXT.replace("90", "090"),
                TEXT.replace("90", "4294967386"),
                TEXT.replace("90", "ninety"),
                TEXT.replace("\n", "\r\n"),
                TEXT.replace("journal=file\n", ""),
                TEXT + "more=1\n",
                TEXT.substring(0, TEXT.length() - 2))) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> ReplaySettings.parse(text));
        }
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplaySettings(1_001, "file", "process", 1, SHA));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplaySettings(90, "two words", "process", 1, SHA));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplaySettings(90, "file", "two words", 1, SHA));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplaySettings(90, "file", "process", 0, SHA));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplaySettings(90, "file", "process", 1, "sha"));
    }
}
