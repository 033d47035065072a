package dev.tidegate.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.client.Event;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.HoldsExtendedEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.wire.Words;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldsExtendedTest {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + HoldsExtendedEncoder.BLOCK_LENGTH;

    private final HeapBuffer buffer = HeapBuffer.ofSize(LENGTH);

    HoldsExtendedTest() {
        new HoldsExtendedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .beforeMillis(1)
                .untilMillis(1L << 40)
                .holds(3);
    }

    @Test
    void shouldNameItsFields() throws IOException {
        final Map<String, Object> fields = new LinkedHashMap<>();
        new EventFields().describe(buffer, 0, LENGTH, new EventFields.Target() {
            @Override
            public void put(final String name, final long value) {
                fields.put(name, value);
            }

            @Override
            public void put(final String name, final String value) {
                fields.put(name, value);
            }
        });

        assertThat(fields)
                .isEqualTo(Map.of("kind", "HoldsExtended", "beforeMillis", 1L, "untilMillis", 1L << 40, "holds", 3L));
        assertThat(Words.templateOfKind("HoldsExtended")).isEqualTo(HoldsExtendedEncoder.TEMPLATE_ID);
    }

    @Test
    void shouldBeReadByTheClient() {
        assertThat(Event.of(buffer, 0, LENGTH)).isEqualTo(new Event.HoldsExtended(1, 1L << 40, 3));
    }

    @Test
    void shouldNameNoOrderSkuOrChannel() {
        assertThat(EventKeys.order(buffer, 0)).isZero();
        assertThat(EventKeys.sku(buffer, 0)).isZero();
        assertThat(EventKeys.channel(buffer, 0)).isZero();
    }
}
