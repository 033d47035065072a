package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.CommandHeader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandIdsTest {

    @Test
    void shouldMakeUuidsOfVersionSevenWithTheirTime() {
        final CommandHeader header = new CommandIds(() -> 1_800_000_000_123L).next();
        final UUID id = new UUID(header.idHigh(), header.idLow());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(header.idHigh() >>> 16).isEqualTo(1_800_000_000_123L);
    }

    @Test
    void shouldNeverMakeTheSameIdTwice() {
        final CommandIds ids = new CommandIds(() -> 5);
        final Set<UUID> seen = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 200_000).parallel().forEach(i -> {
            final CommandHeader header = ids.next();
            seen.add(new UUID(header.idHigh(), header.idLow()));
        });

        assertThat(seen).hasSize(200_000);
    }

    @Test
    void shouldRepeatItselfForASeedOnly() {
        assertThat(new CommandIds(() -> 5, 1).next()).isEqualTo(new CommandIds(() -> 5, 1).next());
        assertThat(new CommandIds(() -> 5, 1).next()).isNotEqualTo(new CommandIds(() -> 5, 2).next());
        assertThat(new CommandIds(() -> 5).next()).isNotEqualTo(new CommandIds(() -> 5).next());
    }
}
