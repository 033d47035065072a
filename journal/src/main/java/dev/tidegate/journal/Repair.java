package dev.tidegate.journal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Something that was done to a journal by hand, as a line of its manifest.
 *
 * @param sequence the command that counts as never given; of a cut, the first one that is not there any more
 * @param record the last record that was there when it was done
 * @param atMillis when
 * @param reason who wanted it and why; of a cut, what was damaged
 */
public record Repair(Kind kind, long sequence, long record, long atMillis, String reason) {
    static final String FIRST_WORD = "repair";

    /** What was done. */
    public enum Kind {
        /** One command is left out whenever the journal is replayed. */
        VOID,
        /** Everything from one place on was left behind in the folder before. */
        CUT
    }

    String line() {
        return FIRST_WORD + ' ' + kind.name().toLowerCase(Locale.ROOT) + ' ' + sequence + " records " + record + " at "
                + atMillis + " reason " + URLEncoder.encode(reason, StandardCharsets.UTF_8);
    }

    static Repair parse(final String line) {
        final String[] words = line.split(" ");
        return new Repair(
                Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                Long.parseLong(words[2]),
                Long.parseLong(words[4]),
                Long.parseLong(words[6]),
                URLDecoder.decode(words[8], StandardCharsets.UTF_8));
    }
}
