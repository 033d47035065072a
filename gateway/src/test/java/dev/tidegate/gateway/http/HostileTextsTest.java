package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.gateway.feed.FeedStart;
import dev.tidegate.gateway.security.SignedRequest;
import dev.tidegate.pipeline.EventCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Short texts of callers: command ids, cursors, numbers and codes in paths, signatures. */
class HostileTextsTest {
    private static final int MOST_STATUS = 499;

    static Stream<byte[]> inputs() {
        return Stream.of(
                        "019ab54c-0000-7000-8000-000000000001",
                        "2026-11-22T08:00:00Z/row 1",
                        "-999999999-01-01T00:00:00Z/x",
                        "+292278994-08-17T07:12:55.808Z/x",
                        "start",
                        "1:77",
                        "9223372036854775807:9223372036854775807",
                        "code:tea",
                        "999999999",
                        "n-9223372036854775808.0",
                        "TG-HMAC-SHA256 id=a-1, time=1800000000, nonce=00112233445566778899aabbccddeeff,"
                                + " signature=" + "0".repeat(64))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeReadOrRefusedByName(final byte[] input) {
        final String text = new String(input, StandardCharsets.UTF_8);
        id(text);
        path(text);
        cursor(text);
        final SignedRequest signed = SignedRequest.parse(text);
        assertThat(signed == null || text.trim().startsWith(SignedRequest.SCHEME))
                .isTrue();
    }

    private static void id(final String text) {
        try {
            final UUID id = CommandIdText.id(text);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        } catch (final Problem problem) {
            assertThat(problem.status()).isEqualTo(400);
        }
    }

    private static void path(final String text) {
        for (final Field field : new Field[] {Field.ORDER, Field.SKU, Field.CAMPAIGN}) {
            final Draft draft = new Draft(new Names(), new ArrayList<>());
            try {
                draft.setFromPath(field, text);
                assertThat(draft.number(field)).isNotNegative();
            } catch (final Problem problem) {
                assertThat(problem.status()).isBetween(400, MOST_STATUS);
            }
        }
    }

    private static void cursor(final String text) {
        try {
            final FeedStart start = FeedStart.parse(text);
            assertThat(start).isNotNull();
            if (!text.equals("start") && !text.equals("end")) {
                assertThat(EventCursor.parse(EventCursor.parse(text).toString()))
                        .isEqualTo(EventCursor.parse(text));
            }
        } catch (final IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
