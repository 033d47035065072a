package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Answers as they go over the wire, to the letter. */
class ResponseTest {
    private static final UUID ID = UUID.fromString("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

    private static String written(final Response response, final boolean keepAlive, final boolean headOnly) {
        final ByteBuf out = Unpooled.buffer();
        response.write(out, keepAlive, headOnly);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Response of(final OutcomeCode code) {
        final Outcome outcome = new Outcome().begin(7, 1_800_000_000_000L).set(code, 42, 0, 0, 0);
        return Response.of(outcome, ID.getMostSignificantBits(), ID.getLeastSignificantBits());
    }

    @Test
    void shouldWriteAnAcceptedCommand() {
        final String body =
                "{\"code\":\"ACCEPTED\",\"number\":0,\"commandId\":\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\","
                        + "\"duplicate\":false,\"sequence\":7,\"timeMillis\":1800000000000,\"firstSequence\":7,"
                        + "\"firstTimeMillis\":1800000000000,\"entityId\":42,\"line\":0,\"asked\":0,\"available\":0,"
                        + "\"deadlineMillis\":0,\"missing\":[]}";
        final String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        final String length = "Content-Length: " + body.length() + "\r\n\r\n";
        assertThat(written(of(OutcomeCode.ACCEPTED), true, false)).isEqualTo(head + length + body);
        assertThat(written(of(OutcomeCode.ACCEPTED), false, false))
                .isEqualTo(head + "Connection: close\r\n" + length + body);
        assertThat(written(of(OutcomeCode.ACCEPTED), true, true)).isEqualTo(head + length);
    }

    @Test
    void shouldWriteARefusedCommandAsAProblemToComeAgainWith() {
        assertThat(written(of(OutcomeCode.BUSY), true, false))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
                        + "Retry-After: 1\r\nContent-Length: ")
                .contains("\r\n\r\n{\"type\":\"urn:tidegate:outcome:BUSY\",\"title\":\"BUSY\",\"status\":503,")
                .endsWith("\"missing\":[]}");
    }

    @Test
    void shouldWriteLengthsOfEveryNumberOfDigits() {
        for (final int length : new int[] {0, 1, 9, 10, 99, 100, 101, 999, 1000, 65_536}) {
            assertThat(written(Response.text("text/plain", "x".repeat(length)), true, false))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n"
                            + "x".repeat(length));
        }
    }

    @Test
    void shouldWriteNoBodyWhereNothingHasChanged() {
        assertThat(written(new Response(304, Response.JSON, "ETag: W/\"1\"\r\n", new byte[0]), true, false))
                .isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Type: application/json\r\nETag: W/\"1\"\r\n\r\n");
    }

    @Test
    void shouldSendNoMoreOfABodyThanWasWritten() {
        final Response units = Response.json(new Json().begin().field("left", 5).end());
        assertThat(written(units.withHeaders("Tidegate-Sequence: 9\r\n"), true, false))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTidegate-Sequence: 9\r\n"
                        + "Content-Length: 10\r\n\r\n{\"left\":5}");
    }

    @Test
    void shouldEscapeWhereverItStands() {
        final String long1 = "a".repeat(600);
        assertThat(new String(
                        new Json()
                                .value("\u0001" + long1 + "\"\\\u007f\u4e2d" + long1)
                                .bytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("\"\\u0001" + long1 + "\\u0022\\u005c\\u007f\\u4e2d" + long1 + "\"");
        assertThat(new String(new Json().value("\u4e2d".repeat(500)).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("\"" + "\\u4e2d".repeat(500) + "\"");
    }
}
