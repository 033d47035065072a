package dev.tidegate.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a power cut at this moment could leave of a folder: of every page that was written since it was last forced the
 * old one, the new one, a half or some sectors of each; of every name in it that was changed since its folder was forced the old
 * file, the new one, or none.
 *
 * <p>Made of the folder as it is while its process stands still, and of what {@code disk.c} has recorded as forced.
 */
final class PowerCut {
    static final int PAGE = 4096;

    private static final int SECTOR = 512;

    private final Map<String, Path> current = new HashMap<>();
    private final Map<String, byte[]> now = new HashMap<>();
    private final Map<String, byte[]> then = new HashMap<>();
    private final Map<String, Map<String, Entry>> names = new HashMap<>();
    private final Map<String, Map<String, Entry>> forcedNames = new HashMap<>();
    private final Map<String, int[]> differing = new HashMap<>();
    private final Map<Path, String> keys;
    private final String root;

    /** An entry of a folder: which file or folder has a name. */
    private record Entry(boolean folder, String key) {}

    /** What becomes of the pages that differ, in a file; ONE are all but one of the other kind. */
    enum Pages {
        ALL_OLD,
        ALL_NEW,
        ANY,
        SECTORS,
        HALVES,
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
        keys = keys(folder);
        keys.forEach((file, key) -> current.put(key, file));
        root = key(folder);
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

    /** Inode and time of birth of every file and folder, as {@code disk.c} writes them. */
    private static Map<Path, String> keys(final Path folder) throws IOException, InterruptedException {
        final Process stat =
                new ProcessBuilder("find", folder.toString(), "-exec", "stat", "-c", "%i-%.9W %n", "{}", "+").start();
        final String said = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (stat.waitFor() != 0) {
            throw new IOException("stat of " + folder + " ended with " + stat.exitValue());
        }
        final Map<Path, String> keys = new HashMap<>();
        for (final String line : said.split("\n")) {
            final int space = line.indexOf(' ');
            keys.put(Path.of(line.substring(space + 1)), line.substring(0, space));
        }
        return keys;
    }

    private String key(final Path file) {
        return Objects.requireNonNull(keys.get(file), () -> file + " has come while the process stood still");
    }

    private Map<String, Entry> listed(final Path folder) throws IOException {
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
        return now.keySet().stream().mapToInt(key -> differing(key).length).sum();
    }

    /** Makes an image in a new folder. */
    Path image(final Path target, final Pages pages, final Names which, final Random random) throws IOException {
        make(target, root, pages, which, random);
        return target;
    }

    private void make(final Path target, final String folder, final Pages pages, final Names which, final Random random)
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
        final int[] differing = differing(key);
        // The size is on the disk as of then or as of now, whatever the pages are.
        final byte[] content = Arrays.copyOf(old, random.nextBoolean() ? old.length : fresh.length);
        final int some = differing.length == 0 ? 0 : random.nextInt(differing.length);
        for (int i = 0; i < differing.length; i++) {
            final boolean isNew = switch (pages) {
                case LAST_OLD -> i < some;
                case FIRST_OLD -> i >= some;
                case ONE_OLD -> i != some;
                case ONE_NEW -> i == some;
                default -> random.nextBoolean();
            };
            for (int sector = 0; sector < PAGE; sector += SECTOR) {
                final boolean copied = switch (pages) {
                    case SECTORS -> random.nextBoolean();
                    // Of each page one half is new, which one is chance.
                    case HALVES -> isNew == sector < PAGE / 2;
                    default -> isNew;
                };
                if (copied) {
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

    /** Numbers of the pages of a file that are not on the disk for certain. */
    private int[] differing(final String key) {
        return differing.computeIfAbsent(
                key, of -> differing(then.getOrDefault(of, new byte[0]), now.getOrDefault(of, new byte[0])));
    }

    private static int[] differing(final byte[] old, final byte[] fresh) {
        final int pages = (Math.max(old.length, fresh.length) + PAGE - 1) / PAGE;
        return IntStream.range(0, pages)
                .filter(page -> !Arrays.equals(page(old, page), page(fresh, page)))
                .toArray();
    }

    private static byte[] page(final byte[] bytes, final int number) {
        final int from = Math.min(bytes.length, number * PAGE);
        return Arrays.copyOf(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PAGE)), PAGE);
    }

    /** Leaves pages of zeroes out, as a file system does. */
    private static void write(final Path file, final byte[] bytes) throws IOException {
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
}
