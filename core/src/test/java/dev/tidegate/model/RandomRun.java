package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of a random run, with their times. */
final class RandomRun {
    private final List<byte[]> messages = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final Coverage coverage = new Coverage();

    RandomRun(final long seed, final int commands) {
        final Recorder recorder = new Recorder();
        final SideBySide both = new SideBySide(() -> recorder, Integer.MAX_VALUE);
        final RandomCommands random = new RandomCommands(seed, both.model(), both.modelKeys()::key);
        for (int i = 0; i < commands; i++) {
            both.run(random.next(), coverage).ifPresent(difference -> {
                throw new AssertionError(difference.toString());
            });
        }
    }

    int size() {
        return messages.size();
    }

    byte[] message(final int index) {
        return messages.get(index);
    }

    long timeMillis(final int index) {
        return times.get(index);
    }

    Coverage coverage() {
        return coverage;
    }

    /** The engine, whose messages are kept. */
    private final class Recorder implements Subject {
        private final EngineSubject engine = new EngineSubject();
        private final CommandEncoder encoder = new CommandEncoder();
        private final HeapBuffer buffer = HeapBuffer.ofSize(256 * 1024);

        private void keep(final int length, final long timeMillis) {
            messages.add(Arrays.copyOf(buffer.byteArray(), length));
            times.add(timeMillis);
        }

        @Override
        public ReferenceOutcome apply(
                final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
            keep(encoder.encode(header, command, buffer, 0), timeMillis);
            return engine.apply(sequence, timeMillis, header, command);
        }

        @Override
        public void tick(final long sequence, final long timeMillis) {
            keep(CommandEncoder.encodeTick(buffer, 0), timeMillis);
            engine.tick(sequence, timeMillis);
        }

        @Override
        public long nextDeadlineMillis() {
            return engine.nextDeadlineMillis();
        }

        @Override
        public Ledger.Stock stock(final int sku, final int warehouse) {
            return engine.stock(sku, warehouse);
        }

        @Override
        public Ledger.Order order(final long id) {
            return engine.order(id);
        }

        @Override
        public boolean archived(final long id) {
            return engine.archived(id);
        }

        @Override
        public long archived(final int channel, final String number) {
            return engine.archived(channel, number);
        }

        @Override
        public List<byte[]> records(final long id) {
            return engine.records(id);
        }

        @Override
        public Ledger.Counts counts() {
            return engine.counts();
        }
    }
}
