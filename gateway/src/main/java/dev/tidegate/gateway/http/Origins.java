package dev.tidegate.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Locale;

/**
 * Web pages of somebody else must neither command nor read through the browser of one who may: above all a gateway on the
 * loopback that asks for no key. A browser says in Origin whose page asks; programs say nothing.
 */
final class Origins {
    private Origins() {}

    /** Refuses what comes from a page that was not loaded from the host that is asked. */
    static void requireSame(final HttpHeaders headers) throws Problem {
        final String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return;
        }
        String from = "";
        try {
            from = String.valueOf(URI.create(origin).getAuthority());
        } catch (final IllegalArgumentException noOrigin) {
            // Then it is not the same either.
        }
        final String host = headers.get(HttpHeaderNames.HOST, "");
        if (!from.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT))) {
            throw new Problem(403, "FORBIDDEN", "asked by a web page of another origin");
        }
    }
}
