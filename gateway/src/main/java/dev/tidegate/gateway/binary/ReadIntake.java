package dev.tidegate.gateway.binary;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.ReadUnitsDecoder;
import dev.tidegate.pipeline.PipelineException;
import dev.tidegate.wire.Scope;
import dev.tidegate.wire.Wire;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reads of one connection, so many at once. Begun on its event loop, answered on whatever thread has the answer. */
final class ReadIntake {
    private static final int MOST_SKUS = 1000;

    private final Gate gate;
    private final Caller caller;
    private final BinaryConnection connection;
    private final AtomicInteger open = new AtomicInteger();
    private boolean resolving;

    ReadIntake(final Gate gate, final Caller caller, final BinaryConnection connection) {
        this.gate = gate;
        this.caller = caller;
        this.connection = connection;
    }

    boolean none() {
        return open.get() == 0;
    }

    /** Whether a frame of commands waits for its orders. */
    boolean resolving() {
        return resolving;
    }

    /** Does a read; {@code wait} is how long its address must wait, 0 for not at all. */
    void read(final int templateId, final HeapBuffer buffer, final int offset, final int wait) {
        gate.counters().reads.increment();
        final long correlation = BinaryReads.correlation(buffer, offset);
        final int keyWait = gate.keyRates().take(caller.keyId(), 1, System.nanoTime());
        if (!caller.allows(Scope.READ)) {
            refuse(correlation, OutcomeCode.FORBIDDEN, 0);
        } else if (wait > 0) {
            refuse(correlation, OutcomeCode.RATE_LIMITED, wait);
        } else if (keyWait > 0) {
            refuse(correlation, OutcomeCode.RATE_LIMITED, keyWait);
        } else if (gate.closing()) {
            refuse(correlation, OutcomeCode.NOT_RUNNING, 0);
        } else if (open.get() >= gate.settings().readWindow()) {
            refuse(correlation, OutcomeCode.BUSY, Refusals.retryMillis(OutcomeCode.BUSY));
        } else if (templateId == ReadUnitsDecoder.TEMPLATE_ID) {
            units(correlation, buffer, offset);
        } else {
            final Function<EngineReads, byte[]> function =
                    Objects.requireNonNull(BinaryReads.of(templateId, caller, buffer, offset));
            open.incrementAndGet();
            gate.tidegate()
                    .pipeline()
                    .read(function)
                    .whenComplete((frame, failure) -> answer(correlation, frame, failure));
        }
    }

    private void units(final long correlation, final HeapBuffer buffer, final int offset) {
        final ReadUnitsDecoder asked = new ReadUnitsDecoder();
        asked.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final ReadUnitsDecoder.SkusDecoder group = asked.skus();
        if (group.count() > MOST_SKUS) {
            refuse(correlation, OutcomeCode.TOO_MANY_ENTRIES, 0);
            return;
        }
        final int[] skus = new int[group.count()];
        for (int i = 0; i < skus.length; i++) {
            skus[i] = group.next().sku();
        }
        connection.send(BinaryReads.units(correlation, gate.tidegate().stockView(), skus));
    }

    private void answer(final long correlation, final byte @Nullable [] frame, final @Nullable Throwable failure) {
        open.decrementAndGet();
        if (frame != null) {
            connection.send(frame);
        } else {
            final OutcomeCode code = code(failure);
            refuse(correlation, code, Refusals.retryMillis(code));
        }
    }

    private static OutcomeCode code(final @Nullable Throwable failure) {
        final Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        if (failure instanceof PipelineException stopped) {
            return stopped.code();
        }
        return cause instanceof PipelineException stopped ? stopped.code() : OutcomeCode.INTERNAL;
    }

    private void refuse(final long correlation, final OutcomeCode code, final int retryAfterMillis) {
        gate.counters().refused(code, 1);
        connection.send(Frames.readRefused(correlation, code, retryAfterMillis));
    }

    /**
     * Finds out which channels the orders of a frame of commands belong to, if it names any.
     *
     * @return whether it must wait; the connection then hears from us
     */
    boolean resolveOrders(final HeapBuffer buffer, final int offset, final int length) {
        final Set<Long> orders = new HashSet<>();
        for (int at = offset + Wire.COMMANDS_OFFSET; at < offset + length; ) {
            final int bytes = buffer.getInt(at);
            if (CommandIntake.namesOrder(buffer, at + Wire.LENGTH_BYTES, bytes)) {
                orders.add(CommandIntake.orderId(buffer, at + Wire.LENGTH_BYTES));
            }
            at += Wire.LENGTH_BYTES + bytes;
        }
        if (orders.isEmpty()) {
            return false;
        }
        final byte[] frame = Arrays.copyOfRange(buffer.byteArray(), offset, offset + length);
        resolving = true;
        gate.tidegate()
                .pipeline()
                .read(reads -> allowed(reads, orders))
                .whenComplete((allowed, failure) -> connection.run(() -> {
                    resolving = false;
                    if (allowed == null) {
                        connection.ordersKnown(frame, orderId -> false, code(failure));
                    } else {
                        connection.ordersKnown(frame, allowed::contains, OutcomeCode.FORBIDDEN);
                    }
                }));
        return true;
    }

    /** The orders that are of the caller's channels. What is not in memory is nobody's, and answered as such. */
    private Set<Long> allowed(final EngineReads reads, final Set<Long> orders) {
        final Set<Long> allowed = new HashSet<>();
        for (final long orderId : orders) {
            final OrderView order = reads.order(orderId);
            if (order == null || caller.allowsChannel(order.channel())) {
                allowed.add(orderId);
            }
        }
        return allowed;
    }
}
