package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.SetLimitsDecoder;
import dev.tidegate.table.BytesHash;
import dev.tidegate.table.Digest;
import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import dev.tidegate.table.StateOutput;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The core: all orders and all stock of one partition, changed by one command after the other. {@link #apply} is a pure
 * function of what was applied before and of its arguments: the same commands with the same sequences and times give the
 * same outcomes, events and {@linkplain #digestHigh() digest} everywhere, however they were batched, whatever the sizes
 * and keys in {@link EngineSettings}.
 *
 * <p>One thread at a time. In steady state nothing is allocated.
 */
public final class Engine {
    private static final int FORGET_AT_ONCE = 4;
    private static final long CLOCK_SLACK_MILLIS = 300_000;
    private static final long VERSION_MASK = 0xF000;
    private static final long VERSION_7 = 0x7000;
    private static final int CREATED_SHIFT = 16;
    private static final int VARIANT_SHIFT = 62;
    private static final int VARIANT = 2;
    /** Kept for the one command that can make room. */
    private static final int SPARE_IDS = 1_000;

    /** Version of what {@link #write} writes. */
    public static final int STATE_VERSION = 3;

    private final State state;
    private final Deadlines deadlines;
    private final Expiry expiry;
    private final @Nullable Handler[] handlers;
    private final ReadAhead readAhead;
    private final EngineReads reads;
    private final StateImage image;
    private final ForSale forSale;

    public Engine(final EngineSettings settings) {
        state = new State(settings);
        deadlines = new Deadlines(state);
        final ShortLines shortLines = new ShortLines(state);
        final Holding holding = new Holding(state, shortLines);
        final Reservation reservation = new Reservation(state);
        expiry = new Expiry(state, holding, shortLines, deadlines);
        handlers = Handlers.of(
                state, reservation, holding, shortLines, expiry, new Settling(state, deadlines, expiry), deadlines);
        readAhead = new ReadAhead(state);
        reads = new StateReads(state, reservation, deadlines);
        image = new StateImage(state, shortLines, deadlines);
        forSale = new ForSale(state);
    }

    /**
     * Reads ahead what a run of commands will touch, so that their cache misses overlap. A hint: it changes no answer,
     * and leaving it out costs speed only. Every message must be {@linkplain MessageCheck#isWhole whole}.
     *
     * @param offsets where each command's message starts
     * @param from index of the first command in {@code offsets}
     * @param to index after the last; 64 commands at a time are enough
     */
    public void prepare(final HeapBuffer buffer, final int[] offsets, final int from, final int to) {
        readAhead.read(buffer, offsets, from, to);
    }

    /**
     * Applies one command.
     *
     * @param sequence its place in the journal, one more than the command's before
     * @param timeMillis its time; an earlier time than before counts as the time before
     * @param offset where its message starts, header included
     * @param length bytes of the message
     * @param outcome filled with the answer
     * @throws IllegalStateException when the engine found itself in the wrong after it had begun to change; it must not
     *     be used any more then
     */
    public void apply(
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length,
            final Outcome outcome) {
        state.sequence = sequence;
        state.timeBefore = state.now;
        state.now = Math.max(state.now, timeMillis);
        outcome.begin(sequence, state.now);
        final long now = state.now;
        state.accepted.forgetBefore(
                now - state.limits.get(Limits.ID_HORIZON_MILLIS) - CLOCK_SLACK_MILLIS, FORGET_AT_ONCE);
        state.refused.forgetBefore(now - state.limits.get(Limits.REFUSAL_MILLIS), FORGET_AT_ONCE);
        state.numbers.forgetBefore(now - state.limits.get(Limits.EXTERNAL_MEMORY_MILLIS), FORGET_AT_ONCE);
        final int eventsBefore = state.events.buffer().length();
        final long changesBefore = state.digest.changes();
        try {
            run(buffer, offset, length, outcome);
        } catch (final RuntimeException e) {
            if (state.digest.changes() != changesBefore) {
                throw new IllegalStateException("the engine failed while it changed, at sequence " + sequence, e);
            }
            outcome.begin(sequence, now).set(OutcomeCode.INTERNAL, 0, 0, 0, 0);
        }
        extendChain(outcome, eventsBefore);
    }

    private void run(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        if (!MessageCheck.isWhole(buffer, offset, length)) {
            final boolean voided = MessageCheck.isVoid(buffer, offset, length);
            outcome.set(voided ? OutcomeCode.VOIDED : OutcomeCode.MALFORMED, 0, 0, 0, 0);
            return;
        }
        final int template = MessageCheck.templateId(buffer, offset);
        if (template == MessageCheck.TICK_TEMPLATE) {
            expiry.tick();
            return;
        }
        final Handler handler = handlers[template];
        if (handler == null) {
            throw new IllegalStateException("no handler for template " + template);
        }
        final long high = buffer.getLong(offset + MessageCheck.ID_HIGH_OFFSET);
        final long low = buffer.getLong(offset + MessageCheck.ID_LOW_OFFSET);
        if (idRight(high, low, outcome) && handler.read(buffer, offset, length, outcome)) {
            final int principal = buffer.getInt(offset + MessageCheck.PRINCIPAL_OFFSET);
            final long content =
                    BytesHash.of(buffer, offset + MessageCheck.CONTENT_OFFSET, length - MessageCheck.CONTENT_OFFSET, 0);
            final int hash = state.ids.hash(principal, high, low);
            if (!repeated(hash, principal, high, low, template, content, outcome)) {
                handler.apply(outcome);
                remember(hash, principal, high, low, template, content, outcome);
            }
        }
    }

    private boolean idRight(final long high, final long low, final Outcome outcome) {
        if ((high & VERSION_MASK) != VERSION_7 || low >>> VARIANT_SHIFT != VARIANT) {
            return Handler.refuse(outcome, OutcomeCode.MALFORMED_ID);
        }
        final long created = high >>> CREATED_SHIFT;
        if (created < Math.max(state.now - state.limits.get(Limits.ID_HORIZON_MILLIS), state.idFloor)) {
            return Handler.refuse(outcome, OutcomeCode.ID_TOO_OLD);
        }
        return created <= state.now + CLOCK_SLACK_MILLIS || Handler.refuse(outcome, OutcomeCode.ID_FROM_FUTURE);
    }

    /** Whether the id is answered without being executed. */
    private boolean repeated(
            final int hash,
            final int principal,
            final long high,
            final long low,
            final int template,
            final long content,
            final Outcome outcome) {
        final int found = state.ids.find(hash, principal, high, low);
        if (found != 0) {
            final int refused = found ^ IdIndex.REFUSED;
            if ((found & IdIndex.REFUSED) == 0) {
                repeat(state.accepted, found, template, content, outcome);
                return true;
            }
            if (state.refused.timeMillis(refused) >= state.now - state.limits.get(Limits.REFUSAL_MILLIS)) {
                repeat(state.refused, refused, template, content, outcome);
                return true;
            }
            state.refused.forget(refused);
        }
        final int spare = template == SetLimitsDecoder.TEMPLATE_ID ? SPARE_IDS : 0;
        return state.accepted.count() >= state.limits.get(Limits.IDS_REMEMBERED) + spare
                && !Handler.refuse(outcome, OutcomeCode.IDS_FULL);
    }

    private void repeat(
            final RememberedIds ids, final int record, final int template, final long content, final Outcome outcome) {
        final boolean same = ids.sameCommand(record, template, content);
        if (same) {
            outcome.set(
                    ids.code(record), ids.entity(record), ids.line(record), ids.asked(record), ids.available(record));
            if (ids.code(record) == OutcomeCode.ACCEPTED_PARTLY) {
                addMissing(ids.entity(record), outcome);
            }
        } else {
            outcome.set(OutcomeCode.ID_CONFLICT, 0, 0, 0, 0);
        }
        outcome.first(same, ids.sequence(record), ids.timeMillis(record));
    }

    /** What was missing stands in the order, as long as that is in memory. */
    private void addMissing(final long orderId, final Outcome outcome) {
        final int order = state.orders.record(orderId);
        if (order != 0 && state.orders.holds(order, orderId)) {
            for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
                final long missing = state.lines.asked(line) - state.lines.granted(line);
                if (missing > 0) {
                    outcome.addMissing(state.lines.number(line), missing);
                }
            }
        }
    }

    private void remember(
            final int hash,
            final int principal,
            final long high,
            final long low,
            final int template,
            final long content,
            final Outcome outcome) {
        final RememberedIds ids;
        if (outcome.accepted()) {
            ids = state.accepted;
        } else {
            final long most = state.limits.get(Limits.REFUSALS_REMEMBERED);
            if (!outcome.code().remembered() || most == 0) {
                return;
            }
            while (state.refused.count() >= most) {
                state.refused.forgetOldest();
            }
            ids = state.refused;
        }
        ids.remember(
                hash,
                principal,
                high,
                low,
                template,
                content,
                state.sequence,
                state.now,
                outcome.code(),
                outcome.entityId(),
                outcome.line(),
                outcome.asked(),
                outcome.available());
    }

    private void extendChain(final Outcome outcome, final int eventsBefore) {
        final Digest digest = state.digest;
        digest.chain(
                (long) outcome.code().number() << 32 | (long) outcome.line() << 1 | (outcome.duplicate() ? 1 : 0),
                outcome.entityId() + Long.rotateLeft(outcome.firstSequence(), 20));
        digest.chain(outcome.asked(), outcome.available());
        for (int i = 0; i < outcome.missingCount(); i++) {
            digest.chain((long) outcome.missingLine(i) << 48 ^ outcome.missingQuantity(i));
        }
        final EventBuffer events = state.events.buffer();
        if (events.length() > eventsBefore) {
            digest.chain(events.buffer(), eventsBefore, events.length() - eventsBefore);
        }
    }

    /** When the next tick is due, {@link Long#MAX_VALUE} when nothing can become due. */
    public long nextDeadlineMillis() {
        return deadlines.next();
    }

    /** Sequence of the last command applied, 0 before the first. */
    public long sequence() {
        return state.sequence;
    }

    /** The engine's time, UTC epoch milliseconds. */
    public long timeMillis() {
        return state.now;
    }

    /** Exact reads of the state as it is now. */
    public EngineReads reads() {
        return reads;
    }

    /** The events of the commands applied since the buffer was last cleared; whoever applies clears it. */
    public EventBuffer events() {
        return state.events.buffer();
    }

    /** High half of the digest of the logical state after the last command. */
    public long digestHigh() {
        return state.settledDigest().with(state.loose()).high();
    }

    /** Low half of the digest. */
    public long digestLow() {
        return state.settledDigest().with(state.loose()).low();
    }

    /**
     * Recomputes the digest's sum over every record and holds it against the one kept up, then the ledger's sums.
     *
     * @return null when all agree, else what does not
     */
    public @Nullable String verify() {
        final Digest kept = state.settledDigest();
        final Digest sum = state.recomputed();
        if (sum.sumHigh() != kept.sumHigh() || sum.sumLow() != kept.sumLow()) {
            return "the digest kept up with every change differs from the one recomputed over every record";
        }
        return new LedgerCheck(state).check();
    }

    /**
     * Writes the whole logical state: an engine that reads it goes on as this one does. Equal states give equal words.
     * Changes nothing, and keeps the engine's thread for as long as the output takes.
     */
    public void write(final StateOutput output) {
        image.write(new StateWriter(output));
    }

    /**
     * Makes an engine from what {@link #write} wrote. Every sum, link and range is checked, the digest is recomputed over
     * every record and the ledger is added up; nothing is believed.
     *
     * @param settings sizes and keys of its tables, which need not be those of the engine that wrote
     * @throws StateException when it is not a state, or not whole
     */
    public static Engine read(final StateInput input, final EngineSettings settings) {
        final Engine engine = new Engine(settings);
        try {
            engine.image.read(new StateReader(input));
            final String wrong = engine.verify();
            StateReader.require(wrong == null, String.valueOf(wrong));
            return engine;
        } catch (final StateException refused) {
            throw refused;
        } catch (final RuntimeException failure) {
            throw new StateException("the state cannot be read: " + failure, failure);
        }
    }

    /** Memory of the tables and their indexes, in bytes; nearly all that an engine takes. */
    public long tableBytes() {
        return state.room.bytes();
    }

    /** What is left for sale, for whoever publishes it. */
    public ForSale forSale() {
        return forSale;
    }

    /** Orders that are not closed. */
    public long openOrders() {
        return state.openOrders;
    }

    /** Entries of the queue of holds: every hold, and those that ended otherwise and have not been met there yet. */
    public long holdsQueued() {
        return deadlines.holds().size();
    }

    /** Whether ExtendHolds, applied next with a new deadline {@code untilMillis}, would put off any hold. */
    public boolean holdsToPutOff(final long untilMillis) {
        return deadlines.anyToPutOff(state.now, untilMillis);
    }

    /**
     * Makes every table as large as the limits let it become, if {@link EngineSettings#mostTableBytes} holds that; does
     * nothing else. To be called when the engine is about to be used, for an empty one has had no limits set.
     */
    public void makeRoom() {
        state.room.follow();
    }

    /** Memory of the tables if each were as large as its limit lets it become. */
    public long tableBytesAtLimits() {
        return state.room.bytesAtLimits();
    }

    /** The part of it for the external numbers of orders that have left memory. */
    public long numberBytesAtLimits() {
        return state.room.bytesOfNumbers();
    }

    /** Memory of the records that were ever in use at once: no snapshot is larger by more than its codes. */
    public long bytesUsed() {
        return state.room.bytesUsed();
    }

    /** How often a table had to grow since the engine was made; not while tables are as large as their limits. */
    public int tableGrowths() {
        return state.room.growths();
    }
}
