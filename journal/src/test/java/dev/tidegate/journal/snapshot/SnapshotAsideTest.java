package dev.tidegate.journal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that cannot be read back leaves no file. */
final class SnapshotAsideTest {
    @TempDir
    private Path folder;

    @Test
    void shouldLeaveNothingBehindWhenItCannotBeReadBack() throws IOException {
        final Engine engine = new Replayer(EngineSettings.small()).engine();
        final SnapshotHeader header = new SnapshotHeader(
                new UUID(1, 2),
                engine.sequence(),
                engine.timeMillis(),
                engine.digestHigh(),
                engine.digestLow(),
                1,
                1,
                40,
                new byte[32],
                new byte[32]);
        assertThatThrownBy(() -> new SnapshotFiles(folder).write(engine, header, this::damage))
                .isInstanceOf(StateException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** Another magic in whatever is being written. */
    private void damage() {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.allocate(8), 0);
                }
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
