package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first command of a pipeline that goes on from a journal: an ExtendHolds of its own, so that no hold expires merely
 * because nobody could pay while the process was down. It is sent before any tick, command or read, when it would change
 * anything. Only with the clock: given time stands still while nobody moves it.
 */
final class AfterOutage {
    private static final long VERSION_7 = 0x7000;
    private static final long CHANCE = 0xFFF;
    private static final long VARIANT = 1L << 63;
    private static final int CREATED_SHIFT = 16;

    private final Engine engine;
    private final long minimumMillis;
    private boolean pending;

    AfterOutage(final Engine engine, final PipelineSettings settings) {
        this.engine = engine;
        minimumMillis = settings.holdsAfterOutageMillis();
        pending = minimumMillis > 0 && settings.time() instanceof WallClock && engine.sequence() > 0;
    }

    /** Whether nothing has been decided yet. */
    boolean pending() {
        return pending;
    }

    /** Decided: there was nothing to do, or it is journaled. */
    void done() {
        pending = false;
    }

    /** The message to apply at that time, which is the engine's or later; null when it would change nothing. */
    byte @Nullable [] messageAt(final long millis) {
        if (!engine.holdsToPutOff(millis + minimumMillis)) {
            return null;
        }
        final Command command = new Command.ExtendHolds(minimumMillis);
        final HeapBuffer buffer = HeapBuffer.ofSize(CommandEncoder.sizeOf(command));
        final int length = new CommandEncoder().encode(header(millis), command, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** Its own id, for the digest is another behind every command; the same whenever a run is repeated exactly. */
    private CommandHeader header(final long millis) {
        return CommandHeader.of(
                millis << CREATED_SHIFT | VERSION_7 | engine.digestHigh() & CHANCE, VARIANT | engine.digestLow() >>> 2);
    }
}
