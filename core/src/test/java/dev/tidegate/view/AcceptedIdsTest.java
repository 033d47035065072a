package dev.tidegate.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.CommandIds;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedIdsTest {
    private static final long START = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;

    private final Engine engine = new Engine(EngineSettings.small());
    private final HeapBuffer buffer = HeapBuffer.ofSize(4096);
    private final CommandEncoder encoder = new CommandEncoder();
    private final Outcome outcome = new Outcome();
    private long time = START;
    private final CommandIds ids = new CommandIds(() -> time, 5);

    private CommandHeader accept(final Command command) {
        final CommandHeader header = ids.next();
        final int length = encoder.encode(header, command, buffer, 0);
        engine.apply(engine.sequence() + 1, time, buffer, 0, length, outcome);
        engine.events().clear();
        assertThat(outcome.accepted()).isTrue();
        return header;
    }

    private CommandHeader accept() {
        return accept(new Command.DefineSku("S", 0));
    }

    private static boolean holds(final AcceptedIds ids, final CommandHeader header) {
        return ids.filter().mayHold(header.principal(), header.idHigh(), header.idLow());
    }

    @Test
    void shouldTellItsMembersFromNearlyAllStrangers() {
        final IdFilter filter = new IdFilter(4_096, 77);
        final List<CommandHeader> members = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            members.add(ids.next());
        }
        members.forEach(header -> filter.add(1, header.idHigh(), header.idLow()));

        assertThat(members).allMatch(header -> filter.mayHold(1, header.idHigh(), header.idLow()));
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            final CommandHeader stranger = ids.next();
            taken += filter.mayHold(1, stranger.idHigh(), stranger.idLow()) ? 1 : 0;
        }
        assertThat(taken).as("of 100,000").isLessThan(1_500);
        final long others = members.stream()
                .filter(header -> filter.mayHold(2, header.idHigh(), header.idLow()))
                .count();
        assertThat(others).as("of another principal, of 4,096").isLessThan(80);
    }

    @Test
    void shouldAddInBoundedStepsWhatWasAcceptedMeanwhile() {
        final AcceptedIds accepted = new AcceptedIds(engine.forSale(), 1);
        final List<CommandHeader> headers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            headers.add(accept());
        }

        for (int step = 0; step < 9; step++) {
            assertThat(accepted.catchUp(engine.sequence(), 100)).isFalse();
        }
        assertThat(headers.subList(0, 900)).allMatch(header -> holds(accepted, header));
        assertThat(accepted.catchUp(engine.sequence(), 100)).isTrue();
        assertThat(headers).allMatch(header -> holds(accepted, header));
    }

    @Test
    void shouldForgetWhatTheEngineHasForgottenAndStayOfOneSize() {
        accept(new Command.SetLimits(List.of(new LimitValue(Limit.ID_HORIZON_MILLIS, MINUTE))));
        final AcceptedIds accepted = new AcceptedIds(engine.forSale(), 1);
        final IdFilter first = accepted.filter();
        final CommandHeader oldest = accept();
        int renewals = 0;
        for (int round = 0; round < 400; round++) {
            final List<CommandHeader> fresh = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                fresh.add(accept());
            }
            time += MINUTE / 4;
            accept();
            if (accepted.catchUp(engine.sequence(), 300) && accepted.isRenewed(engine.sequence())) {
                renewals++;
                accepted.exchange();
            }
            assertThat(fresh).allMatch(header -> holds(accepted, header));
            assertThat(engine.forSale().acceptedIds()).isLessThan(4_000);
        }

        assertThat(renewals).isGreaterThan(3);
        assertThat(accepted.filter().capacity()).isEqualTo(first.capacity() * 2).isEqualTo(8_192);
        assertThat(holds(accepted, oldest)).isFalse();
    }

    @Test
    void shouldGrowWithTheIdsRemembered() {
        final AcceptedIds accepted = new AcceptedIds(engine.forSale(), 1);
        final List<CommandHeader> headers = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 100; i++) {
                headers.add(accept());
            }
            if (accepted.catchUp(engine.sequence(), 500) && accepted.isRenewed(engine.sequence())) {
                accepted.exchange();
            }
        }

        assertThat(headers).allMatch(header -> holds(accepted, header));
        assertThat(accepted.filter().capacity()).isGreaterThanOrEqualTo(16_384);
    }
}
