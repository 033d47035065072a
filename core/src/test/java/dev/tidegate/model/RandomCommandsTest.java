package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import org.junit.jupiter.api.Test;

/** The generator and the model alone: what is never reached cannot be compared. */
final class RandomCommandsTest {
    private static final int SEEDS = 40;
    private static final int COMMANDS = 2_000;

    @Test
    void shouldReachEveryOutcomeAndMeetWhatIsDueAndNotSwept() {
        final Coverage coverage = new Coverage();
        final Situations situations = new Situations();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, coverage, situations);
        }
        System.out.print(coverage);
        System.out.println(situations);

        assertThat(coverage.missing()).isEmpty();
        assertThat(situations.missing()).isEmpty();
        assertThat(coverage.unsweptPercent()).isGreaterThan(1);
        assertThat(coverage.duplicatePercent()).isBetween(5.0, 30.0);
    }

    private static void run(final long seed, final Coverage coverage, final Situations situations) {
        final ReferenceModel model = new ReferenceModel();
        final OrderKeys keys = new OrderKeys();
        final RandomCommands random = new RandomCommands(seed, model, keys::key);
        for (int i = 1; i <= COMMANDS; i++) {
            final Step step = random.next();
            situations.before(step, model.books(), keys);
            if (step.isTick()) {
                model.tick(i, step.timeMillis());
                situations.afterTick(model.books());
            } else {
                coverage.before(step.command(), step.timeMillis(), model.books(), keys);
                final Command own = keys.own(step.command(), model::records);
                final ReferenceOutcome outcome = model.apply(i, step.timeMillis(), step.header(), own);
                keys.learn(step, outcome);
                coverage.after(step.command(), outcome);
                situations.after(step, own, outcome, model.books());
            }
            ModelInvariants.check(model.books());
        }
        ModelInvariants.checkFloor(model.books());
        situations.afterAll(model.books());
    }
}
