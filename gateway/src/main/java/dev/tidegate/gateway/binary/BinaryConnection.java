package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.AnswerSink;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.gateway.security.SignedRequest;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.CommandsDecoder;
import dev.tidegate.message.sbe.HelloDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.PingDecoder;
import dev.tidegate.message.sbe.SubscribeDecoder;
import dev.tidegate.message.sbe.UnsubscribeDecoder;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One caller: what it may send when, and what has been sent back. On its event loop, but for {@link #completed}. */
final class BinaryConnection extends AnswerSink implements FrameReader.Sink, Callback {
    /** What a signed greeting covers beside its time and nonce. */
    private static final SignedRequest.Content GREETING =
            new SignedRequest.Content("HELLO", "binary", "", new byte[0], 0);

    private final Gate gate;
    private final Feed feed;
    private final Channel channel;
    private final Object address;
    private final FrameReader frames;
    private final Refusals refusals = new Refusals();
    /** Frames made one by one: what was read, and pongs. */
    private final Queue<byte[]> others = new ConcurrentLinkedQueue<>();

    private final long beganNanos = System.nanoTime();
    private @Nullable Session session;
    private boolean closing;
    private boolean leaving;
    private long lastReadNanos = beganNanos;
    private long frameNanos;
    private long stalledNanos;

    /** What there is once the caller has been greeted. */
    private record Session(
            Caller caller, CommandIntake intake, ReadIntake reads, Subscriptions subscriptions, ReplySlots slots) {}

    BinaryConnection(final Gate gate, final Feed feed, final Channel channel, final Object address) {
        super(channel.eventLoop());
        this.gate = gate;
        this.feed = feed;
        this.channel = channel;
        this.address = address;
        frames = new FrameReader(this, Wire.MAX_HELLO_BYTES);
    }

    // ---- what comes

    void read(final ByteBuf bytes) {
        if (closing) {
            return;
        }
        lastReadNanos = System.nanoTime();
        final boolean wasInFrame = frames.inFrame();
        frames.read(bytes);
        if (frames.inFrame() && !wasInFrame) {
            frameNanos = lastReadNanos;
        }
    }

    void readComplete() {
        drain();
    }

    @Override
    public void badLength(final long length) {
        bye(ByeCode.BAD_FRAME, "a frame of " + length + " bytes");
    }

    @Override
    public boolean frame(final HeapBuffer buffer, final int offset, final int length) {
        frameNanos = lastReadNanos;
        gate.counters().frames.increment();
        final int template = WireCheck.templateId(buffer, offset);
        if (closing) {
            return false;
        }
        if (!WireCheck.isKnown(template)) {
            return bye(ByeCode.UNKNOWN_MESSAGE, "no caller sends template " + template);
        }
        if (!WireCheck.isWhole(buffer, offset, length)) {
            return bye(ByeCode.BAD_FRAME, "template " + template + " in " + length + " bytes");
        }
        final int wait = gate.addressRates().take(address, 1, lastReadNanos);
        if (session == null) {
            return wait > 0
                    ? bye(ByeCode.TOO_MANY_CONNECTIONS, "too many frames from this address")
                    : hello(template, buffer, offset);
        }
        return frame(session, template, buffer, offset, length, wait);
    }

    private boolean frame(
            final Session greeted,
            final int template,
            final HeapBuffer buffer,
            final int offset,
            final int length,
            final int wait) {
        if (greeted.caller.revoked()) {
            return bye(ByeCode.CREDENTIALS, "the key has been changed or taken back");
        }
        switch (template) {
            case CommandsDecoder.TEMPLATE_ID -> {
                return commands(greeted, buffer, offset, length, wait);
            }
            case PingDecoder.TEMPLATE_ID -> others.add(Frames.pong(BinaryReads.correlation(buffer, offset)));
            case SubscribeDecoder.TEMPLATE_ID -> greeted.subscriptions.subscribe(buffer, offset, gate.closing(), wait);
            case UnsubscribeDecoder.TEMPLATE_ID -> greeted.subscriptions.unsubscribe(buffer, offset);
            case HelloDecoder.TEMPLATE_ID -> {
                return bye(ByeCode.HELLO_EXPECTED, "a second Hello");
            }
            default -> greeted.reads.read(template, buffer, offset, wait);
        }
        return true;
    }

    private boolean hello(final int template, final HeapBuffer buffer, final int offset) {
        if (template != HelloDecoder.TEMPLATE_ID) {
            return bye(ByeCode.HELLO_EXPECTED, "the first frame is Hello");
        }
        final HelloDecoder hello = new HelloDecoder();
        hello.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        if (hello.protocolVersion() != Wire.PROTOCOL_VERSION) {
            return bye(ByeCode.VERSION, "this gateway speaks version " + Wire.PROTOCOL_VERSION);
        }
        final byte[] key = new byte[hello.credentialsLength()];
        final int wanted = hello.window();
        hello.getCredentials(key, 0, key.length);
        final Caller found = caller(new String(key, StandardCharsets.ISO_8859_1));
        if (found == null) {
            return bye(ByeCode.CREDENTIALS, "no such key, or not its signature of this greeting");
        }
        if (!gate.connectionsOfKeys().enter(found.keyId())) {
            return bye(ByeCode.TOO_MANY_CONNECTIONS, "too many connections with this key");
        }
        welcome(found, wanted);
        return true;
    }

    /** Who greets: with a key, or with a signature of the greeting. */
    private @Nullable Caller caller(final String credentials) {
        final SignedRequest signed = SignedRequest.parse(credentials);
        return signed == null
                ? gate.keys().find(credentials)
                : gate.keys().find(signed, GREETING, System.currentTimeMillis()).caller();
    }

    private void welcome(final Caller found, final int wanted) {
        final int most = gate.settings().window();
        final int window = wanted == 0 ? most : Math.min(most, Integer.highestOneBit(wanted));
        final ReplySlots slots = new ReplySlots(window);
        session = new Session(
                found,
                new CommandIntake(gate, found, slots, refusals, this),
                new ReadIntake(gate, found, this),
                new Subscriptions(feed, found, channel, this),
                slots);
        frames.maxFrameBytes(gate.settings().maxFrameBytes());
        others.add(Frames.welcome(gate, found, window));
    }

    private boolean commands(
            final Session greeted, final HeapBuffer buffer, final int offset, final int length, final int wait) {
        final int start = offset + Wire.COMMANDS_OFFSET;
        final int end = offset + length;
        final int count = CommandIntake.count(buffer, start, end);
        if (count < 0) {
            return bye(ByeCode.BAD_FRAME, "the commands' lengths do not add up");
        }
        if (wait > 0) {
            greeted.intake.refuseUntil(wait, buffer, start, end, buffer.getLong(offset + Wire.HEADER_BYTES), count);
            flushRefusals();
            return true;
        }
        if (greeted.caller.restricted() && greeted.reads.resolveOrders(buffer, offset, length)) {
            channel.config().setAutoRead(false);
            return false;
        }
        take(greeted, buffer, offset, start, end, count);
        return true;
    }

    private void take(
            final Session greeted,
            final HeapBuffer buffer,
            final int offset,
            final int start,
            final int end,
            final int count) {
        final int block = offset + Wire.HEADER_BYTES;
        final boolean repeated = buffer.getByte(block + CommandsDecoder.repeatedEncodingOffset()) != 0;
        greeted.slots.came(lastReadNanos);
        greeted.intake.take(buffer, start, end, buffer.getLong(block), count, repeated);
        flushRefusals();
    }

    private void flushRefusals() {
        if (refusals.fillAFrame()) {
            write(refusals.frame(channel.alloc()));
        }
    }

    /**
     * The orders that held a frame of commands up are known now, or cannot be, so it goes on, and what came after it.
     *
     * @param otherwise what is said of the orders that are not allowed
     */
    void ordersKnown(final byte[] frame, final LongPredicate allowed, final OutcomeCode otherwise) {
        final Session greeted = Objects.requireNonNull(session);
        final HeapBuffer buffer = new HeapBuffer(frame);
        greeted.intake.allowOrders(allowed, otherwise);
        take(
                greeted,
                buffer,
                0,
                Wire.COMMANDS_OFFSET,
                frame.length,
                CommandIntake.count(buffer, Wire.COMMANDS_OFFSET, frame.length));
        frames.resume();
        drain();
        // What came after it may be such a frame too.
        channel.config().setAutoRead(channel.isWritable() && !greeted.reads.resolving());
    }

    // ---- what goes

    /** On the answering thread. */
    @Override
    public void completed(final long number, final Outcome outcome) {
        final Session greeted = Objects.requireNonNull(session);
        gate.counters().answered(outcome.code());
        greeted.slots.answer(number, outcome);
        gate.bursts().touch(this);
    }

    /** Adds a frame of its own, from any thread, and has it written. */
    void send(final byte[] frame) {
        others.add(frame);
        wake();
    }

    /** Has something done on the event loop. */
    void run(final Runnable work) {
        try {
            loop().execute(work);
        } catch (final RejectedExecutionException ended) {
            // The event loops are gone, and the connection with them.
        }
    }

    @Override
    protected void drain() {
        if (!channel.isActive()) {
            return;
        }
        boolean wrote = false;
        while (channel.isWritable() && session != null && session.slots.ready()) {
            gate.counters().binaryNanos.record(System.nanoTime() - session.slots.oldestNanos());
            writeReplies(session.slots);
            wrote = true;
        }
        while (channel.isWritable() && !others.isEmpty()) {
            write(other());
            wrote = true;
        }
        if (!refusals.isEmpty()) {
            write(refusals.frame(channel.alloc()));
            wrote = true;
        }
        if (wrote) {
            gate.counters().flushes.increment();
            channel.flush();
        }
        if (leaving) {
            leave();
        }
    }

    private ByteBuf other() {
        final byte[] frame = others.poll();
        return frame == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(frame);
    }

    private void writeReplies(final ReplySlots slots) {
        final ByteBuf frame = slots.frame(channel.alloc());
        final long count = slots.sent();
        channel.write(frame).addListener(taken -> slots.written(count));
    }

    private void write(final ByteBuf frame) {
        channel.write(frame, channel.voidPromise());
    }

    /** A caller that does not take its answers is not read from, so that nothing piles up. */
    void writabilityChanged() {
        final boolean writable = channel.isWritable();
        stalledNanos = writable ? 0 : System.nanoTime();
        if (writable) {
            drain();
        }
        channel.config()
                .setAutoRead(writable && channel.isWritable() && (session == null || !session.reads.resolving()));
    }

    // ---- the end

    private boolean bye(final ByeCode code, final String reason) {
        if (!closing) {
            closing = true;
            gate.counters().byes.increment();
            drain();
            channel.writeAndFlush(Unpooled.wrappedBuffer(Frames.bye(code, reason)))
                    .addListener(written -> LastWords.close(channel));
        }
        return false;
    }

    /** Ends the connection as soon as everything that was taken has been answered. */
    void beginLeave() {
        leaving = true;
        if (session != null) {
            session.subscriptions.leave();
        }
        leave();
    }

    /** A subscription is over; if its frames were not taken in time, the connection is too. */
    void subscriptionOver(final boolean taken) {
        if (!taken && !closing) {
            gate.counters().byes.increment();
            closing = true;
            channel.close();
        }
        if (leaving) {
            leave();
        }
    }

    private void leave() {
        final boolean done =
                (session == null || session.slots.none() && session.reads.none() && session.subscriptions.none())
                        && others.isEmpty();
        if (done && !closing) {
            bye(ByeCode.CLOSING, "the gateway is going down");
        }
    }

    /** Looks at the clock. */
    void check() {
        final long now = System.nanoTime();
        final boolean slow = session == null && over(beganNanos, gate.settings().helloMillis(), now)
                || frames.inFrame()
                        && !held()
                        && over(frameNanos, gate.settings().requestMillis(), now)
                || stalledNanos != 0 && over(stalledNanos, gate.settings().stallMillis(), now)
                || over(lastReadNanos, gate.settings().idleMillis(), now) && !held() && !subscribed();
        if (slow && closing || stalledNanos != 0 && slow) {
            channel.close();
        } else if (slow) {
            bye(ByeCode.TOO_SLOW, "nothing came, or did not end, in time");
        }
    }

    /** Whether it is we who do not read. */
    private boolean held() {
        return !channel.config().isAutoRead() || session != null && !session.slots.none();
    }

    /** Whether it need not say anything, for heartbeats tell whether it is there. */
    private boolean subscribed() {
        return session != null && !session.subscriptions.none();
    }

    private static boolean over(final long since, final int millis, final long now) {
        return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The connection is gone; answers that still come go nowhere. */
    void closed() {
        closing = true;
        if (session != null) {
            session.subscriptions.closed();
            gate.connectionsOfKeys().leave(session.caller.keyId());
        }
        others.clear();
    }
}
