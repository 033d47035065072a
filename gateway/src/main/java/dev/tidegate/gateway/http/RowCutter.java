package dev.tidegate.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Cuts bytes that come in pieces into rows at their line feeds; of CSV, at those outside quotes. Keeps the rows that are
 * whole and the beginning of the next one, nothing else.
 */
final class RowCutter {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final boolean quotes;
    private final int mostBytes;
    private final Queue<byte[]> rows = new ArrayDeque<>();
    private byte[] begun = new byte[256];
    private int length;
    private boolean inQuotes;
    private boolean first = true;

    /**
     * Nothing yet.
     *
     * @param quotes whether a line feed between quotes belongs to its row
     * @param mostBytes of a row
     */
    RowCutter(final boolean quotes, final int mostBytes) {
        this.quotes = quotes;
        this.mostBytes = mostBytes;
    }

    /** Takes more bytes. */
    void feed(final ByteBuf bytes) throws Problem {
        while (bytes.isReadable()) {
            final byte next = bytes.readByte();
            if (next == '\n' && !inQuotes) {
                cut();
            } else {
                if (quotes && next == '"') {
                    inQuotes = !inQuotes && opens();
                }
                add(next);
            }
        }
    }

    /** Whether a quote opens a quoted part here: at the beginning of a cell, or behind a quote, as one of two. */
    private boolean opens() {
        return length == 0
                || begun[length - 1] == ','
                || begun[length - 1] == '"'
                || first && length == MARK.length && Arrays.equals(begun, 0, length, MARK, 0, length);
    }

    private void add(final byte next) throws Problem {
        if (length == mostBytes) {
            throw new Problem(413, "ROW_TOO_LARGE", "a row has more than " + mostBytes + " bytes");
        }
        if (length == begun.length) {
            begun = Arrays.copyOf(begun, Math.min(mostBytes, 2 * length));
        }
        begun[length++] = next;
    }

    private void cut() {
        final int from = first && length >= MARK.length && Arrays.equals(begun, 0, MARK.length, MARK, 0, MARK.length)
                ? MARK.length
                : 0;
        final int to = length > from && begun[length - 1] == '\r' ? length - 1 : length;
        // A line with nothing on it is no row.
        if (to > from) {
            rows.add(Arrays.copyOfRange(begun, from, to));
        }
        first = false;
        length = 0;
    }

    /** No more bytes come: what is left is a row. */
    void end() throws Problem {
        if (inQuotes) {
            throw Problem.badRequest("the last row ends between quotes");
        }
        cut();
    }

    /** Rows that are whole. */
    Queue<byte[]> rows() {
        return rows;
    }
}
