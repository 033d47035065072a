package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.ActorType;
import dev.tidegate.message.sbe.CancelOrderEncoder;
import dev.tidegate.message.sbe.ConfirmPaymentEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PlaceOrderEncoder;
import dev.tidegate.message.sbe.Placing;
import dev.tidegate.message.sbe.Urgency;

/** Writes the three commands of the workload with the generated codecs, and makes their ids. Allocates nothing. */
final class MessageWriter {
    static final int CHANNEL = 1;
    static final long AMOUNT = 1_999;

    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final byte[] SOURCE = {'s', 'h', 'o', 'p', 0, 0, 0, 0};
    private static final byte[] LETTERS =
            "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int LETTER_BITS = 5;
    private static final int SHORTEST_NUMBER = 12;
    private static final long NUMBER_MASK = (1L << SHORTEST_NUMBER * LETTER_BITS) - 1;
    /** Odd, so that the product with it is another number for each number. */
    private static final long NUMBER_FACTOR = 0x9E3779B97F4A7C15L;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final ConfirmPaymentEncoder confirm = new ConfirmPaymentEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final byte[] number = new byte[16];
    private final Dice dice;

    MessageWriter(final Dice dice) {
        this.dice = dice;
    }

    private long idHigh(final long millis) {
        return millis << 16 | VERSION_7 | dice.next() & 0xFFF;
    }

    private long idLow() {
        return dice.next() >>> 2 | VARIANT;
    }

    /** An order of one unit by a new buyer, with an external number of 12 to 16 letters made of {@code count}. */
    int place(final HeapBuffer target, final int at, final long millis, final int sku, final long count) {
        place.wrapAndApplyHeader(target, at, header)
                .commandIdHigh(idHigh(millis))
                .commandIdLow(idLow())
                .actor(0)
                .reference(count)
                .principal(1)
                .actorType(ActorType.SYSTEM)
                .channel(CHANNEL)
                .urgency(Urgency.NORMAL)
                .placing(Placing.ALL_OR_NONE)
                .putSource(SOURCE, 0)
                .putCurrency((byte) 'C', (byte) 'N', (byte) 'Y')
                .totalAmount(AMOUNT)
                .buyerHigh(dice.next())
                .buyerLow(dice.next() | 1)
                .holdMillis(0);
        // An order taken now: the optional end of the block is left out.
        header.blockLength(PlaceOrderEncoder.orderedMillisEncodingOffset());
        place.limit(place.offset() + PlaceOrderEncoder.orderedMillisEncodingOffset());
        place.linesCount(1)
                .next()
                .sku(sku)
                .warehouse(0)
                .campaign(0)
                .quantity(1)
                .netAmount(AMOUNT)
                .batch(0)
                .qcReport(0);
        place.aliasesCount(0);
        place.putExternalNumber(number, 0, writeNumber(count));
        place.putDocument(number, 0, 0);
        return MessageHeaderEncoder.ENCODED_LENGTH + place.encodedLength();
    }

    private int writeNumber(final long count) {
        long left = count * NUMBER_FACTOR & NUMBER_MASK;
        final int length = SHORTEST_NUMBER + (int) (left % (number.length - SHORTEST_NUMBER + 1));
        for (int i = 0; i < SHORTEST_NUMBER; i++) {
            number[i] = LETTERS[(int) left & LETTERS.length - 1];
            left >>>= LETTER_BITS;
        }
        for (int i = SHORTEST_NUMBER; i < length; i++) {
            number[i] = (byte) '-';
        }
        return length;
    }

    int confirm(final HeapBuffer target, final int at, final long millis, final long orderId) {
        confirm.wrapAndApplyHeader(target, at, header)
                .commandIdHigh(idHigh(millis))
                .commandIdLow(idLow())
                .actor(0)
                .reference(0)
                .principal(1)
                .actorType(ActorType.SYSTEM)
                .orderId(orderId)
                .amount(AMOUNT);
        return MessageHeaderEncoder.ENCODED_LENGTH + confirm.encodedLength();
    }

    int cancel(final HeapBuffer target, final int at, final long millis, final long orderId) {
        cancel.wrapAndApplyHeader(target, at, header)
                .commandIdHigh(idHigh(millis))
                .commandIdLow(idLow())
                .actor(0)
                .reference(0)
                .principal(1)
                .actorType(ActorType.SYSTEM)
                .orderId(orderId)
                .reason(1);
        cancel.linesCount(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength();
    }
}
