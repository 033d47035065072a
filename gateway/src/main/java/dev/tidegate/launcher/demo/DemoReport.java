package dev.tidegate.launcher.demo;

import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.launcher.demo.Demo.Result;
import dev.tidegate.pipeline.Durability;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells what a sale came to: as figures for a program, as a table for a reader. */
final class DemoReport {
    private static final double NANOS_PER_SECOND = 1e9;

    private final DemoSettings settings;
    private final Durability durability;
    private final Result result;
    private final Books books;
    private final Counts counts;

    DemoReport(final DemoSettings settings, final Durability durability, final Result result) {
        this.settings = settings;
        this.durability = durability;
        this.result = result;
        books = result.books();
        counts = result.counts();
    }

    Map<String, Object> figures() {
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ok", true);
        figures.put("buyers", settings.buyers());
        figures.put("units", settings.units());
        figures.put("skus", settings.skus());
        figures.put("seed", settings.seed());
        figures.put("durability", durability.name().toLowerCase(Locale.ROOT));
        figures.put("asked", books.asked);
        figures.put("accepted", books.accepted);
        figures.put("refused", books.asked - books.accepted);
        final Map<String, Object> codes = new LinkedHashMap<>();
        books.refused.forEach((code, times) -> codes.put(code.name(), times));
        figures.put("refused_by_code", codes);
        figures.put("paid", books.paid);
        figures.put("payment_failed", books.paymentFailed);
        figures.put("cancelled", books.cancelled);
        figures.put("expired", books.expired);
        figures.put("wanted", wanted());
        figures.put("units_in", counts.unitsIn());
        figures.put("units_sellable", counts.unitsSellable());
        figures.put("units_held", counts.unitsHeld());
        figures.put("units_sold", counts.unitsSold());
        figures.put("commands", result.commands());
        figures.put("sequence", result.digest().sequence());
        figures.put("digest", result.digest().hex());
        figures.put("sale_seconds", seconds(result.saleNanos()));
        figures.put("commands_per_second", rate(result.commands(), result.saleNanos()));
        figures.put("replayed_per_second", rate(result.digest().sequence(), result.replayNanos()));
        return figures;
    }

    private Map<String, Object> wanted() {
        final Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("asked", books.wantedAsked);
        wanted.put("possible_in_first_wave", books.firstWavePossible());
        wanted.put("accepted_in_first_wave", books.firstWaveAccepted());
        wanted.put("accepted", books.wantedAccepted);
        wanted.put("paid", books.wantedPaid);
        return wanted;
    }

    private static double seconds(final long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }

    private static long rate(final long commands, final long nanos) {
        return Math.round(commands * NANOS_PER_SECOND / Math.max(1, nanos));
    }

    void print(final PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "A flash sale: %,d buyers, %,d units of the SKU they want, %,d SKUs in all, seed %d%n%n",
                settings.buyers(),
                settings.units(),
                settings.skus(),
                settings.seed());
        row(out, "orders asked for", books.asked);
        row(out, "  accepted", books.accepted);
        books.refused.forEach((code, times) -> row(out, "  refused " + code, times));
        row(out, "accepted orders that were", books.accepted);
        row(out, "  paid", books.paid);
        row(out, "  failed in payment", books.paymentFailed);
        row(out, "  cancelled", books.cancelled);
        row(out, "  expired", books.expired);
        row(out, "units that came in", counts.unitsIn());
        row(out, "  sellable", counts.unitsSellable());
        row(out, "  ring-fenced for the campaign", counts.unitsAllotted());
        row(out, "  held", counts.unitsHeld());
        row(out, "  sold", counts.unitsSold());
        proof(out);
        out.printf(
                Locale.ROOT,
                "%n%,d commands in %.2f s: %,d a second, asked second by second of the sale, durability %s%n",
                result.commands(),
                result.saleNanos() / NANOS_PER_SECOND,
                rate(result.commands(), result.saleNanos()),
                durability);
        out.printf(
                Locale.ROOT,
                "%,d replayed in %.2f s: %,d a second%n",
                result.digest().sequence(),
                result.replayNanos() / NANOS_PER_SECOND,
                rate(result.digest().sequence(), result.replayNanos()));
        out.flush();
    }

    private void proof(final PrintWriter out) {
        out.printf(Locale.ROOT, "%nproved%n");
        out.printf(
                Locale.ROOT,
                "  of every SKU, what came in is what its buckets hold, and what was sold is what was paid for%n");
        out.printf(
                Locale.ROOT,
                "  before the first unit came back, %,d of the wanted were accepted of %,d possible, one to a buyer%n",
                books.firstWaveAccepted(),
                books.firstWavePossible());
        out.printf(
                Locale.ROOT,
                "  replayed from %s: digest %s after %,d commands and ticks, the same%n",
                durability == Durability.MEMORY ? "what was asked" : "the journal",
                result.digest().hex(),
                result.digest().sequence());
    }

    private static void row(final PrintWriter out, final String name, final long value) {
        out.printf(Locale.ROOT, "%-32s %,12d%n", name, value);
    }
}
