package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a repeated id stands among the reasons to refuse. */
class RepeatedIdTest {
    private final Store store = new Store();
    private final CommandHeader id = store.newId();
    private final Command order =
            store.order().line(store.tea, 1, 100).line(store.rice, 1, 100).build();
    private Outcome first;

    @BeforeEach
    void placeTheOrder() {
        store.receive(store.tea, store.house, 1);
        store.receive(store.rice, store.house, 1);
        first = store.ask(id, order);
        assertThat(first.code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldRepeatTheFirstAnswerWhateverTheStateIsNow() {
        store.accepted(new SetFreeze(store.tea, true, 1));
        store.limit(Limit.ORDERS, 1);
        store.limit(Limit.IDS_REMEMBERED, store.counts().idsRemembered() + 1);

        final Outcome again = store.ask(id, order);

        assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.entityId()).isEqualTo(first.entityId());
        assertThat(again.firstSequence()).isEqualTo(first.sequence());
        assertThat(store.counts().orders()).isEqualTo(1);
    }

    @Test
    void shouldRepeatARefusalWhenItsReasonHasGone() {
        final CommandHeader other = store.newId();
        final Command tooMuch = store.order().line(store.tea, 5, 100).build();
        final Outcome refused = store.ask(other, tooMuch);
        store.receive(100);

        final Outcome again = store.ask(other, tooMuch);

        assertThat(again.code()).isEqualTo(refused.code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.available()).isEqualTo(refused.available());
    }

    @Test
    void shouldCheckTheCommandAloneBeforeItsId() {
        store.limit(Limit.LINES_PER_ORDER, 1);

        final Outcome again = store.ask(id, order);

        assertThat(again.code()).isEqualTo(OutcomeCode.TOO_MANY_LINES);
        assertThat(again.duplicate()).isFalse();
    }

    @Test
    void shouldCheckTheBytesBeforeTheId() {
        final int length = store.encode(CommandHeader.of(0, 0), order);
        store.buffer().putByte(MessageCheck.HEADER_BYTES - 1, (byte) 0xFF);

        assertThat(store.apply(length).code()).isEqualTo(OutcomeCode.MALFORMED);
    }

    @Test
    void shouldNotMixTheIdsOfTwoPrincipals() {
        final CommandHeader sameIdOfAnother =
                new CommandHeader(id.idHigh(), id.idLow(), 1, id.actorType(), id.actor(), id.reference());

        assertThat(store.ask(sameIdOfAnother, order).code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
    }
}
