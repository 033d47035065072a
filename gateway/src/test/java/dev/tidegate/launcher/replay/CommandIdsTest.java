package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.launcher.replay.CommandIds.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandIdsTest {
    private static final String FILE = "ab".repeat(32);
    private static final long TIME = 1_291_191_960_000L;

    private final CommandIds ids = new CommandIds(FILE);

    @Test
    void shouldMakeTheSameIdInEveryVersion() {
        assertThat(ids.id(Kind.PLACE, 1, 0, TIME)).isEqualTo(UUID.fromString("012ca109-c1c0-75b7-9ef2-8759fe8c278d"));
    }

    @Test
    void shouldCarryTimeVersionAndVariant() {
        UUID id = ids.id(Kind.RETURN, 541_909, 3, TIME);

        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void shouldTellEveryPartApart() {
        Set<UUID> made = new HashSet<>();
        int count = 0;
        for (CommandIds file : new CommandIds[] {ids, new CommandIds("ac".repeat(32))}) {
            for (Kind kind : Kind.values()) {
                for (long record = 1; record <= 500; record++) {
                    for (int part = 0; part < 4; part++) {
                        made.add(file.id(kind, record, part, TIME));
                        count++;
                    }
                }
            }
        }

        assertThat(made).hasSize(count);
    }

    @Test
    void shouldRefuseATimeOrFileThatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> ids.id(Kind.PAY, 1, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> ids.id(Kind.PAY, 1, 0, 1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandIds("abcd"));
    }
}
