package dev.tidegate.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingCommandsTest {
    private static final int WINDOW = 16;
    private static final int BYTES = 50;

    private final PendingCommands commands = new PendingCommands(3);
    private final HeapBuffer frame = HeapBuffer.ofSize(1024);

    PendingCommandsTest() {
        commands.reconnected(WINDOW);
    }

    /** A new one, which its first byte names. */
    private int submit(final int name) {
        final int index = commands.claim();
        final PendingCommands.Slot slot = commands.slot(index);
        slot.length = BYTES;
        slot.message.putByte(0, (byte) name);
        slot.deadlineNanos = Long.MAX_VALUE;
        commands.enqueue(index);
        return index;
    }

    /** The names of those that are sent at that time. */
    private List<Integer> sent(final long now) {
        final List<Integer> names = new ArrayList<>();
        final int bytes = commands.write(frame, 0, 1024, WINDOW, now);
        for (int at = 0; at < bytes; at += Wire.LENGTH_BYTES + BYTES) {
            names.add((int) frame.getByte(at + Wire.LENGTH_BYTES));
        }
        return names;
    }

    private void refuse(final long wire, final long notBefore) {
        final int index = commands.answered(wire);
        commands.slot(index).notBeforeNanos = notBefore;
        commands.enqueue(index);
    }

    /** An order that there was no room for held up the payment behind it, for which there was. */
    @Test
    void shouldNotLetWhatIsToComeAgainLaterHoldUpTheOthers() {
        submit(1);
        assertThat(sent(1_000)).containsExactly(1);
        refuse(0, 2_000);
        assertThat(commands.sendable(WINDOW, 1_000)).isFalse();
        submit(2);
        assertThat(commands.sendable(WINDOW, 1_000)).isTrue();
        assertThat(sent(1_000)).containsExactly(2);
        submit(3);
        assertThat(sent(2_000)).containsExactly(1, 3);
        assertThat(commands.sendable(WINDOW, 2_000)).isFalse();
    }

    @Test
    void shouldSendAgainInTheirOrderWhatWasOnALostConnection() {
        submit(1);
        submit(2);
        submit(3);
        assertThat(sent(1_000)).containsExactly(1, 2, 3);
        refuse(0, 2_000);
        commands.reconnected(WINDOW);
        assertThat(sent(1_000)).containsExactly(2, 3);
        assertThat(commands.wroteRepeated()).isTrue();
        assertThat(sent(2_000)).containsExactly(1);
        assertThat(commands.wroteRepeated()).isFalse();
    }

    @Test
    void shouldForgetWhatHasRunOutOfTimeWhereverItStands() {
        final int waiting = submit(1);
        sent(1_000);
        refuse(0, 2_000);
        final int onTheWire = submit(2);
        sent(1_000);
        final int fresh = submit(3);
        for (final int index : new int[] {waiting, onTheWire, fresh}) {
            commands.slot(index).deadlineNanos = 1_500;
            assertThat(commands.expired(0, 1_500)).isEqualTo(index);
            commands.release(index);
        }
        assertThat(commands.isEmpty()).isTrue();
        assertThat(commands.sendable(WINDOW, 9_000)).isFalse();
        assertThat(commands.answered(1)).isEqualTo(PendingCommands.NONE);
    }
}
