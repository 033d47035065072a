package dev.tidegate.gateway.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A caller of one gateway. */
public final class HttpCaller {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String[] headers;

    /** With these headers in every request, names and values in turns. */
    public HttpCaller(final int port, final String... headers) {
        this.port = port;
        this.headers = headers;
    }

    private HttpRequest.Builder request(final String path, final String... more) {
        final HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(120));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        if (more.length > 0) {
            builder.headers(more);
        }
        return builder;
    }

    private HttpResponse<String> send(final HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (final InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    public HttpResponse<String> get(final String path, final String... more) throws IOException {
        return send(request(path, more).build());
    }

    /** Posts a body in which single quotes stand for double ones. */
    public HttpResponse<String> post(final String path, final String body, final String... more) throws IOException {
        return send(request(path, more)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    /** Posts a body of that type as it is. */
    HttpResponse<String> send(final String path, final String type, final String body, final String... more)
            throws IOException {
        return send(request(path, more)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> method(final String method, final String path) throws IOException {
        return send(request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    public static long number(final HttpResponse<String> response, final String field) throws IOException {
        return Contract.MAPPER.readTree(response.body()).path(field).asLong(Long.MIN_VALUE);
    }

    public static String text(final HttpResponse<String> response, final String field) throws IOException {
        return Contract.MAPPER.readTree(response.body()).path(field).asText();
    }
}
