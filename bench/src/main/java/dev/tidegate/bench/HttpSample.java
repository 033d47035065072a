package dev.tidegate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One answer of a gateway, whole as it comes, for a bare server to give. */
final class HttpSample {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int PATIENCE_MILLIS = 10_000;

    private HttpSample() {}

    static byte[] of(final int port, final String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            final byte[] bytes = new byte[MOST_BYTES];
            int count = 0;
            while (true) {
                final int read = socket.getInputStream().read(bytes, count, bytes.length - count);
                if (read < 0) {
                    throw new EOFException("a connection was closed");
                }
                count += read;
                final String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
                final int length = lengthOf(text);
                if (length >= 0 && count >= length) {
                    return Arrays.copyOf(bytes, length);
                }
            }
        }
    }

    /** How long the answer is that begins so; -1 when that cannot be told yet. */
    static int lengthOf(final String text) {
        final int end = text.indexOf("\r\n\r\n");
        final int length = text.indexOf("Content-Length: ");
        if (end < 0 || length < 0) {
            return -1;
        }
        return end + 4 + Integer.parseInt(text.substring(length + 16, text.indexOf('\r', length)));
    }
}
