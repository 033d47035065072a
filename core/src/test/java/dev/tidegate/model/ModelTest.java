package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.model.SideBySide.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The engine against the model, over random runs. {@code -Dtidegate.model.commands} says how many commands in all,
 * {@code -Dtidegate.model.seed} where the seeds begin, {@code -Dtidegate.model.shrink=false} that it is enough to fail.
 */
final class ModelTest {
    private static final int COMMANDS = Integer.getInteger("tidegate.model.commands", 60_000);
    private static final long FIRST_SEED = Long.getLong("tidegate.model.seed", 1);
    private static final boolean SHRINK = Boolean.parseBoolean(System.getProperty("tidegate.model.shrink", "true"));
    private static final int ENOUGH_TO_MEET_ALL = 1_000_000;
    private static final int COMMANDS_PER_SEED = 1_500;
    private static final int COMPARE_STATE_EVERY = 20;
    private static final int SHOWN = 20;

    @Test
    void shouldAnswerAsTheModelDoes() {
        final Coverage coverage = new Coverage();
        final int seeds = Math.max(1, COMMANDS / COMMANDS_PER_SEED);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            run(seed, coverage);
        }
        System.out.print(coverage);
        if (COMMANDS >= ENOUGH_TO_MEET_ALL || COMMANDS >= 60_000 && FIRST_SEED == 1) {
            assertThat(coverage.missing()).isEmpty();
            assertThat(coverage.unsweptPercent()).isGreaterThan(1);
        }
    }

    private static void run(final long seed, final Coverage coverage) {
        final SideBySide both = new SideBySide(EngineSubject::new, COMPARE_STATE_EVERY);
        final RandomCommands random = new RandomCommands(seed, both.model(), both.modelKeys()::key);
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < COMMANDS_PER_SEED; i++) {
            final Step step = random.next();
            steps.add(step);
            final Optional<Difference> difference = both.run(step, coverage);
            difference.ifPresent(found -> fail(seed, steps, found));
        }
        both.compareState().ifPresent(found -> fail(seed, steps, found));
    }

    private static void fail(final long seed, final List<Step> steps, final Difference found) {
        if (!SHRINK) {
            Assertions.fail("seed " + seed + ", command " + steps.size() + ": " + found);
        }
        final List<Step> fewest = Shrinker.shrink(
                steps,
                candidate -> SideBySide.replay(EngineSubject::new, candidate).isPresent());
        final StringBuilder text = new StringBuilder("seed " + seed + ", command " + steps.size() + ": " + found);
        text.append("\n\nthe last commands:\n");
        steps.subList(Math.max(0, steps.size() - SHOWN), steps.size())
                .forEach(step -> text.append(text(step)).append('\n'));
        text.append("\nthe fewest commands that differ:\n");
        fewest.forEach(step -> text.append(text(step)).append('\n'));
        text.append("there: ")
                .append(SideBySide.replay(EngineSubject::new, fewest)
                        .map(Object::toString)
                        .orElse("nothing"));
        Assertions.fail(text.toString());
    }

    /** A step as it would be written in a test; orders are named by the step that placed them. */
    private static String text(final Step step) {
        if (step.isTick()) {
            return "tick(" + step.timeMillis() + ");";
        }
        if (step.command() instanceof ReadmitOrder c) {
            return "readmit(" + step.timeMillis() + ", id(0x"
                    + Long.toHexString(step.header().idHigh()) + ", 0x"
                    + Long.toHexString(step.header().idLow()) + ", "
                    + step.header().principal() + "), " + c.orderId() + ", " + c.reason() + ", "
                    + RecordRecipe.of(c.record()) + ");";
        }
        final String place = step.command() instanceof PlaceOrder ? "step" + step.key() + " = " : "";
        return place + "apply(" + step.timeMillis() + ", id(0x"
                + Long.toHexString(step.header().idHigh()) + ", 0x"
                + Long.toHexString(step.header().idLow()) + ", " + step.header().principal() + "), new "
                + step.command().toString().replaceAll("\\[B@[0-9a-f]+", "bytes") + ");";
    }
}
