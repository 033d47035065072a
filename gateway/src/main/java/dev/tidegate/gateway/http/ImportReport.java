package dev.tidegate.gateway.http;

import dev.tidegate.message.Outcome;

/** What became of the rows of an import so far. On the event loop. */
final class ImportReport {
    /** A row of any size may be told of, and many of them. */
    private static final int MOST_DETAIL = 400;

    private final int mostErrors;
    private final Json errors = new Json().beginList();
    private long rows;
    private long accepted;
    private long duplicates;
    private long refused;
    private long listed;
    private long sequence;

    /** {@code mostErrors} is how many refused rows are listed. */
    ImportReport(final int mostErrors) {
        this.mostErrors = mostErrors;
    }

    /** Another row has come; answers its number, from 1. */
    long row() {
        return ++rows;
    }

    long rows() {
        return rows;
    }

    /** The engine has answered a row. */
    void answered(final long row, final Outcome outcome) {
        sequence = Math.max(sequence, outcome.sequence());
        if (!outcome.accepted()) {
            refused(row, outcome.code().name(), Response.detail(outcome));
        } else if (outcome.duplicate()) {
            duplicates++;
        } else {
            accepted++;
        }
    }

    /** A row cannot be done. */
    void refused(final long row, final String code, final String detail) {
        refused++;
        if (listed < mostErrors) {
            listed++;
            errors.begin()
                    .field("row", row)
                    .field("code", code)
                    .field("detail", cut(detail))
                    .end();
        }
    }

    private static String cut(final String detail) {
        if (detail.length() <= MOST_DETAIL) {
            return detail;
        }
        final int to = Character.isHighSurrogate(detail.charAt(MOST_DETAIL - 1)) ? MOST_DETAIL - 1 : MOST_DETAIL;
        return detail.substring(0, to) + "...";
    }

    /** The answer, when everything has been read. */
    Response response() {
        return Response.json(fields(new Json().begin()).end());
    }

    /** The answer, when it was broken off. */
    Response response(final Problem problem) {
        final Json json = new Json()
                .begin()
                .field("type", "urn:tidegate:problem:" + problem.code())
                .field("title", problem.code())
                .field("status", problem.status())
                .field("detail", problem.getMessage() + "; send it again with the same Idempotency-Key")
                .field("code", problem.code());
        return new Response(
                problem.status(),
                Response.PROBLEM,
                Response.headersOf(problem),
                fields(json).end().bytes());
    }

    private Json fields(final Json json) {
        return json.field("rows", rows)
                .field("accepted", accepted)
                .field("duplicates", duplicates)
                .field("refused", refused)
                .field("sequence", sequence)
                .name("errors")
                .raw(errors.endList().bytes())
                .field("errorsOmitted", refused - listed);
    }
}
