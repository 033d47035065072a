package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page tells how each request is asked, so that nobody has to read the contract for it. */
class DocsPageTest {
    private final String page = DocsPage.of(SystemRequests.contract());

    /** What the page says of one request. */
    private String request(final String title) {
        final String from = "<h2><code>" + title + "</code></h2>";
        assertThat(page).contains(from);
        return page.substring(page.indexOf(from) + from.length()).split("<h2>", 2)[0];
    }

    @Test
    void shouldNameWhatMayStandInAQuery() {
        assertThat(request("GET /v1/holds"))
                .contains("<code>limit</code>", "<code>cursor</code>", "<code>sku</code>", "<code>buyer</code>");
        assertThat(request("GET /v1/events")).contains("<code>kinds</code>", "<code>Last-Event-ID</code>");
    }

    @Test
    void shouldNameTheHeadersOfACommand() {
        assertThat(request("POST /v1/orders/{order}/pay"))
                .contains("<code>Idempotency-Key</code>", "<code>Tidegate-Repeat</code>", "<code>amount</code>");
    }

    @Test
    void shouldNameTheFieldsOfLines() {
        assertThat(request("POST /v1/orders"))
                .contains(
                        "<code>lines[].sku</code>", "<code>lines[].quantity</code>", "<code>lines[].netAmount</code>");
        assertThat(request("POST /v1/batch")).contains("<code>commands[].command</code>");
    }

    @Test
    void shouldSayWhatIsRequiredAndWhatAFieldOfASharedTypeIs() {
        assertThat(request("POST /v1/orders"))
                .contains("<code>lines[].sku</code></td><td>number or code of the SKU (required)</td>")
                .contains("<code>urgency</code></td><td>NORMAL when left out</td>");
    }
}
