package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start learns from the lock file of one that was cut short at any byte, by a kill or a full disk. */
class LockTextTest {
    private static final String FIRST = "6561c6d1-0f0e-4c0b-9a3f-5d1c2b7e8a90";
    private static final String SECOND = "6561c6d1-ffff-4c0b-9a3f-5d1c2b7e8a90";

    /** As found, of this version and of the one before it, closed and not yet recovered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pid 4711 boot " + FIRST + " \n",
                "pid 1 boot 00000000-0000-0000-0000-000000000000 behind " + FIRST + " \n"
            })
    void shouldNotTakeAnotherBootForThisOneUntilItsRemainsAreRecovered(final String found) throws Exception {
        final String unread = found.isEmpty() ? "" : FIRST;
        final File whole = new File(found);
        whole.text().take(SECOND, 1001, whole);
        for (int written = 0; written <= whole.written; written++) {
            final File file = new File(found, written);
            file.text().take(SECOND, 1001, file);
            assertUnread(file, unread);
            file.left = Integer.MAX_VALUE;
            // The next one has a shorter pid, and goes further.
            final File later = new File(file);
            later.text().take(SECOND, 22, later);
            assertThat(later.text().pid()).isEqualTo("22");
            assertUnread(later, unread);
            assertThat(later.bytes).hasSize(LockText.BYTES);
            LockText.recovered(later);
            assertThat(later.text().unreadBoot()).isEqualTo(SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 20, LockText.BYTES / 2})
    void shouldTakeThisBootForThisOneOnceItsRemainsAreRecovered(final int written) throws Exception {
        final File file = new File("pid 4711 boot " + FIRST + " \n");
        file.text().take(SECOND, 1001, file);
        file.left = written;
        LockText.recovered(file);
        assertThat(file.text().unreadBoot()).isEqualTo(written == 0 ? FIRST : SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 22, 1001, 4_194_304})
    void shouldSayTheSameOfThisBootHoweverMuchOfAnotherPidIsWritten(final long pid) throws Exception {
        for (int written = 0; written < LockText.BYTES; written++) {
            final File file = new File("");
            file.text().take(SECOND, 1001, file);
            file.left = written;
            file.text().take(SECOND, pid, file);
            assertThat(file.text().unreadBoot()).isEqualTo(SECOND);
        }
    }

    private static void assertUnread(final File file, final String unread) {
        if (unread.isEmpty()) {
            assertThat(file.text().unreadBoot()).isNotEqualTo(FIRST);
        } else {
            // Any other boot but this one means that the machine may have stopped in between.
            assertThat(file.text().unreadBoot()).isNotEmpty().isNotEqualTo(SECOND);
        }
    }

    /** Takes so many bytes. */
    private static final class File implements LockText.Target {
        private byte[] bytes;
        private int left;
        private int written;

        File(final String text) {
            this(text, Integer.MAX_VALUE);
        }

        File(final String text, final int left) {
            bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            this.left = left;
        }

        File(final File other) {
            bytes = other.bytes.clone();
            left = Integer.MAX_VALUE;
        }

        LockText text() {
            return new LockText(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void write(final int at, final byte[] more) {
            final int count = Math.min(left, more.length);
            if (count > 0) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length, at + count));
                System.arraycopy(more, 0, bytes, at, count);
            }
            left -= count;
            written += count;
        }
    }
}
