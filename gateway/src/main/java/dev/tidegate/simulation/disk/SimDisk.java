package dev.tidegate.simulation.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A disk, its cache, and the machine's boot. Files and names are cached until they are forced: a process that dies loses
 * nothing of the cache, a power cut what was not forced: of pages of files and of names in a folder alike some, in any
 * order. A rename is one change.
 */
public final class SimDisk {
    static final String NO_ROOM = "No space left on device";

    private static final String FAILED = "Input/output error";

    private static final int CALLERS_NAMED = 5;
    private static final String BOOT_FILE = "/proc/sys/kernel/random/boot_id";

    private final NavigableMap<String, SimFile> names = new TreeMap<>();
    private final Map<String, SimFile> keptNames = new TreeMap<>();
    private final Map<String, List<Change>> pending = new TreeMap<>();
    private final Map<String, Boolean> folders = new TreeMap<>();
    private final Runnable slowForce;
    private DiskFaults faults = DiskFaults.NONE;
    private Chance chance = new Chance(0);
    private long capacity = Long.MAX_VALUE;
    private long boot = 1;
    private long process = 1;
    private boolean running = true;
    private long calls;
    private String misuse = "";

    /** Names that change together; a null file is one that goes. */
    private record Change(Map<String, @Nullable SimFile> names) {}

    /** An empty disk. {@code slowForce} lets time pass, for a force that takes long. */
    public SimDisk(final Runnable slowForce) {
        this.slowForce = slowForce;
        folders.put("/", true);
    }

    /** A copy of a disk that nobody uses, with all faults forgotten and an empty cache. */
    public SimDisk copy() {
        final SimDisk copy = new SimDisk(() -> {});
        names.forEach((name, file) -> {
            final SimFile same = file.copy();
            copy.names.put(name, same);
            copy.keptNames.put(name, same);
        });
        copy.folders.putAll(folders);
        copy.boot = boot;
        copy.process = process;
        return copy;
    }

    /** Names what goes wrong from now on, and where the chance for its details comes from. */
    public void faults(final DiskFaults newFaults, final Chance newChance) {
        faults = newFaults;
        chance = newChance;
    }

    /** Sets how much room there is left, in bytes, as if others had filled the rest. */
    public void leave(final long bytes) {
        capacity = bytes == Long.MAX_VALUE ? bytes : usedBytes() + bytes;
    }

    /** Creates a folder that is there for good. */
    public void addFolder(final String path) {
        folders.put(path, true);
    }

    /** Whether the process runs; if not, every call ends with {@link Crashed}. */
    public boolean isRunning() {
        return running;
    }

    /** How many writes, forces and changes there have been. */
    public long calls() {
        return calls;
    }

    /** What nobody should do to a disk and somebody did, in a sentence; empty for nothing. */
    public String misuse() {
        return misuse;
    }

    /** Begins a new process. */
    public void restart() {
        process++;
        running = true;
    }

    /** Ends the process. */
    public void kill() {
        running = false;
    }

    /** Ends the process and the machine's boot; of what was not forced some is there and some is not. */
    public void cutPower(final PowerCut cut, final Chance how) {
        running = false;
        boot++;
        pending.forEach((folder, changes) -> {
            cut.changes(changes.size(), how).stream().mapToObj(changes::get).forEach(this::keep);
        });
        pending.clear();
        names.clear();
        names.putAll(keptNames);
        names.values().forEach(file -> file.losePower(cut, how));
    }

    private void keep(final Change change) {
        change.names().forEach((name, file) -> {
            if (file == null) {
                keptNames.remove(name);
            } else {
                keptNames.put(name, file);
            }
        });
    }

    /** Paths of the files, sorted. */
    public List<String> files() {
        return List.copyOf(names.keySet());
    }

    /** Bytes of a file. */
    public int size(final String path) {
        return existing(path).size();
    }

    /** Flips one bit. */
    public void flip(final String path, final int at, final int bit) {
        existing(path).damage(at, 1 << bit);
    }

    /** Fills a page with zeroes. */
    public void losePage(final String path, final int page) {
        existing(path).lose(page);
    }

    /** Whether a page of a file holds anything but zeroes. */
    public boolean hasContent(final String path, final int page) {
        return existing(path).hasContent(page);
    }

    /** Puts a page of a file in the place of another. */
    public void misdirect(final String path, final int page, final String from, final int itsPage) {
        existing(path).overwrite(page, existing(from), itsPage);
    }

    private SimFile existing(final String path) {
        final SimFile file = names.get(path);
        if (file == null) {
            throw new IllegalArgumentException("no file " + path);
        }
        return file;
    }

    // What the file system asks.

    long process() {
        return process;
    }

    @Nullable
    SimFile find(final String path) {
        requireRunning(process);
        if (path.equals(BOOT_FILE)) {
            final SimFile text = new SimFile();
            final byte[] bytes = ("boot-" + boot + "\n").getBytes(StandardCharsets.US_ASCII);
            text.write(0, bytes, bytes.length);
            return text;
        }
        return names.get(path);
    }

    boolean isFolder(final String path) {
        return folders.containsKey(path);
    }

    void createFolder(final String path) throws IOException {
        if (folders.putIfAbsent(path, true) != null || names.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
    }

    List<String> list(final String folder) {
        requireRunning(process);
        final String prefix = folder.equals("/") ? "/" : folder + "/";
        final List<String> found = new ArrayList<>();
        names.tailMap(prefix).keySet().stream()
                .takeWhile(name -> name.startsWith(prefix))
                .filter(name -> name.indexOf('/', prefix.length()) < 0)
                .forEach(found::add);
        folders.keySet().stream()
                .filter(name -> name.startsWith(prefix)
                        && name.length() > prefix.length()
                        && name.indexOf('/', prefix.length()) < 0)
                .forEach(found::add);
        return found;
    }

    SimFile create(final String path) throws IOException {
        final SimFile file = new SimFile();
        change(path, () -> rename(Map.of(path, file)));
        return file;
    }

    void delete(final String path) throws IOException {
        if (!names.containsKey(path)) {
            throw new NoSuchFileException(path);
        }
        final Map<String, @Nullable SimFile> gone = new HashMap<>();
        gone.put(path, null);
        change(path, () -> rename(gone));
    }

    void move(final String from, final String to) throws IOException {
        final SimFile file = names.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        final Map<String, @Nullable SimFile> moved = new TreeMap<>();
        moved.put(from, null);
        moved.put(to, file);
        change(to, () -> rename(moved));
    }

    private void rename(final Map<String, @Nullable SimFile> changed) {
        changed.forEach((name, file) -> {
            if (file == null) {
                names.remove(name);
            } else {
                names.put(name, file);
            }
        });
        final String folder = folderOf(changed.keySet().iterator().next());
        pending.computeIfAbsent(folder, name -> new ArrayList<>()).add(new Change(changed));
    }

    private static String folderOf(final String path) {
        final int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    void forceFolder(final String path) throws IOException {
        final DiskFaults.Fault fault = begin(DiskFaults.Call.FORCE, path, 0);
        if (fault == DiskFaults.Fault.FAIL) {
            throw new IOException(FAILED);
        }
        final List<Change> changes = pending.remove(path);
        if (changes != null) {
            changes.forEach(this::keep);
        }
        end(fault);
    }

    void truncate(final String path, final SimFile file, final int length) throws IOException {
        if (length < file.size()) {
            change(path, () -> file.truncate(length));
        }
    }

    private void change(final String path, final Runnable what) throws IOException {
        final DiskFaults.Fault fault = begin(DiskFaults.Call.CHANGE, path, 0);
        if (fault == DiskFaults.Fault.FAIL) {
            throw new IOException(FAILED);
        }
        what.run();
        end(fault);
    }

    int write(final String path, final SimFile file, final int to, final byte[] bytes) throws IOException {
        final DiskFaults.Fault fault = begin(DiskFaults.Call.WRITE, path, bytes.length);
        final int fits = fitting(file, to, bytes.length);
        if (fits == 0 && bytes.length > 0) {
            throw new IOException(NO_ROOM);
        }
        final boolean inPart = fault == DiskFaults.Fault.CRASH_DURING || fault == DiskFaults.Fault.FAIL;
        final int length = inPart ? chance.from(0, fits) : fits;
        file.write(to, bytes, length);
        if (fault == DiskFaults.Fault.FAIL) {
            throw new IOException(FAILED);
        }
        end(fault);
        return length;
    }

    private int fitting(final SimFile file, final int to, final int length) {
        final long old = (long) SimFile.pages(file.size()) * SimFile.PAGE_BYTES;
        return (int) Math.max(0, Math.min(length, old + usableBytes() - to));
    }

    /**
     * Forces a file through one of its open channels.
     *
     * @param known failures that came before the channel was opened
     * @param wasTold whether it was told of one since
     */
    void force(final String path, final SimFile file, final int known, final boolean wasTold) throws IOException {
        if (wasTold) {
            misuse = "a force of " + path + " was repeated after it had failed, by " + callers();
        }
        final DiskFaults.Fault fault = begin(DiskFaults.Call.FORCE, path, 0);
        if (fault == DiskFaults.Fault.FAIL) {
            file.failForce(chance);
        }
        if (file.failures() > known) {
            file.report();
            throw new IOException(FAILED);
        }
        if (fault == DiskFaults.Fault.SLOW) {
            slowForce.run();
        }
        file.force();
        end(fault);
    }

    /** Who has called this package, innermost first. */
    private static String callers() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(SimDisk.class.getPackageName()))
                        .limit(CALLERS_NAMED)
                        .map(frame -> frame.getClassName()
                                        .substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                                + frame.getMethodName())
                        .collect(Collectors.joining(" < ")));
    }

    private DiskFaults.Fault begin(final DiskFaults.Call call, final String path, final int bytes) {
        requireRunning(process);
        calls++;
        final DiskFaults.Fault fault = faults.next(call, path, bytes);
        final boolean before = fault == DiskFaults.Fault.CRASH_BEFORE
                || fault == DiskFaults.Fault.CRASH_DURING && call != DiskFaults.Call.WRITE;
        if (before) {
            running = false;
            throw new Crashed();
        }
        return fault;
    }

    private void end(final DiskFaults.Fault fault) {
        if (fault == DiskFaults.Fault.CRASH_DURING || fault == DiskFaults.Fault.CRASH_AFTER) {
            running = false;
            throw new Crashed();
        }
    }

    void requireRunning(final long ofProcess) {
        if (!running || ofProcess != process) {
            throw new Crashed();
        }
    }

    long usableBytes() {
        return Math.max(0, capacity - usedBytes());
    }

    private long usedBytes() {
        long used = 0;
        for (final SimFile file : names.values()) {
            used += (long) SimFile.pages(file.size()) * SimFile.PAGE_BYTES;
        }
        return used;
    }
}
