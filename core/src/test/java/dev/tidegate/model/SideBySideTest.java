package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.SideBySide.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whether the comparison bites: subjects with a fault planted in them must be found, and the case made small. */
final class SideBySideTest {
    private static final int SEEDS = 12;
    private static final int COMMANDS = 800;

    @Test
    void shouldFindNoDifferenceBetweenTheModelAndItself() {
        assertThat(firstFailing(new ArrayList<>(), outcome -> outcome)).isEmpty();
    }

    @Test
    void shouldFindAndShrinkAWrongFigureInARareRefusal() {
        final List<Step> steps = new ArrayList<>();
        final UnaryOperator<ReferenceOutcome> fault = outcome ->
                outcome.code() == OutcomeCode.SAFETY_STOCK ? changed(outcome, outcome.available() + 1) : outcome;

        assertThat(firstFailing(steps, fault)).isPresent();
        final List<Step> fewest = Shrinker.shrink(
                steps,
                candidate ->
                        SideBySide.replay(() -> new Faulty(fault), candidate).isPresent());
        // What is named by a high number keeps those before it.
        assertThat(fewest.size()).isBetween(5, 25);
    }

    @Test
    void shouldFindStateThatDiffersBehindEqualAnswers() {
        final SideBySide both = new SideBySide(
                () -> new Faulty(outcome -> outcome) {
                    @Override
                    public Ledger.Counts counts() {
                        final Ledger.Counts right = super.counts();
                        return new Ledger.Counts(right.orders(), 0, 0, right.idsRemembered(), 0, 0, 0, right.units());
                    }
                },
                1);
        final RandomCommands random = new RandomCommands(1, both.model(), both.modelKeys()::key);
        Optional<Difference> found = Optional.empty();
        for (int i = 0; i < COMMANDS && found.isEmpty(); i++) {
            found = both.run(random.next(), new Coverage());
        }

        assertThat(found).map(Difference::what).contains("counts");
    }

    private static Optional<Difference> firstFailing(
            final List<Step> steps, final UnaryOperator<ReferenceOutcome> fault) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            steps.clear();
            final SideBySide both = new SideBySide(() -> new Faulty(fault), 1);
            final RandomCommands random = new RandomCommands(seed, both.model(), both.modelKeys()::key);
            for (int i = 0; i < COMMANDS; i++) {
                steps.add(random.next());
                final Optional<Difference> found = both.run(steps.get(i), new Coverage());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static ReferenceOutcome changed(final ReferenceOutcome outcome, final long available) {
        return new ReferenceOutcome(
                outcome.code(),
                outcome.duplicate(),
                outcome.firstSequence(),
                outcome.firstTimeMillis(),
                outcome.entityId(),
                outcome.line(),
                outcome.asked(),
                available,
                outcome.deadlineMillis(),
                outcome.missing());
    }

    /** The model with a fault in its answers. */
    private static class Faulty implements Subject {
        private final ReferenceModel model = new ReferenceModel();
        private final UnaryOperator<ReferenceOutcome> fault;

        Faulty(final UnaryOperator<ReferenceOutcome> fault) {
            this.fault = fault;
        }

        @Override
        public ReferenceOutcome apply(
                final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
            return fault.apply(model.apply(sequence, timeMillis, header, command));
        }

        @Override
        public void tick(final long sequence, final long timeMillis) {
            model.tick(sequence, timeMillis);
        }

        @Override
        public long nextDeadlineMillis() {
            return model.nextDeadlineMillis();
        }

        @Override
        public Ledger.Stock stock(final int sku, final int warehouse) {
            return model.stock(sku, warehouse);
        }

        @Override
        public Ledger.Order order(final long id) {
            return model.order(id);
        }

        @Override
        public boolean archived(final long id) {
            return model.archived(id);
        }

        @Override
        public long archived(final int channel, final String number) {
            return model.archived(channel, number);
        }

        @Override
        public List<byte[]> records(final long id) {
            return model.records(id);
        }

        @Override
        public Ledger.Counts counts() {
            return model.counts();
        }
    }
}
