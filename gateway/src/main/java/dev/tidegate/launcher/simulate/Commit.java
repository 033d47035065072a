package dev.tidegate.launcher.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commit of the source tree that a command is run in, so that a failing run can be repeated with the same source. */
final class Commit {
    private static final String GIT_FOLDER = "gitdir: ";
    private static final String REFERENCE = "ref: ";

    private Commit() {}

    /** Its id, or "unknown" outside of a source tree. */
    static String of(final Path tree) {
        try {
            Path git = tree.resolve(".git");
            if (Files.isRegularFile(git)) {
                git = tree.resolve(Files.readString(git).strip().substring(GIT_FOLDER.length()));
            }
            final String head = Files.readString(git.resolve("HEAD")).strip();
            return head.startsWith(REFERENCE) ? read(git, head.substring(REFERENCE.length())) : head;
        } catch (final IOException | RuntimeException notThere) {
            return "unknown";
        }
    }

    private static String read(final Path git, final String name) throws IOException {
        final Path common = git.resolve("commondir");
        final Path home =
                Files.exists(common) ? git.resolve(Files.readString(common).strip()) : git;
        if (Files.exists(home.resolve(name))) {
            return Files.readString(home.resolve(name)).strip();
        }
        for (final String line : Files.readAllLines(home.resolve("packed-refs"))) {
            if (line.endsWith(" " + name)) {
                return line.substring(0, line.indexOf(' '));
            }
        }
        return "unknown";
    }
}
