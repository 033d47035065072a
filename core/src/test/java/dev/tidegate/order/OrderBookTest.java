package dev.tidegate.order;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Orders are found by every byte of their numbers, even where all of them have one hash. */
class OrderBookTest {
    private static final int ONE_HASH = 0x1234_5678;
    private static final int AT = 3;

    private final Digest digest = new Digest();
    private final OrderBook book = new OrderBook(digest, new NumberPrint(3, 5), 16);

    private static HeapBuffer message(final String number) {
        final byte[] bytes = number.getBytes(US_ASCII);
        final HeapBuffer message = HeapBuffer.ofSize(AT + bytes.length + 16);
        message.putBytes(AT, bytes, 0, bytes.length);
        // What stands behind a number in a message is no part of it.
        message.putByte(AT + bytes.length, (byte) '~');
        return message;
    }

    private int place(final int hash, final int channel, final String number) {
        final int order = book.place(hash, channel, message(number), AT, number.length());
        book.placed(order, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        return order;
    }

    private int find(final int hash, final int channel, final String number) {
        return book.find(hash, channel, message(number), AT, number.length());
    }

    /** Numbers of every length, and of each length one for each byte in which they differ. */
    private static Map<String, Integer> numbers() {
        final Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int length = 1; length <= OrderBook.EXTERNAL_BYTES; length++) {
            final String same = "a".repeat(length);
            numbers.put(same, 0);
            for (int at = 0; at < length; at++) {
                numbers.put(same.substring(0, at) + "b" + same.substring(at + 1), 0);
            }
        }
        return numbers;
    }

    @Test
    void shouldTellApartNumbersThatDifferInOneByteOrInLength() {
        final Map<String, Integer> numbers = numbers();
        numbers.replaceAll((number, none) -> place(ONE_HASH, 1, number));

        numbers.forEach((number, order) ->
                assertThat(find(ONE_HASH, 1, number)).as(number).isEqualTo(order));
        assertThat(find(ONE_HASH, 1, "c")).isZero();
        assertThat(find(ONE_HASH, 1, "aaaaaaaac")).isZero();
    }

    @Test
    void shouldTellApartChannelsWithOneNumber() {
        final int here = place(ONE_HASH, 1, "number");
        final int there = place(ONE_HASH, 2, "number");

        assertThat(find(ONE_HASH, 1, "number")).isEqualTo(here);
        assertThat(find(ONE_HASH, 2, "number")).isEqualTo(there);
        assertThat(find(ONE_HASH, 3, "number")).isZero();
    }

    @Test
    void shouldGiveTheNumberBackByWordsAndNothingBehindThem() {
        numbers().keySet().forEach(number -> {
            final int order = place(ONE_HASH, 1, number);
            final HeapBuffer copy = HeapBuffer.ofSize(OrderBook.EXTERNAL_BYTES + 2);
            final int end = 1 + (number.length() + 7 & ~7);
            copy.putByte(end, (byte) '~');
            book.externalNumber(order, copy, 1);

            assertThat(new String(copy.byteArray(), 1, number.length(), US_ASCII))
                    .isEqualTo(number);
            assertThat(copy.getByte(0)).isZero();
            assertThat(new String(copy.byteArray(), 1 + number.length(), end - 1 - number.length(), US_ASCII))
                    .isEqualTo("\0".repeat(end - 1 - number.length()));
            assertThat(copy.getByte(end)).isEqualTo((byte) '~');
        });
    }

    /** Otherwise the index would keep every number that ever was, and grow for good. */
    @Test
    void shouldForgetTheNumberOfAnOrderThatLeaves() {
        final long bytes = book.indexBytes();
        for (int i = 0; i < 1_000; i++) {
            final String number = "number-" + i;
            final HeapBuffer message = message(number);
            final int hash = new NumberPrint(3, 5).of(1, message, AT, number.length());
            final int order = place(hash, 1, number);
            assertThat(order).isEqualTo(1);
            book.slab().settle();
            assertThat(digest.sumHigh()).isNotZero();
            book.leave(order, hash);
            book.slab().settle();
            assertThat(find(hash, 1, number)).isZero();
        }

        assertThat(book.indexBytes()).isEqualTo(bytes);
        assertThat(digest.sumHigh()).isZero();
        assertThat(digest.sumLow()).isZero();
    }
}
