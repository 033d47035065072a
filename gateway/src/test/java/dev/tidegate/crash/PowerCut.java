package dev.tidegate.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a power cut at this moment could leave of a folder: of every page that was written since it was last forced the
 * old one, the new one, or some sectors of each; of every name in it that was changed since its folder was forced the old
 * file, the new one, or none.
 *
 * <p>Made of the folder as it is while its process stands still, and of what {@code disk.c} has recorded as forced.
 */
final class PowerCut {
    static final int PAGE = 4096;

    private static final int SECTOR = 512;
    private static final String BOOT_BEFORE = "00000000-1111-4222-8333-444444444444";

    private final Path record;
    private final Map<String, Path> current = new HashMap<>();
    private final Map<String, byte[]> now = new HashMap<>();
    private final Map<String, byte[]> then = new HashMap<>();
    private final Map<String, Map<String, Entry>> names = new HashMap<>();
    private final Map<String, Map<String, Entry>> forcedNames = new HashMap<>();
    private final String root;

    /** An entry of a folder: which file or folder has a name. */
    private record Entry(boolean folder, String key) {}

    /** What becomes of the pages that differ, in a file; ONE are all but one of the other kind. */
    enum Pages {
        ALL_OLD,
        ALL_NEW,
        ANY,
        SECTORS,
        LAST_OLD,
        FIRST_OLD,
        ONE_OLD,
        ONE_NEW
    }

    /** What becomes of the names that differ. */
    enum Names {
        OLD,
        NEW,
        ANY
    }

    PowerCut(final Path folder, final Path record) throws IOException, InterruptedException {
        this.record = record;
        root = scan(folder);
        for (final Map.Entry<String, Path> one : current.entrySet()) {
            if (Files.isRegularFile(one.getValue())) {
                now.put(one.getKey(), Files.readAllBytes(one.getValue()));
            } else {
                names.put(one.getKey(), listed(one.getValue()));
            }
        }
        try (Stream<Path> recorded = Files.list(record)) {
            for (final Path file : recorded.toList()) {
                final String name = file.getFileName().toString();
                if (name.startsWith("forced-")) {
                    then.put(name.substring("forced-".length()), Files.readAllBytes(file));
                } else if (name.startsWith("names-") && !name.endsWith(".new")) {
                    forcedNames.put(name.substring("names-".length()), recorded(file));
                }
            }
        }
    }

    /** Finds the key of every file and folder; answers that of the folder itself. */
    private String scan(final Path folder) throws IOException, InterruptedException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (final Path file : all.toList()) {
                current.put(key(file), file);
            }
        }
        return key(folder);
    }

    private final Map<Path, String> keys = new HashMap<>();

    /** Inode and time of birth, as {@code disk.c} writes them. */
    private String key(final Path file) throws IOException, InterruptedException {
        if (keys.isEmpty()) {
            final Process stat = new ProcessBuilder(
                            "find", file.toString(), "-exec", "stat", "-c", "%i-%.9W %n", "{}", "+")
                    .start();
            final String said = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (stat.waitFor() != 0) {
                throw new IOException("stat of " + file + " ended with " + stat.exitValue());
            }
            for (final String line : said.split("\n")) {
                final int space = line.indexOf(' ');
                keys.put(Path.of(line.substring(space + 1)), line.substring(0, space));
            }
        }
        return keys.get(file);
    }

    private Map<String, Entry> listed(final Path folder) throws IOException, InterruptedException {
        final Map<String, Entry> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                entries.put(file.getFileName().toString(), new Entry(Files.isDirectory(file), key(file)));
            }
        }
        return entries;
    }

    private static Map<String, Entry> recorded(final Path names) throws IOException {
        final Map<String, Entry> entries = new TreeMap<>();
        for (final String line : Files.readAllLines(names)) {
            final String[] words = line.split(" ", 3);
            entries.put(words[2], new Entry(words[0].equals("D"), words[1]));
        }
        return entries;
    }

    /** Pages of files that are there now and not, or not so, on the disk for certain. */
    int uncertainPages() {
        int pages = 0;
        for (final Map.Entry<String, byte[]> file : now.entrySet()) {
            pages += differing(then.getOrDefault(file.getKey(), new byte[0]), file.getValue()).length;
        }
        return pages;
    }

    /** Makes an image in a new folder. */
    Path image(final Path target, final Pages pages, final Names which, final Random random) throws IOException {
        make(target, root, pages, which, random);
        return target;
    }

    private void make(
            final Path target, final String folder, final Pages pages, final Names which, final Random random)
            throws IOException {
        Files.createDirectories(target);
        final Map<String, Entry> old = forcedNames.getOrDefault(folder, Map.of());
        final Map<String, Entry> fresh = names.getOrDefault(folder, Map.of());
        final TreeSet<String> all = new TreeSet<>(old.keySet());
        all.addAll(fresh.keySet());
        for (final String name : all) {
            final boolean isNew = which == Names.ANY ? random.nextBoolean() : which == Names.NEW;
            final Entry entry = isNew ? fresh.get(name) : old.get(name);
            if (entry == null) {
                continue;
            }
            if (entry.folder()) {
                make(target.resolve(name), entry.key(), pages, which, random);
            } else {
                write(target.resolve(name), content(entry.key(), pages, random));
            }
        }
    }

    private byte[] content(final String key, final Pages pages, final Random random) {
        final byte[] old = then.getOrDefault(key, new byte[0]);
        final byte[] fresh = now.get(key);
        if (fresh == null || pages == Pages.ALL_OLD) {
            return old;
        }
        if (pages == Pages.ALL_NEW) {
            return fresh;
        }
        final int[] differing = differing(old, fresh);
        // The size is on the disk as of then or as of now, whatever the pages are.
        final byte[] content = Arrays.copyOf(old, random.nextBoolean() ? old.length : fresh.length);
        final int some = differing.length == 0 ? 0 : random.nextInt(differing.length);
        for (int i = 0; i < differing.length; i++) {
            final boolean isNew =
                    switch (pages) {
                        case LAST_OLD -> i < some;
                        case FIRST_OLD -> i >= some;
                        case ONE_OLD -> i != some;
                        case ONE_NEW -> i == some;
                        default -> random.nextBoolean();
                    };
            for (int sector = 0; sector < PAGE; sector += SECTOR) {
                if (pages == Pages.SECTORS ? random.nextBoolean() : isNew) {
                    copy(fresh, content, differing[i] * PAGE + sector);
                }
            }
        }
        return content;
    }

    private static void copy(final byte[] from, final byte[] to, final int at) {
        final int end = Math.min(at + SECTOR, to.length);
        for (int i = at; i < end; i++) {
            to[i] = i < from.length ? from[i] : 0;
        }
    }

    private static int[] differing(final byte[] old, final byte[] fresh) {
        final int pages = (Math.max(old.length, fresh.length) + PAGE - 1) / PAGE;
        final int[] found = new int[pages];
        int count = 0;
        for (int page = 0; page < pages; page++) {
            if (!Arrays.equals(page(old, page), page(fresh, page))) {
                found[count++] = page;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static byte[] page(final byte[] bytes, final int number) {
        final int from = Math.min(bytes.length, number * PAGE);
        return Arrays.copyOf(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PAGE)), PAGE);
    }

    /** Leaves pages of zeroes out, as a file system does; the machine that reads the lock is another boot of it. */
    private static void write(final Path file, final byte[] content) throws IOException {
        final boolean lock = file.endsWith("LOCK") || file.endsWith("SHADOW");
        final byte[] bytes = lock
                ? new String(content, StandardCharsets.US_ASCII)
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", BOOT_BEFORE)
                        .getBytes(StandardCharsets.US_ASCII)
                : content;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(bytes.length);
            for (int at = 0; at < bytes.length; at += PAGE) {
                final int end = Math.min(bytes.length, at + PAGE);
                if (!isZero(bytes, at, end)) {
                    out.seek(at);
                    out.write(bytes, at, end - at);
                }
            }
        }
    }

    private static boolean isZero(final byte[] bytes, final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Newest bytes of a file, by its name below the folder; null when it is not there. */
    byte @Nullable [] newest(final Path file) {
        return current.entrySet().stream()
                .filter(one -> one.getValue().equals(file))
                .findFirst()
                .map(one -> now.get(one.getKey()))
                .orElse(null);
    }
}
