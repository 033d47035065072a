package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Gate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers and codes with commas between them, in a query; the engine is asked for the codes that are not known here yet. */
final class NumberLists {
    private static final int MOST = 1000;

    private final Gate gate;
    private final Names names;

    NumberLists(final Gate gate, final Names names) {
        this.gate = gate;
        this.names = names;
    }

    /** What is done with the numbers, on the event loop. */
    @FunctionalInterface
    interface Then {
        void go(int[] numbers) throws Problem;
    }

    /** Finds the numbers of a list, at most 1,000; none when nothing is said. */
    void find(
            final Exchange exchange,
            final String parameter,
            final Names.Kind kind,
            final @Nullable String said,
            final Then then)
            throws Problem {
        final List<String> texts = texts(parameter, said);
        final List<Names.Code> unknown = new ArrayList<>();
        final int[] numbers = new int[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(kind, texts.get(i), unknown);
        }
        if (unknown.isEmpty()) {
            then.go(numbers);
            return;
        }
        gate.tidegate()
                .pipeline()
                .<@Nullable String>read(reads -> {
                    for (final Names.Code code : unknown) {
                        if (names.resolve(reads, code) == 0) {
                            return code.code();
                        }
                    }
                    return null;
                })
                .whenComplete((missing, failure) -> exchange.connection.goOn(exchange, failure, () -> {
                    if (missing != null) {
                        throw new Problem(404, "UNKNOWN_" + kind, parameter + ": there is no " + missing);
                    }
                    find(exchange, parameter, kind, said, then);
                }));
    }

    private int number(final Names.Kind kind, final String text, final List<Names.Code> unknown) {
        if (Texts.digits(text, 9)) {
            return Integer.parseInt(text);
        }
        final String code = text.startsWith("code:") ? text.substring("code:".length()) : text;
        final int number = names.number(kind, code);
        if (number == 0) {
            unknown.add(new Names.Code(kind, code));
        }
        return number;
    }

    /** The parts of a list. */
    static List<String> texts(final String parameter, final @Nullable String said) throws Problem {
        if (said == null) {
            return List.of();
        }
        final List<String> texts = List.of(said.split(",", -1));
        if (texts.contains("")) {
            throw Problem.badRequest(parameter + " must be numbers or codes with commas between them");
        }
        if (texts.size() > MOST) {
            throw Problem.badRequest(parameter + " are more than " + MOST);
        }
        return texts;
    }
}
