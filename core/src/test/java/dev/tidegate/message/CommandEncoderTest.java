package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.Urgency;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the encoder writes, read by the generated decoders: every component of a record has a field of the same name. */
class CommandEncoderTest {

    static List<Command> commands() {
        return Samples.commands();
    }

    private static Object call(final Object on, final String method, final Class<?>[] types, final Object... with) {
        try {
            return on.getClass().getMethod(method, types).invoke(on, with);
        } catch (final NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(on.getClass().getSimpleName() + " has no " + method, e);
        }
    }

    private static Object get(final Object from, final String field) {
        return call(from, field, new Class<?>[0]);
    }

    private static Object decoderOf(final Command command, final byte[] message) {
        final String name = "dev.tidegate.message.sbe." + command.getClass().getSimpleName() + "Decoder";
        try {
            final Object decoder = Class.forName(name).getConstructor().newInstance();
            return call(
                    decoder,
                    "wrapAndApplyHeader",
                    new Class<?>[] {DirectBuffer.class, int.class, MessageHeaderDecoder.class},
                    new HeapBuffer(message),
                    0,
                    new MessageHeaderDecoder());
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Groups stand before data, and are read first. */
    private static void assertSame(final Record record, final Object decoder) {
        Arrays.stream(record.getClass().getRecordComponents())
                .sorted(Comparator.comparing(component -> component.getType() != List.class))
                .map(RecordComponent::getName)
                .forEach(name -> assertSame(name, get(record, name), decoder));
    }

    private static void assertSame(final String field, final Object value, final Object decoder) {
        if (value instanceof byte[] bytes) {
            assertThat(data(decoder, field, bytes.length)).as(field).isEqualTo(bytes);
        } else if (value instanceof List<?> entries) {
            assertSameEntries(field, entries, get(decoder, field));
        } else if (value instanceof Enum<?> constant) {
            assertThat(get(decoder, field)).as(field).hasToString(constant.name());
        } else if (value instanceof String text && isData(decoder, field)) {
            final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(data(decoder, field, bytes.length)).as(field).isEqualTo(bytes);
        } else if (value instanceof Boolean flag) {
            assertThat(get(decoder, field)).as(field).hasToString(flag ? "1" : "0");
        } else {
            assertThat(get(decoder, field)).as(field).hasToString(value.toString());
        }
    }

    private static boolean isData(final Object decoder, final String field) {
        return Arrays.stream(decoder.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(field + "HeaderLength"));
    }

    private static byte[] data(final Object decoder, final String field, final int expected) {
        assertThat(get(decoder, field + "Length")).as(field).isEqualTo(expected);
        final byte[] bytes = new byte[expected];
        final String name = "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        call(decoder, name, new Class<?>[] {byte[].class, int.class, int.class}, bytes, 0, expected);
        return bytes;
    }

    /** A group whose record is a number has one field, which is named for one of what the group is named for. */
    private static void assertSameEntries(final String field, final List<?> entries, final Object group) {
        assertThat(get(group, "count")).as(field).isEqualTo(entries.size());
        final Iterator<?> decoded = ((Iterable<?>) group).iterator();
        for (final Object entry : entries) {
            final Object next = decoded.next();
            if (entry instanceof Record record) {
                assertSame(record, next);
            } else {
                assertSame(field.substring(0, field.length() - 1), entry, next);
            }
        }
        assertThat(decoded.hasNext()).isFalse();
    }

    @Test
    void shouldHaveASampleOfEveryCommand() {
        assertThat(commands().stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Command.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldWriteEveryFieldWhereTheDecodersReadIt(final Command command) {
        final byte[] message = Samples.message(command);
        final Object decoder = decoderOf(command, message);

        assertThat(get(decoder, "commandIdHigh")).isEqualTo(Samples.HEADER.idHigh());
        assertThat(get(decoder, "commandIdLow")).isEqualTo(Samples.HEADER.idLow());
        assertThat(get(decoder, "actor")).isEqualTo(Samples.HEADER.actor());
        assertThat(get(decoder, "reference")).isEqualTo(Samples.HEADER.reference());
        assertThat(get(decoder, "principal")).isEqualTo(Samples.HEADER.principal());
        assertThat(get(decoder, "actorType")).hasToString("DEVICE");
        assertSame((Record) command, decoder);
        assertThat(get(decoder, "limit")).isEqualTo(message.length);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldWriteTheSameBytesAtAnyPlace(final Command command) {
        final byte[] message = Samples.message(command);
        final HeapBuffer buffer = new HeapBuffer(new byte[1024]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0x55);
        final int length = new CommandEncoder().encode(Samples.HEADER, command, buffer, 101);

        assertThat(Arrays.copyOfRange(buffer.byteArray(), 101, 101 + length)).isEqualTo(message);
        assertThat(buffer.getByte(100)).isEqualTo((byte) 0x55);
        assertThat(buffer.getByte(101 + length)).isEqualTo((byte) 0x55);
    }

    @Test
    void shouldWriteAMissingUrgencyAsNone() {
        final PlaceOrder order = new PlaceOrder(
                1, "n", "", null, Placing.ALL_OR_NONE, "CNY", 0, 0, 0, 0, List.of(), List.of(), new byte[0]);
        final PlaceOrderDecoder decoder = (PlaceOrderDecoder) decoderOf(order, Samples.message(order));

        assertThat(decoder.urgency()).isEqualTo(Urgency.NULL_VAL);
        assertThat(decoder.source()).isEmpty();
    }

    @Test
    void shouldLeaveOutThePlatformsTimeWhereThereIsNone() {
        final byte[] undated = Samples.message(new PlaceOrder(
                1, "n", "s", null, Placing.ALL_OR_NONE, "CNY", 0, 0, 0, 0, List.of(), List.of(), new byte[0]));
        final byte[] dated = Samples.message(new PlaceOrder(
                1,
                "n",
                "s",
                null,
                Placing.ALL_OR_NONE,
                "CNY",
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                new byte[0],
                5,
                false));

        assertThat(MessageCheck.blockLength(new HeapBuffer(undated), 0)).isEqualTo(84);
        assertThat(MessageCheck.blockLength(new HeapBuffer(dated), 0)).isEqualTo(93);
        assertThat(dated).hasSize(undated.length + 9);
        assertThat(MessageCheck.isWhole(new HeapBuffer(undated), 0, undated.length))
                .isTrue();
        assertThat(MessageCheck.isWhole(new HeapBuffer(dated), 0, dated.length)).isTrue();
    }

    @Test
    void shouldNameAnUpperBoundOfTheSize() {
        final String longest = "\u8336".repeat(500);
        for (final int entries : new int[] {0, 1, 100, 2_000}) {
            final Command order = new PlaceOrder(
                    1,
                    longest,
                    "12345678",
                    Command.Urgency.NORMAL,
                    Placing.PARTIAL,
                    "CNY",
                    0,
                    0,
                    0,
                    0,
                    Collections.nCopies(entries, new OrderLine(1, 1, 1, 1, 1, 1, 1)),
                    Collections.nCopies(entries / 4, new Alias(1, "12345678901234567890123456789012")),
                    new byte[entries]);
            final Command cancel =
                    new CancelOrder(1, 1, Collections.nCopies(entries, new LineQuantity(1, Command.ALL)));
            final Command channel = new DefineChannel(longest, false, Collections.nCopies(entries, 7));
            for (final Command command : List.of(order, cancel, channel, new DefineSku(longest, 1))) {
                assertThat(Samples.message(command)).hasSizeLessThanOrEqualTo(CommandEncoder.sizeOf(command));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldNameAnUpperBoundOfTheSizeOfEverySample(final Command command) {
        assertThat(Samples.message(command)).hasSizeLessThanOrEqualTo(CommandEncoder.sizeOf(command));
    }

    /** A question mark in its place would be another text, and two numbers one. */
    @Test
    void shouldRefuseHalfOfASurrogatePair() {
        final byte[] whole = Samples.message(new DefineSku("a\uD83D\uDE00", 1));
        assertThat(new String(whole, StandardCharsets.UTF_8)).contains("a\uD83D\uDE00");
        for (final String half : List.of("\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83Da")) {
            assertThatThrownBy(() -> Samples.message(new DefineSku(half, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("surrogate");
            assertThatThrownBy(() -> Samples.message(order(half, "shop", "EUR", "alias")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldNotTakeAQuestionMarkForWhatIsNotAscii() {
        final PlaceOrder odd = order("1", "sh\u00F6p", "\u20ACUR", "alias");
        final PlaceOrderDecoder decoder = (PlaceOrderDecoder) decoderOf(odd, Samples.message(odd));
        assertThat(decoder.source()).isEmpty();
        assertThat(decoder.currency()).doesNotContain("?");
        assertThatThrownBy(() -> Samples.message(order("1", "shop", "EUR", "\u00E4lias")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alias");
    }

    private static PlaceOrder order(
            final String number, final String source, final String currency, final String alias) {
        return new PlaceOrder(
                1,
                number,
                source,
                Command.Urgency.NORMAL,
                Placing.ALL_OR_NONE,
                currency,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(new Alias(1, alias)),
                new byte[0]);
    }
}
