package dev.tidegate.launcher.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8 strictly and checks the quotes on the way to the CSV parser.
 *
 * <p>Everything before a problem is handed out first, the {@link OrdersFileException} follows on the next read: so a
 * wrong header is reported as such, even if what comes after it is broken as well.
 */
final class CheckedCsvText extends Reader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final QuoteCheck quotes = new QuoteCheck();
    private boolean endOfBytes;
    private @Nullable OrdersFileException problem;

    CheckedCsvText(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (problem == null) {
            CoderResult result = decoder.decode(bytes, chars, endOfBytes);
            int sound = soundChars(target, offset, chars.position() - offset);
            if (problem == null && result.isError()) {
                problem = new OrdersFileException(quotes.line(), "not UTF-8 text");
            }
            if (sound > 0) {
                return sound;
            }
            if (problem == null) {
                if (endOfBytes) {
                    return end();
                }
                // One character may need two places (a surrogate pair): the parser never asks for so few.
                if (result.isOverflow()) {
                    throw new IOException("a read of " + length + " characters is too short");
                }
                fill();
            }
        }
        throw problem;
    }

    private int end() throws OrdersFileException {
        String unclosed = quotes.end();
        if (unclosed != null) {
            throw new OrdersFileException(quotes.quoteOpenedAtLine(), unclosed);
        }
        return -1;
    }

    /** How many of the characters may be handed out; sets the problem if that is not all of them. */
    private int soundChars(char[] chars, int from, int count) {
        for (int i = 0; i < count; i++) {
            char c = chars[from + i];
            long line = quotes.line();
            String fault = c == 0 ? "a NUL character: this is binary data, not text" : quotes.next(c);
            if (fault != null) {
                problem = new OrdersFileException(line, fault);
                return i;
            }
        }
        return count;
    }

    private void fill() throws IOException {
        bytes.compact();
        try {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (read < 0) {
                endOfBytes = true;
            } else {
                bytes.position(bytes.position() + read);
            }
        } catch (EOFException cut) {
            problem = new OrdersFileException(quotes.line(), "the gzip data ends too early: the file is cut off");
        } catch (ZipException damaged) {
            problem = new OrdersFileException(quotes.line(), "the gzip data is damaged (" + damaged.getMessage() + ")");
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
