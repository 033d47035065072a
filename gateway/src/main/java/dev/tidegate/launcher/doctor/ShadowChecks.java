package dev.tidegate.launcher.doctor;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.ShadowCost;
import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a shadow of the folder's journal would cost here, measured, and what there is instead where it does not fit. */
final class ShadowChecks {
    private static final long MIB = 1L << 20;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int COMMANDS_PER_SECOND = 10_000;
    /** The engine's, the shadow's, and that of a base for retention while it is made. */
    private static final int STATES_WITH_BASE = 3;

    private static final double PERCENT = 100.0;
    private static final String INSTEAD = "raise TIDEGATE_HEAP; or run `tidegate shadow DIR` in a process of its own;"
            + " or set snapshotAtEnds, which makes snapshots at start and close in the engine's own memory and time";

    private ShadowChecks() {}

    /** Nothing for a folder without a journal. */
    static List<Finding> of(final Path folder) {
        final SecureRandom random = new SecureRandom();
        final EngineSettings settings = new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1);
        try {
            final ShadowCost cost = ShadowCost.measure(folder, settings, MOST_NANOS);
            final List<Finding> findings = new ArrayList<>();
            findings.add(memory(cost));
            if (cost.measured()) {
                findings.add(cost.commands() > 0 ? processor(cost) : notMeasured());
                findings.add(limits(cost));
            }
            return findings;
        } catch (final JournalException answer) {
            return switch (answer.kind()) {
                case NOT_A_FOLDER -> List.of();
                case DAMAGED, VERSION ->
                    List.of(Finding.fail("shadow", String.valueOf(answer.getMessage()), "see docs/recovery.md"));
                default -> List.of(failed(answer));
            };
        } catch (final IOException | RuntimeException failure) {
            return List.of(failed(failure));
        }
    }

    private static Finding failed(final Exception failure) {
        return Finding.warn("shadow", "cannot follow this journal: " + failure.getMessage(), "verify says more");
    }

    private static Finding memory(final ShadowCost cost) {
        final long most = Runtime.getRuntime().maxMemory();
        final long needed = ShadowCost.heapFor(cost.stateBytes(), 2);
        final String found = String.format(
                Locale.ROOT,
                "its tables take %.1f MiB%s; beside the engine in one process that wants %,d MiB of heap in all, in a"
                        + " process of its own %,d MiB; with retention beside the engine %,d MiB while a new base is made;"
                        + " there are %,d MiB",
                cost.stateBytes() / (double) MIB,
                how(cost),
                needed / MIB,
                ShadowCost.heapFor(cost.stateBytes(), 1) / MIB,
                ShadowCost.heapFor(cost.stateBytes(), STATES_WITH_BASE) / MIB,
                most / MIB);
        return needed <= most ? Finding.ok("shadow heap", found) : Finding.warn("shadow heap", found, INSTEAD);
    }

    private static String how(final ShadowCost cost) {
        if (!cost.measured()) {
            return ", three times the newest snapshot";
        }
        return cost.isAtEnd() ? ", measured" : ", measured as far as it came in a second";
    }

    /** What the limits that this journal has set let its tables become. */
    private static Finding limits(final ShadowCost cost) {
        final String found = String.format(
                Locale.ROOT,
                "this journal's limits let its tables become %,d MiB, %,d of them for the external numbers of orders that have"
                        + " left; now %.1f MiB%s",
                cost.bytesAtLimits() / MIB,
                cost.numberBytesAtLimits() / MIB,
                cost.stateBytes() / (double) MIB,
                cost.isAtEnd() ? "" : ", as far as it was read in a second");
        return Finding.ok("limits", found);
    }

    private static Finding notMeasured() {
        return Finding.ok(
                "shadow cpu",
                "not measured: no command lies behind the newest snapshot, and none from before it is kept");
    }

    private static Finding processor(final ShadowCost cost) {
        final double nanos = (double) cost.cpuNanos() / cost.commands();
        final double share = nanos * COMMANDS_PER_SECOND / TimeUnit.SECONDS.toNanos(1) * PERCENT;
        return Finding.ok(
                "shadow cpu",
                String.format(
                        Locale.ROOT,
                        "%,.0f ns of one processor for a command, measured over %,d: %.1f %% of it at %,d commands a"
                                + " second; a setting bounds it, 50 %% by default",
                        nanos,
                        cost.commands(),
                        share,
                        COMMANDS_PER_SECOND));
    }
}
