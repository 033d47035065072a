package dev.tidegate.gateway.http;

/** What a connection has become when its last request asked for a stream; on its event loop. */
interface Stream {

    /** Begins a stream once everything asked for before has been answered. */
    @FunctionalInterface
    interface Beginning {
        Stream begin() throws Problem;
    }

    /** Something came from the caller. */
    void read(Object message);

    /** The gateway goes down. */
    void leave();

    /** The connection is gone. */
    void closed();
}
