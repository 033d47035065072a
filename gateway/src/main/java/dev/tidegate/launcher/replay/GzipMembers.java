package dev.tidegate.launcher.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a gzip file (RFC 1952) of one member or many, to its last byte. The stream of the JDK takes a member whose first
 * bytes are damaged, with all that follows, for nothing at all: orders would be left out in silence. Zeroes behind the
 * last member are padding.
 *
 * <p>Throws {@link EOFException} where the file is cut off, {@link ZipException} where it is damaged.
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int TIME_AND_SYSTEM_BYTES = 6;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int KNOWN_FLAGS = 1 | HEADER_CHECKSUM | EXTRA | NAME | COMMENT;

    private final PushbackInputStream in;
    private final CRC32 checksum = new CRC32();
    private int length;
    private @Nullable Member member;

    /** Packed bytes of one member; what was read behind its end is given back. */
    private static final class Member extends InflaterInputStream {
        Member(final InputStream in) {
            super(in, new Inflater(true), BUFFER_BYTES);
        }

        void giveBackTo(final PushbackInputStream source) throws IOException {
            final int rest = inf.getRemaining();
            source.unread(buf, len - rest, rest);
            inf.end();
        }

        void end() {
            inf.end();
        }
    }

    /** Begins to unpack {@code packed}, which must hold a member. */
    GzipMembers(final InputStream packed) throws IOException {
        in = new PushbackInputStream(packed, BUFFER_BYTES);
        begin();
    }

    @Override
    public int read() throws IOException {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] target, final int offset, final int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        for (Member now = member; now != null; now = member) {
            final int read = now.read(target, offset, count);
            if (read > 0) {
                checksum.update(target, offset, read);
                length += read;
                return read;
            }
            end(now);
        }
        return -1;
    }

    private void begin() throws IOException {
        if (number(2) != MAGIC) {
            throw new ZipException("what stands there is not gzip data");
        }
        final int method = number(1);
        final int flags = number(1);
        if (method != DEFLATE || (flags & ~KNOWN_FLAGS) != 0) {
            throw new ZipException("a header of an unknown kind");
        }
        in.skipNBytes(TIME_AND_SYSTEM_BYTES);
        if ((flags & EXTRA) != 0) {
            in.skipNBytes(number(2));
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        if ((flags & HEADER_CHECKSUM) != 0) {
            in.skipNBytes(2);
        }
        checksum.reset();
        length = 0;
        member = new Member(in);
    }

    private void end(final Member done) throws IOException {
        done.giveBackTo(in);
        member = null;
        if (number(4) != (int) checksum.getValue() || number(4) != length) {
            throw new ZipException("wrong checksum");
        }
        int next = in.read();
        while (next == 0) {
            next = in.read();
        }
        if (next > 0) {
            in.unread(next);
            begin();
        }
    }

    private void skipText(final boolean there) throws IOException {
        for (boolean more = there; more; ) {
            more = number(1) != 0;
        }
    }

    /** A number of so many bytes, the lowest first. */
    private int number(final int bytes) throws IOException {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            final int each = in.read();
            if (each < 0) {
                throw new EOFException();
            }
            number |= each << Byte.SIZE * i;
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        if (member != null) {
            member.end();
            member = null;
        }
        in.close();
    }
}
