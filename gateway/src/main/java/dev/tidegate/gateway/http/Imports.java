package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.gateway.security.SignedRequest;
import dev.tidegate.wire.Scope;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which requests are imports, and how many go on at once. */
final class Imports {
    static final String PATH = "/v1/import/{command}";
    private static final String PREFIX = "/v1/import/";
    private static final Set<CommandRoute> COMMANDS = EnumSet.of(
            CommandRoute.DEFINE_SKU,
            CommandRoute.DEFINE_WAREHOUSE,
            CommandRoute.RETIRE_SKU,
            CommandRoute.RECEIVE_STOCK,
            CommandRoute.ADJUST_STOCK,
            CommandRoute.SET_FREEZE,
            CommandRoute.SET_SAFETY_STOCK,
            CommandRoute.SET_CHANNEL_QUOTA,
            CommandRoute.SET_PURCHASE_LIMIT,
            CommandRoute.SET_CAMPAIGN_ITEM,
            CommandRoute.SET_ALLOTMENT);

    private final Gate gate;
    private final AtomicInteger now = new AtomicInteger();

    Imports(final Gate gate) {
        this.gate = gate;
    }

    /** Whether a request is an import, whose body is taken while it comes. */
    static boolean isImport(final Exchange exchange) {
        return exchange.target.startsWith(PREFIX) && exchange.method.equals("POST");
    }

    /** Begins an import. */
    ImportSession begin(final Exchange exchange) throws Problem {
        Origins.requireSame(exchange.headers());
        final CommandRoute route = CommandRoute.of(exchange.target.substring(PREFIX.length()))
                .filter(COMMANDS::contains)
                .orElseThrow(
                        () -> new Problem(404, "NOT_FOUND", "nothing is imported at this path; /docs tells what is"));
        if (exchange.authorization != null && exchange.authorization.startsWith(SignedRequest.SCHEME)) {
            throw new Problem(
                    403, "FORBIDDEN", "an import cannot be signed: its rows are done before its body has ended");
        }
        final Caller caller = exchange.connection.caller(exchange);
        if (!caller.allows(Scope.of(route.kind()))) {
            throw new Problem(403, "FORBIDDEN", "the key does not have the scope " + Scope.of(route.kind()));
        }
        final String key = exchange.idempotencyKey;
        if (key == null) {
            throw Problem.badRequest("an import needs an Idempotency-Key, so that it can be repeated");
        }
        final ImportIds ids = new ImportIds(CommandIdText.id(key), route.kind());
        final boolean csv = csv(exchange.contentType);
        if (now.incrementAndGet() > gate.settings().imports().atOnce()) {
            now.decrementAndGet();
            throw new Problem(429, "TOO_MANY_IMPORTS", "so many imports go on already", 5);
        }
        return new ImportSession(gate, exchange, route, caller, ids, csv, now::decrementAndGet);
    }

    private static boolean csv(final @Nullable String contentType) throws Problem {
        final String type =
                contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/csv" -> true;
            case "application/x-ndjson", "application/ndjson" -> false;
            default ->
                throw new Problem(415, "UNSUPPORTED_MEDIA_TYPE", "the body must be text/csv or application/x-ndjson");
        };
    }
}
