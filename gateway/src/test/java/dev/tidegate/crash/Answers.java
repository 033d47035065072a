package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.crash.ChildPlan.Begin;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every answer that the children of one folder have given. Used by one thread at a time. */
final class Answers {
    private final Map<Integer, TreeMap<Long, Answer>> byCaller = new TreeMap<>();
    private long newestPlace;

    /**
     * An answer.
     *
     * @param place the sequence at which the operation took effect
     */
    record Answer(OutcomeCode code, long place, long entity) {}

    /** Takes a line of the child; one that asks again must have got what it got before. */
    void add(final String line) {
        final String[] words = line.split(" ");
        final int caller = Integer.parseInt(words[1]);
        final long number = Long.parseLong(words[2]);
        final Answer answer =
                new Answer(OutcomeCode.valueOf(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]));
        final Answer before =
                byCaller.computeIfAbsent(caller, none -> new TreeMap<>()).put(number, answer);
        if (before != null) {
            assertThat(answer).as("asked again: " + line).isEqualTo(before);
        }
        newestPlace = Math.max(newestPlace, answer.place());
    }

    /** The newest place that anybody knows of; 0 before the first answer. */
    long newestPlace() {
        return newestPlace;
    }

    /** A caller's answers, by the operation's number. */
    TreeMap<Long, Answer> of(final int caller) {
        return byCaller.getOrDefault(caller, new TreeMap<>());
    }

    /** As it is now. */
    Answers copy() {
        final Answers copy = new Answers();
        byCaller.forEach((caller, answers) -> copy.byCaller.put(caller, new TreeMap<>(answers)));
        copy.newestPlace = newestPlace;
        return copy;
    }

    /** Where each caller goes on: with the operation that it has no answer to. */
    List<Begin> begins() {
        final List<Begin> begins = new ArrayList<>();
        for (int caller = 0; caller < Sale.CALLERS; caller++) {
            final TreeMap<Long, Answer> answers = of(caller);
            begins.add(new Begin(answers.size(), answers.isEmpty() ? 0 : order(answers, answers.lastKey())));
        }
        return begins;
    }

    /** The order that an operation has placed, 0 for none. */
    static long order(final Map<Long, Answer> answers, final long number) {
        final Answer answer = answers.get(number);
        return answer != null && number % 3 == 0 && answer.code().accepted() ? answer.entity() : 0;
    }

    /** Units by what became of them, if everything answered and nothing else was done. */
    Map<String, Long> units() {
        final Map<String, Long> units = new HashMap<>(Map.of("in", Sale.receivedInAll(), "held", 0L, "sold", 0L));
        long orders = 0;
        for (final Map.Entry<Integer, TreeMap<Long, Answer>> of : byCaller.entrySet()) {
            if (of.getKey() == Sale.OPENING) {
                continue;
            }
            for (final Map.Entry<Long, Answer> one : of.getValue().entrySet()) {
                if (one.getValue().code().accepted()) {
                    final long number = one.getKey();
                    final long count = Sale.units(of.getKey(), number);
                    switch (Sale.step(of.getKey(), number, order(of.getValue(), number - 1))) {
                        case PLACE -> {
                            orders++;
                            units.merge("held", count, Long::sum);
                        }
                        case PAY -> {
                            units.merge("held", -count, Long::sum);
                            units.merge("sold", count, Long::sum);
                        }
                        case CANCEL -> units.merge("held", -count, Long::sum);
                        case RECEIVE -> units.merge("in", 1L, Long::sum);
                    }
                }
            }
        }
        units.put("orders", orders);
        return units;
    }
}
