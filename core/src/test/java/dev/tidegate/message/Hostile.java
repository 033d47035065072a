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

    private static final int LENGTH_BYTES = 2;
    private static final int MOST_COMMANDS = 200;
    private static final long MINUTE = 60_000;

    private Hostile() {}

    /** The tick's message. */
    public static byte[] tick() {
        return Samples.tick();
    }

    /** Scripts to begin with: a command of every kind alone, and long ones in which most commands are accepted. */
    public static List<byte[]> scripts() {
        final List<byte[]> scripts = new ArrayList<>();
        Samples.commands().forEach(command -> scripts.add(script(List.of(command))));
        scripts.add(script(MutationSeeds.commands()));
        scripts.add(script(Samples.commands()));
        scripts.add(script(Stream.of(MutationSeeds.commands(), MutationSeeds.orders("N"), MutationSeeds.about(2))
                .flatMap(List::stream)
                .toList()));
        return scripts;
    }

    private static byte[] script(final List<Command> commands) {
        final ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (final Command command : commands) {
            final byte[] message = Samples.message(command);
            script.write(RIGHT_HEADER | RIGHT_ID);
            script.write(message.length);
            script.write(message.length >>> Byte.SIZE);
            script.writeBytes(message);
        }
        return script.toByteArray();
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
