package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The generator and the model alone: what is never reached cannot be compared. */
final class RandomCommandsTest {
    private static final int SEEDS = 40;
    private static final int COMMANDS = 2_000;

    @Test
    void shouldReachEveryOutcomeAndMeetWhatIsDueAndNotSwept() {
        final Coverage coverage = new Coverage();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, coverage);
        }
        System.out.print(coverage);

        assertThat(coverage.missing()).isEmpty();
        assertThat(coverage.unsweptPercent()).isGreaterThan(1);
        assertThat(coverage.duplicatePercent()).isBetween(5.0, 30.0);
    }

    private static void run(final long seed, final Coverage coverage) {
        final ReferenceModel model = new ReferenceModel();
        final OrderKeys keys = new OrderKeys();
        final RandomCommands random = new RandomCommands(seed, model, keys::key);
        for (int i = 1; i <= COMMANDS; i++) {
            final Step step = random.next();
            if (step.isTick()) {
                model.tick(i, step.timeMillis());
            } else {
                coverage.before(step.command(), step.timeMillis(), model.books(), keys);
                final ReferenceOutcome outcome =
                        model.apply(i, step.timeMillis(), step.header(), keys.own(step.command()));
                keys.learn(step, outcome);
                coverage.after(step.command(), outcome);
            }
            ModelInvariants.check(model.books());
        }
    }
}
