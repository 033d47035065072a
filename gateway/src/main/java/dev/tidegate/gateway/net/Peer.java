package dev.tidegate.gateway.net;

/** A connection's own part in the end of the gateway. */
public interface Peer {

    /** Ends the connection once everything it is owed has been written; on its event loop. */
    void leave();
}
