package dev.tidegate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.Text;

/** The code of an entity that is being defined. Makes a string, which is fine: entities are defined rarely. */
final class CodeText {
    private static final int MOST_BYTES = 64;
    private static final int HEADER_BYTES = 2;

    private String value = "";

    /** Reads and checks the code behind a length field at that place. */
    boolean read(final Outcome outcome, final HeapBuffer buffer, final int at, final int length) {
        if (length == 0 || length > MOST_BYTES || !Text.isClean(buffer, at + HEADER_BYTES, length)) {
            return Handler.refuse(outcome, OutcomeCode.CODE_INVALID);
        }
        value = new String(buffer.byteArray(), at + HEADER_BYTES, length, UTF_8);
        return true;
    }

    String value() {
        return value;
    }
}
