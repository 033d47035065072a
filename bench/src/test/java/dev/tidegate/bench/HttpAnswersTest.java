package dev.tidegate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpAnswersTest {
    private static String answer(final String status, final String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void anAnswerTellsItsOutcome() {
        assertThat(BinaryHttpLoad.code(answer("200 OK", "{\"code\":\"ACCEPTED\",\"number\":0}")))
                .isZero();
        assertThat(BinaryHttpLoad.code(answer("409 Conflict", "{\"status\":409,\"code\":\"OUT_OF_STOCK\",\"line\":1}")))
                .isEqualTo(508);
        assertThat(BinaryHttpLoad.code(answer("503 Service Unavailable", "{\"code\":\"BUSY\"}")))
                .isEqualTo(101);
    }

    @Test
    void aProblemWithoutAnOutcomeHasNone() {
        assertThat(BinaryHttpLoad.code(answer("404 Not Found", "{\"status\":404}")))
                .isEqualTo(-1);
        assertThat(BinaryHttpLoad.code(answer("409 Conflict", "{\"code\":\"STRANGE\"}")))
                .isEqualTo(-1);
    }

    @Test
    void aPollShowsUnits() {
        assertThat(BinaryHttpLoad.shown(answer("200 OK", "{\"sku\":1,\"units\":0}")))
                .isTrue();
        assertThat(BinaryHttpLoad.shown(answer("200 OK", "{}"))).isFalse();
        assertThat(BinaryHttpLoad.shown(answer("404 Not Found", "{\"units\":0}")))
                .isFalse();
    }

    @Test
    void anAnswerIsWholeWithItsBody() {
        final String whole = answer("200 OK", "{\"sku\":1}");
        assertThat(HttpSample.lengthOf(whole)).isEqualTo(whole.length());
        assertThat(HttpSample.lengthOf(whole.substring(0, whole.length() - 3))).isEqualTo(whole.length());
        assertThat(HttpSample.lengthOf(whole.substring(0, 20))).isEqualTo(-1);
    }

    @Test
    void orderRequestsDiffer() {
        final String one = BinaryHttpLoad.orderRequest(5, 1);
        assertThat(one).startsWith("POST /v1/orders HTTP/1.1\r\n").contains("\"externalNumber\":\"5-1\"");
        assertThat(HttpSample.lengthOf(one)).isEqualTo(one.length());
        assertThat(BinaryHttpLoad.orderRequest(5, 2)).isNotEqualTo(one);
    }
}
