package dev.tidegate.wire;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OutcomeDecoder;
import dev.tidegate.message.sbe.OutcomeEncoder;

/** Writes and reads the message {@code Outcome}. One thread at a time; allocates nothing. */
public final class OutcomeCodec {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OutcomeEncoder encoder = new OutcomeEncoder();
    private final OutcomeDecoder decoder = new OutcomeDecoder();

    /** Bytes of the message that {@link #encode} will write. */
    public static int sizeOf(final Outcome outcome) {
        return Wire.OUTCOME_BYTES + outcome.missingCount() * OutcomeEncoder.MissingEncoder.sbeBlockLength();
    }

    /**
     * Writes an outcome.
     *
     * @return bytes written
     */
    public int encode(
            final Outcome outcome, final long idHigh, final long idLow, final HeapBuffer target, final int offset) {
        encoder.wrapAndApplyHeader(target, offset, header)
                .commandIdHigh(idHigh)
                .commandIdLow(idLow)
                .sequence(outcome.sequence())
                .timeMillis(outcome.timeMillis())
                .code(outcome.code().number())
                .duplicate((short) (outcome.duplicate() ? 1 : 0))
                .firstSequence(outcome.firstSequence())
                .firstTimeMillis(outcome.firstTimeMillis())
                .entityId(outcome.entityId())
                .line(outcome.line())
                .asked(outcome.asked())
                .available(outcome.available())
                .deadlineMillis(outcome.deadlineMillis());
        final OutcomeEncoder.MissingEncoder missing = encoder.missingCount(outcome.missingCount());
        for (int i = 0; i < outcome.missingCount(); i++) {
            missing.next().line(outcome.missingLine(i)).quantity(outcome.missingQuantity(i));
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /**
     * Reads an outcome that lies whole at that place.
     *
     * @throws IllegalArgumentException when its code is not known
     */
    public Outcome decode(final HeapBuffer source, final int offset, final Outcome into) {
        final int block = source.getShort(offset) & 0xFFFF;
        final int version = source.getShort(offset + 6) & 0xFFFF;
        decoder.wrap(source, offset + Wire.HEADER_BYTES, block, version);
        into.begin(decoder.sequence(), decoder.timeMillis())
                .set(
                        OutcomeCode.of(decoder.code()),
                        decoder.entityId(),
                        decoder.line(),
                        decoder.asked(),
                        decoder.available())
                .first(decoder.duplicate() != 0, decoder.firstSequence(), decoder.firstTimeMillis())
                .deadline(decoder.deadlineMillis());
        final OutcomeDecoder.MissingDecoder missing = decoder.missing();
        while (missing.hasNext()) {
            missing.next();
            into.addMissing(missing.line(), missing.quantity());
        }
        return into;
    }
}
