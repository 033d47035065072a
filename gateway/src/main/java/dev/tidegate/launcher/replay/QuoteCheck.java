package dev.tidegate.launcher.replay;

import org.jspecify.annotations.Nullable;

/**
 * Follows the quotes and lines of a CSV text, character by character, and names the first breach of RFC 4180.
 *
 * <p>The CSV parser alone is not enough: it takes a quote inside an unquoted field for an ordinary character, which
 * would hide a lost quote by joining or splitting fields in silence.
 */
final class QuoteCheck {
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private State state = State.FIELD_START;
    private long line = 1;
    private long quoteOpenedAtLine;
    private boolean lastWasCarriageReturn;

    /** Line of the next character, the header being 1. */
    long line() {
        return line;
    }

    /** Line of the quote that opened the latest quoted field. */
    long quoteOpenedAtLine() {
        return quoteOpenedAtLine;
    }

    /** Takes the next character; returns what is wrong with it, or null. */
    @Nullable
    String next(char c) {
        String problem = step(c);
        countLine(c);
        return problem;
    }

    /** What is wrong with a text that ends here, or null. */
    @Nullable
    String end() {
        return state == State.QUOTED ? "broken quote: the field that a \" opens here is never closed" : null;
    }

    private @Nullable String step(char c) {
        switch (state) {
            case FIELD_START -> {
                if (c == '"') {
                    state = State.QUOTED;
                    quoteOpenedAtLine = line;
                } else {
                    state = endsField(c) ? State.FIELD_START : State.PLAIN;
                }
            }
            case PLAIN -> {
                if (c == '"') {
                    return "broken quote: a \" inside a field that does not start with one";
                }
                state = endsField(c) ? State.FIELD_START : State.PLAIN;
            }
            case QUOTED -> state = c == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
            case QUOTE_IN_QUOTED -> {
                if (c != '"' && !endsField(c)) {
                    return "broken quote: text after the closing \" of a field";
                }
                state = c == '"' ? State.QUOTED : State.FIELD_START;
            }
        }
        return null;
    }

    private static boolean endsField(char c) {
        return c == ',' || c == '\n' || c == '\r';
    }

    private void countLine(char c) {
        if (c == '\r' || (c == '\n' && !lastWasCarriageReturn)) {
            line++;
        }
        lastWasCarriageReturn = c == '\r';
    }
}
