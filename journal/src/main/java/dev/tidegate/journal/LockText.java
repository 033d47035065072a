package dev.tidegate.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a lock file: which boot of the machine and which process has the folder, and in a second line the boot that
 * left something behind that is not recovered yet.
 *
 * <p>However few bytes of a write there are when a process is killed or the disk is full, what stands there never says
 * less than was known: the second line is written before the first one changes, begins with its word and is blanked from
 * there, and the first one differs from its predecessor behind the boot's name only when the second one is needless. It
 * always has the same length, within one sector, so that nothing is left to a power cut either.
 */
final class LockText {
    /** Length of the file. */
    static final int BYTES = 256;

    private static final int LINE_BYTES = BYTES / 2;
    private static final String BOOT = "boot";
    private static final String PID = "pid";
    private static final String UNREAD = "behind";

    private final String text;

    /** @param text what the file holds, of any length and any content */
    LockText(final String text) {
        this.text = text;
    }

    /** Where the text goes, byte for byte from its first one on. */
    interface Target {
        void write(int at, byte[] bytes) throws IOException;
    }

    /** The boot in which what is there was written; empty when unknown. */
    String unreadBoot() {
        final String unread = wordAfter(UNREAD);
        return unread.isEmpty() ? wordAfter(BOOT) : unread;
    }

    /** The process that has the folder or had it last; empty when unknown. */
    String pid() {
        return wordAfter(PID);
    }

    /** Names a process of this boot as the one that has the folder. */
    void take(final String boot, final long pid, final Target target) throws IOException {
        final String unread = unreadBoot();
        if (text.length() < BYTES) {
            // Made longer before the text that stands there is touched: a full disk refuses that, and takes the rest.
            target.write(text.length(), padded("", BYTES - text.length()));
        }
        if (!unread.isEmpty() && !unread.equals(boot)) {
            target.write(LINE_BYTES, padded(UNREAD + " " + unread, LINE_BYTES));
        }
        target.write(0, padded(BOOT + " " + boot + " " + PID + " " + pid, LINE_BYTES));
    }

    /** Takes the second line away. */
    static void recovered(final Target target) throws IOException {
        target.write(LINE_BYTES, padded("", LINE_BYTES));
    }

    private static byte[] padded(final String line, final int length) {
        final byte[] bytes = Arrays.copyOf(line.getBytes(StandardCharsets.US_ASCII), length);
        Arrays.fill(bytes, Math.min(line.length(), length), length, (byte) ' ');
        bytes[length - 1] = '\n';
        return bytes;
    }

    private String wordAfter(final String name) {
        final String[] words = text.split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals(name)) {
                return words[i + 1];
            }
        }
        return "";
    }
}
