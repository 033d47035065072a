package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Intake;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One import: rows become commands while the body still comes, so many at a time. While those are in the ring the body is
 * not read on, so that a file of any size needs the memory of a few rows, and the sender waits for the engine. On the
 * event loop, but for the callbacks.
 */
final class ImportSession {
    private static final int BUSY_MILLIS = 5;

    private final Gate gate;
    private final Exchange exchange;
    private final CommandRoute route;
    private final Caller caller;
    private final ImportIds ids;
    private final boolean csv;
    private final Runnable release;
    private final RowCutter cutter;
    private final ImportReport report;
    private final int rowsAtOnce;
    private @Nullable CsvColumns columns;
    private boolean ended;
    private boolean over;
    /** Rows are in the ring, or wait for a place there or a number. */
    private boolean working;

    private boolean looping;

    /** A row that is a command. */
    private record Row(long number, Command command, CommandHeader header) {}

    /** A row on its way to be one. */
    private record Text(long number, byte[] json) {}

    /** A row that cannot be one. */
    private record Bad(long number, Problem problem) {}

    /** What became of some rows, and the codes in them whose numbers are not known. */
    private record Built(Deque<Row> rows, List<Bad> bad, List<Names.Code> unknown) {}

    ImportSession(
            final Gate gate,
            final Exchange exchange,
            final CommandRoute route,
            final Caller caller,
            final ImportIds ids,
            final boolean csv,
            final Runnable release) {
        this.gate = gate;
        this.exchange = exchange;
        this.route = route;
        this.caller = caller;
        this.ids = ids;
        this.csv = csv;
        this.release = release;
        cutter = new RowCutter(csv, gate.settings().imports().rowBytes());
        report = new ImportReport(gate.settings().imports().errors());
        rowsAtOnce = gate.settings().imports().rowsAtOnce();
    }

    /** Whether it is we who do not read on. */
    boolean holdsUp() {
        return working && cutter.rows().size() >= rowsAtOnce || ended;
    }

    /** Whether the body has come to its end. */
    boolean isWhole() {
        return ended;
    }

    // ---- what comes

    /** Takes bytes of the body, and its end. */
    void take(final ByteBuf bytes, final boolean last) {
        if (over) {
            return;
        }
        try {
            cutter.feed(bytes);
            if (last) {
                cutter.end();
                ended = true;
            }
            work();
        } catch (final Problem problem) {
            breakOff(problem);
        }
    }

    /** The connection is gone, or the import has taken too long: what is in the ring is done, nothing more. */
    void breakOff(final Problem problem) {
        if (!over) {
            end(report.response(problem));
        }
    }

    private void end(final Response response) {
        over = true;
        release.run();
        exchange.answer(response);
        exchange.connection.importEnded();
    }

    // ---- rows to commands

    private void work() throws Problem {
        looping = true;
        try {
            loop();
        } finally {
            looping = false;
        }
    }

    private void loop() throws Problem {
        while (!over && !working && (cutter.rows().size() >= rowsAtOnce || ended)) {
            if (caller.revoked()) {
                throw new Problem(401, "CREDENTIALS", "the key has been changed or taken back");
            }
            final List<Text> texts = nextRows();
            if (texts.isEmpty() && cutter.rows().isEmpty() && ended) {
                end(report.response());
            } else {
                begin(texts);
            }
        }
        if (!over) {
            exchange.connection.importReads(!holdsUp());
        }
    }

    private List<Text> nextRows() throws Problem {
        final List<Text> texts = new ArrayList<>();
        while (texts.size() < rowsAtOnce && !cutter.rows().isEmpty()) {
            final byte[] row = cutter.rows().remove();
            if (csv && columns == null) {
                columns = new CsvColumns(route, row);
                continue;
            }
            final long number = report.row();
            if (number > gate.settings().imports().rows()) {
                throw new Problem(
                        413,
                        "TOO_MANY_ROWS",
                        "at most " + gate.settings().imports().rows() + " rows");
            }
            try {
                texts.add(new Text(number, columns == null ? row : columns.json(row)));
            } catch (final Problem problem) {
                report.refused(number, problem.code(), String.valueOf(problem.getMessage()));
            }
        }
        return texts;
    }

    /** Makes commands of the rows; asks for the numbers of the codes in them first, all at once. */
    private void begin(final List<Text> texts) {
        if (texts.isEmpty()) {
            return;
        }
        working = true;
        // The numbers of these rows alone: those of a whole file would be as large as the file.
        final Names names = new Names();
        final Built first = build(texts, names);
        if (first.unknown.isEmpty()) {
            send(first);
        } else {
            ask(texts, names, first.unknown);
        }
    }

    private void ask(final List<Text> texts, final Names names, final List<Names.Code> codes) {
        gate.tidegate()
                .pipeline()
                .read(reads -> {
                    codes.forEach(code -> names.resolve(reads, code));
                    return reads.sequence();
                })
                .whenComplete((sequence, failure) -> exchange.connection.later(0, () -> {
                    if (over) {
                        return;
                    }
                    final Problem problem = failure == null ? null : HttpConnection.problem(failure);
                    if (problem == null) {
                        send(build(texts, names));
                    } else if (problem.code().equals(OutcomeCode.BUSY.name())) {
                        exchange.connection.later(BUSY_MILLIS, () -> ask(texts, names, codes));
                    } else {
                        breakOff(problem);
                    }
                }));
    }

    private Built build(final List<Text> texts, final Names names) {
        final Built built = new Built(new ArrayDeque<>(), new ArrayList<>(), new ArrayList<>());
        for (final Text text : texts) {
            try {
                built.rows.add(row(text, names, built.unknown));
            } catch (final Problem problem) {
                built.bad.add(new Bad(text.number, problem));
            }
        }
        return built;
    }

    private Row row(final Text text, final Names names, final List<Names.Code> unknown) throws Problem {
        final List<Names.Code> here = new ArrayList<>();
        final Draft draft = new Draft(names, here);
        final Field inPath = route.inPath();
        Body.read(text.json, text.json.length, (name, body) -> {
            final Field field = inPath != null && inPath.key().equals(name) ? inPath : route.field(name);
            if (field == null) {
                return false;
            }
            draft.read(field, body);
            return true;
        });
        if (inPath != null && !draft.has(inPath)) {
            throw Problem.badRequest("missing field " + inPath.key());
        }
        final Command command = route.build(draft);
        if (!here.isEmpty()) {
            unknown.addAll(here);
            throw Problem.unknown(here.get(0));
        }
        return new Row(text.number, command, ids.header(text.number, caller, draft.number(Field.REFERENCE)));
    }

    // ---- commands to the engine

    private void send(final Built built) {
        built.bad.forEach(
                bad -> report.refused(bad.number, bad.problem.code(), String.valueOf(bad.problem.getMessage())));
        if (built.rows.isEmpty()) {
            done();
            return;
        }
        gate.counters().commands.add(built.rows.size());
        final Flight flight = new Flight(built.rows.size());
        take(built.rows, flight);
    }

    private void take(final Deque<Row> rows, final Flight flight) {
        final int wait = gate.keyRates().take(caller.keyId(), rows.size(), System.nanoTime());
        if (wait > 0) {
            exchange.connection.later(wait, () -> take(rows, flight));
        } else {
            submit(rows, flight);
        }
    }

    private void submit(final Deque<Row> rows, final Flight flight) {
        while (!rows.isEmpty()) {
            final Row row = rows.element();
            final Intake intake = gate.closing() || over ? Intake.NOT_RUNNING : submit(row, flight.sent, flight);
            if (intake == Intake.BUSY) {
                exchange.connection.later(BUSY_MILLIS, () -> submit(rows, flight));
                return;
            }
            if (intake == Intake.TAKEN) {
                flight.numbers[flight.sent++] = row.number;
            } else if (intake == Intake.MALFORMED) {
                report.refused(row.number, intake.code().name(), Statuses.meaning(intake.code()));
                flight.left.decrementAndGet();
            } else {
                breakOff(Problem.of(intake.code()));
                return;
            }
            rows.remove();
        }
        // Counts as one more, so that the last answer cannot end the flight before the last row has left.
        flight.landed();
    }

    private Intake submit(final Row row, final int index, final Flight flight) {
        return gate.tidegate().pipeline().submit(row.header, row.command, index, (correlation, outcome) -> {
            gate.counters().answered(outcome.code());
            gate.counters().importedRows.increment();
            flight.outcomes[(int) correlation] = new Outcome().copyFrom(outcome);
            flight.landed();
        });
    }

    /** Rows that are in the ring together. */
    private final class Flight {
        final Outcome[] outcomes;
        final long[] numbers;
        final AtomicInteger left;
        int sent;

        Flight(final int rows) {
            outcomes = new Outcome[rows];
            numbers = new long[rows];
            left = new AtomicInteger(rows + 1);
        }

        /** On any thread; the last one to count down sees what all the others wrote. */
        void landed() {
            if (left.decrementAndGet() == 0) {
                exchange.connection.later(0, () -> arrived(this));
            }
        }
    }

    private void arrived(final Flight flight) {
        for (int i = 0; i < flight.sent && !over; i++) {
            if (flight.outcomes[i].code() == OutcomeCode.UNKNOWN) {
                breakOff(Problem.of(OutcomeCode.UNKNOWN));
            } else {
                report.answered(flight.numbers[i], flight.outcomes[i]);
            }
        }
        done();
    }

    private void done() {
        working = false;
        // When no row of these could be sent, the loop that began with them goes on by itself.
        if (!over && !looping) {
            try {
                work();
            } catch (final Problem problem) {
                breakOff(problem);
            }
        }
    }
}
