package dev.tidegate.launcher.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTest extends ToolTest {
    private Path folder() {
        return temp.resolve("shop");
    }

    /** A cancelled order that has left, and its id. */
    private long left(final Scene scene) {
        scene.call(new SetLimits(List.of(new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 10))));
        final long order = scene.order("A-1", 2).entityId();
        scene.call(new CancelOrder(order, 1, List.of()));
        scene.pass(20);
        scene.pass(40);
        return order;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFindWhatBringsTheOrderBack(final boolean inEventLog) throws IOException {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 5)) {
            order = left(scene);
        }
        if (!inEventLog) {
            removeEventLog();
        }

        final Map<String, Object> found = json(ExitCode.OK, "record", folder(), "--order", order);

        assertThat(found).containsEntry("order_id", order).containsEntry("post", "/v1/orders/" + order + "/readmit");
        final byte[] record = Base64.getDecoder().decode(found.get("record").toString());
        assertThat(found.get("body").toString()).contains(found.get("record").toString());
        try (Scene scene = new Scene(folder(), Kind.FILE)) {
            assertThat(scene.tidegate.order(order)).isNull();
            assertThat(scene.call(new ReadmitOrder(order, 1, record)).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(scene.tidegate.order(order).externalNumber()).isEqualTo("A-1");
        }
    }

    private void removeEventLog() throws IOException {
        Files.deleteIfExists(folder().resolve("EVENTS"));
        final Path events = folder().resolve("events");
        if (Files.isDirectory(events)) {
            try (var files = Files.list(events)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(events);
        }
    }

    @Test
    void shouldSayWhenThereIsNone() {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.CHRONICLE, 5)) {
            order = scene.order("A-1", 2).entityId();
        }

        assertThat(run("record", folder(), "--order", order)).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("has not left memory");
        assertThat(run("record", folder(), "--order", 1, "--reason", 0)).isEqualTo(ExitCode.USAGE);
    }
}
