package dev.tidegate.launcher.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes {@code rejects.csv}: header {@code record,cause}, one line for each rejected record in the order of the file,
 * LF line ends.
 */
public final class RejectsFile {
    /** The name of the file in the folder of a replay. */
    public static final String NAME = "rejects.csv";

    private RejectsFile() {}

    /**
     * Writes the file aside, forces it to disk and renames it: whoever sees {@value #NAME} sees all of it. An older one
     * is replaced.
     *
     * @param folder an existing folder
     * @return the file
     */
    public static Path write(Path folder, List<Reject> rejects) throws IOException {
        Path target = folder.resolve(NAME);
        Path aside = folder.resolve(NAME + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Writer text = new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
            csv.writeRecord("record", "cause");
            for (Reject reject : rejects) {
                csv.writeRecord(Long.toString(reject.record()), reject.cause().label());
            }
            csv.flush();
            channel.force(true);
        }
        return Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
