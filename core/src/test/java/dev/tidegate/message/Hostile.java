package dev.tidegate.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Bytes of a fuzzer, made into something that comes past the first check. */
public final class Hostile {
    /** Flags of a command: the header is made right, the id is made right. */
    public static final int RIGHT_HEADER = 1;

    public static final int RIGHT_ID = 2;

    /** Flags of a script: the id of the command before, time passes, a tick comes first, the newest order is meant. */
    public static final int SAME_ID = 4;

    public static final int TIME_PASSES = 8;
    public static final int TICK_FIRST = 16;
    public static final int ABOUT_THE_LAST_ORDER = 32;

    private static final int LENGTH_BYTES = 2;
    private static final int MOST_COMMANDS = 200;
    private static final long MINUTE = 60_000;

    private Hostile() {}

    /** The tick's message. */
    public static byte[] tick() {
        return Samples.tick();
    }

    /**
     * Scripts to begin with: a command of every kind alone, cut at every byte, and with each of its words set to what harms;
     * and long ones in which most commands are accepted, also under one id, about one order and over months.
     */
    public static List<byte[]> scripts() {
        final List<byte[]> scripts = new ArrayList<>();
        for (final Command command : Samples.commands()) {
            final byte[] message = Samples.message(command);
            scripts.add(cut(message));
            for (final long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 0x7FFF_FFFFL}) {
                scripts.add(withEachWord(message, value));
            }
        }
        for (final int flags : new int[] {SAME_ID, TIME_PASSES, TIME_PASSES | TICK_FIRST, ABOUT_THE_LAST_ORDER}) {
            scripts.add(script(flags, MutationSeeds.commands(), MutationSeeds.orders("N"), MutationSeeds.about(2)));
            scripts.add(script(flags, MutationSeeds.commands(), MutationSeeds.orders("N"), Samples.commands()));
        }
        Samples.commands().forEach(command -> scripts.add(script(List.of(command))));
        scripts.add(script(MutationSeeds.commands()));
        scripts.add(script(Samples.commands()));
        scripts.add(script(Stream.of(MutationSeeds.commands(), MutationSeeds.orders("N"), MutationSeeds.about(2))
                .flatMap(List::stream)
                .toList()));
        return scripts;
    }

    private static byte[] script(final List<Command> commands) {
        return script(0, commands);
    }

    @SafeVarargs
    private static byte[] script(final int flags, final List<Command>... parts) {
        final ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (final List<Command> commands : parts) {
            for (final Command command : commands) {
                add(script, RIGHT_HEADER | RIGHT_ID | flags, Samples.message(command));
            }
        }
        return script.toByteArray();
    }

    /** A message at every length that it may be cut to, as if that were all of it. */
    private static byte[] cut(final byte[] message) {
        final ByteArrayOutputStream script = new ByteArrayOutputStream();
        // The longest first: a script has an end.
        for (int length = message.length - 1; length >= 0; length--) {
            add(script, RIGHT_HEADER | RIGHT_ID, Arrays.copyOf(message, length));
        }
        return script.toByteArray();
    }

    /** A message behind its id, one word after the other set to a value; at every fourth byte, since fields lie anywhere. */
    private static byte[] withEachWord(final byte[] message, final long value) {
        final ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (int at = MessageCheck.CONTENT_OFFSET; at + Long.BYTES <= message.length; at += Integer.BYTES) {
            final byte[] changed = message.clone();
            new HeapBuffer(changed).putLong(at, value);
            add(script, RIGHT_HEADER | RIGHT_ID, changed);
        }
        return script.toByteArray();
    }

    private static void add(final ByteArrayOutputStream script, final int flags, final byte[] message) {
        script.write(flags);
        script.write(message.length);
        script.write(message.length >>> Byte.SIZE);
        script.writeBytes(message);
    }

    /** The commands of one input: a byte of flags, two bytes of length, and so many bytes, as long as there are any. */
    public static final class Commands {
        private final byte[] input;
        private int at;
        private int flags;
        private int length;
        private long time;
        private long made = 1_000_000;
        private int taken;

        public Commands(final byte[] input, final long time) {
            this.input = input;
            this.time = time;
        }

        /** Moves to the next command. */
        public boolean next() {
            at += length;
            if (at + 1 + LENGTH_BYTES > input.length || ++taken > MOST_COMMANDS) {
                return false;
            }
            flags = input[at];
            final int said = input[at + 1] & 0xFF | (input[at + 2] & 0xFF) << 8;
            at += 1 + LENGTH_BYTES;
            length = Math.min(said, input.length - at);
            return true;
        }

        public int flags() {
            return flags;
        }

        /** The engine's time for this command. */
        public long time() {
            return time;
        }

        /** Ten minutes, or none. */
        public void letTimePass(final boolean passes) {
            time += passes ? 10 * MINUTE : 0;
        }

        /**
         * The message, a copy.
         *
         * @param order an order's id to write where a command about an order has it, or 0
         */
        public byte[] message(final boolean sameId, final long order) {
            final byte[] message = Arrays.copyOfRange(input, at, at + length);
            final HeapBuffer buffer = new HeapBuffer(message);
            if ((flags & RIGHT_HEADER) != 0 && length >= MessageCheck.HEADER_BYTES) {
                final CommandKind[] kinds = CommandKind.values();
                final CommandKind known = CommandKind.of(MessageCheck.templateId(buffer, 0));
                final CommandKind kind = known == null ? kinds[(message[2] & 0xFF) % kinds.length] : known;
                buffer.putLong(0, (message[0] & 1) == 0 ? kind.header() : kind.shortHeader());
            }
            if ((flags & RIGHT_ID) != 0 && length >= MessageCheck.CONTENT_OFFSET) {
                made += sameId ? 0 : 1;
                buffer.putLong(MessageCheck.ID_HIGH_OFFSET, time << 16 | 0x7000);
                buffer.putLong(MessageCheck.ID_LOW_OFFSET, 1L << 63 | made);
            }
            if (order != 0 && length >= MessageCheck.CONTENT_OFFSET + Long.BYTES) {
                buffer.putLong(MessageCheck.CONTENT_OFFSET, order);
            }
            return message;
        }
    }
}
