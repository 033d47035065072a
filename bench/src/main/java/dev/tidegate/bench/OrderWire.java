package dev.tidegate.bench;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** One connection of the load to us or to a peer. Commands are laid down in rounds: some, then an end. */
interface OrderWire {
    /** Takes what was answered: the command's place in its round, and the order's number or a number below zero. */
    @FunctionalInterface
    interface Answers {
        void answer(int place, long order);
    }

    SocketChannel channel();

    /** An order of one unit by a new buyer. */
    void reserve(long holdMillis);

    void confirm(long order);

    void release(long order);

    /** Ends the round; it is sent by {@link #write}. */
    void end();

    /** Writes as much as the socket takes; whether something is left. */
    boolean write() throws IOException;

    /** Reads what there is. */
    void read(Answers answers) throws IOException;
}
