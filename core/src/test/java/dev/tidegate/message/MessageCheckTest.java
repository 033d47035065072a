package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCheckTest {
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int[] HOSTILE = {0xFFFF, 0x7FFF, 0x8000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x00010000};

    static List<Arguments> messages() {
        final List<Arguments> messages = new ArrayList<>();
        messages.add(Arguments.argumentSet("Tick", (Object) Samples.tick()));
        Samples.commands()
                .forEach(command -> messages.add(
                        Arguments.argumentSet(command.getClass().getSimpleName(), (Object) Samples.message(command))));
        return messages;
    }

    private static boolean isWhole(final byte[] message) {
        return MessageCheck.isWhole(new HeapBuffer(message), 0, message.length);
    }

    private static CommandKind kindOf(final byte[] message) {
        return CommandKind.of(MessageCheck.templateId(new HeapBuffer(message), 0));
    }

    /** Where the lengths stand of a message's groups and data, the first of each. */
    private static List<Integer> lengthFields(final byte[] message) {
        final HeapBuffer buffer = new HeapBuffer(message);
        final CommandKind kind = kindOf(message);
        final List<Integer> fields = new ArrayList<>();
        int at = MessageCheck.HEADER_BYTES + MessageCheck.blockLength(buffer, 0);
        for (final int blockLength : groupBlockLengths(kind)) {
            fields.add(at + 2);
            at += GROUP_HEADER_BYTES + (buffer.getShort(at + 2) & 0xFFFF) * blockLength;
        }
        for (final int lengthBytes : present(kind.firstDataLengthBytes(), kind.secondDataLengthBytes())) {
            fields.add(at);
            at += lengthBytes + (buffer.getShort(at) & 0xFFFF);
        }
        assertThat(at).isEqualTo(message.length);
        return fields;
    }

    private static List<Integer> groupBlockLengths(final CommandKind kind) {
        return present(kind.firstGroupBlockLength(), kind.secondGroupBlockLength());
    }

    private static List<Integer> present(final int first, final int second) {
        return Stream.of(first, second).filter(each -> each != 0).toList();
    }

    /** Every message that is a valid one but for its length fields and header. */
    private static List<byte[]> spoilt(final byte[] message) {
        final List<byte[]> spoilt = new ArrayList<>();
        for (final int field : lengthFields(message)) {
            for (final int hostile : HOSTILE) {
                final HeapBuffer twoBytes = new HeapBuffer(message.clone());
                twoBytes.putShort(field, (short) hostile);
                spoilt.add(twoBytes.byteArray());
                if (field + 4 <= message.length) {
                    final HeapBuffer fourBytes = new HeapBuffer(message.clone());
                    fourBytes.putInt(field, hostile);
                    spoilt.add(fourBytes.byteArray());
                }
            }
        }
        for (int field = 0; field < MessageCheck.HEADER_BYTES; field += 2) {
            for (final int value : new int[] {0, 0xFFFF, 0x7FFF, 100, 200, 63, 64}) {
                final HeapBuffer header = new HeapBuffer(message.clone());
                header.putShort(field, (short) value);
                spoilt.add(header.byteArray());
            }
        }
        return spoilt.stream().filter(each -> !Arrays.equals(each, message)).toList();
    }

    @Test
    void shouldHaveASampleOfEveryKind() {
        assertThat(messages().stream()
                        .map(each -> kindOf((byte[]) each.get()[0]))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(CommandKind.values());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldTakeAWholeMessageAtAnyPlace(final byte[] message) {
        final HeapBuffer buffer = HeapBuffer.ofSize(message.length + 20);
        for (int offset = 0; offset <= 20; offset++) {
            buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
            buffer.putBytes(offset, message);
            assertThat(MessageCheck.isWhole(buffer, offset, message.length)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotTakeAMessageThatIsCutOrTooLong(final byte[] message) {
        for (int length = 0; length < message.length; length++) {
            assertThat(isWhole(Arrays.copyOf(message, length)))
                    .as("%d bytes", length)
                    .isFalse();
            assertThat(MessageCheck.isWhole(new HeapBuffer(message), 0, length)).isFalse();
        }
        final byte[] longer = Arrays.copyOf(message, message.length + 1);
        for (int last = 0; last < 256; last++) {
            longer[message.length] = (byte) last;
            assertThat(isWhole(longer)).as("one byte more: %d", last).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotBelieveALengthNorAHeader(final byte[] message) {
        assertThat(spoilt(message))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(isWhole(each)).isFalse());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotTakeAnotherBlockLengthOfAGroup(final byte[] message) {
        for (int group = 0; group < groupBlockLengths(kindOf(message)).size(); group++) {
            final int field = lengthFields(message).get(group) - 2;
            for (final int change : new int[] {-1, 1, 0x7F00, -0x7F00}) {
                final HeapBuffer spoilt = new HeapBuffer(message.clone());
                spoilt.putShort(field, (short) (spoilt.getShort(field) + change));
                assertThat(isWhole(spoilt.byteArray())).isFalse();
            }
        }
    }

    @Test
    void shouldNotTakeMoreThanTheLargestMessage() {
        final byte[] most = document(MessageCheck.MAX_MESSAGE_BYTES);
        final byte[] more = document(MessageCheck.MAX_MESSAGE_BYTES + 1);

        assertThat(isWhole(most)).isTrue();
        assertThat(isWhole(more)).isFalse();
    }

    /** An order whose document makes its message that long. */
    private static byte[] document(final int messageBytes) {
        final int without = Samples.message(order(0)).length;
        return Samples.message(order(messageBytes - without));
    }

    private static Command order(final int documentBytes) {
        return new Command.PlaceOrder(
                1,
                "n",
                "s",
                Command.Urgency.NORMAL,
                Command.Placing.PARTIAL,
                "CNY",
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                new byte[documentBytes]);
    }

    @Test
    void shouldSayThatTheRangeIsNotInTheBuffer() {
        final HeapBuffer buffer = HeapBuffer.ofSize(10);

        assertThatThrownBy(() -> MessageCheck.isWhole(buffer, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MessageCheck.isWhole(buffer, -1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MessageCheck.isWhole(buffer, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldNotAllocateWhateverTheBytesHold() {
        final List<HeapBuffer> all = new ArrayList<>();
        for (final Arguments each : messages()) {
            final byte[] message = (byte[]) each.get()[0];
            all.add(new HeapBuffer(message));
            spoilt(message).forEach(spoilt -> all.add(new HeapBuffer(spoilt)));
        }
        final HeapBuffer[] buffers = all.toArray(HeapBuffer[]::new);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int whole = 0;
        for (int round = 0; round < 20; round++) {
            whole = countWhole(buffers);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        whole += countWhole(buffers);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(whole).isEqualTo(2 * messages().size());
        assertThat(allocated).isLessThan(200);
    }

    private static int countWhole(final HeapBuffer[] buffers) {
        int whole = 0;
        for (final HeapBuffer buffer : buffers) {
            whole += MessageCheck.isWhole(buffer, 0, buffer.capacity()) ? 1 : 0;
        }
        return whole;
    }
}
