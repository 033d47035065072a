package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.crash.FaultyDisk.Deed;
import dev.tidegate.crash.FaultyDisk.Fault;
import dev.tidegate.crash.Judge.Reading;
import dev.tidegate.crash.PowerCut.Names;
import dev.tidegate.crash.PowerCut.Pages;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.EventFolder.EventsReading;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process in DISK is stopped at calls to its disk; at each stop images of what a power cut could leave are made, and each
 * is started.
 */
final class PowerCutRuns {
    /** Of segments that are files; Chronicle Queue's take longer to copy. */
    static final int LEAST_IMAGES = 100;

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOMENTS = 8;

    /** Behind this much of a segment, later records say that it was forced. */
    private static final int CERTAIN_PAGES = 24;

    private final Kind kind;
    private final FaultyDisk disk;
    private final Path services;
    private final Path temp;
    private final Path images;
    private final Random random;
    private final Map<String, Integer> figures = new TreeMap<>();
    private int runs;

    PowerCutRuns(final Path temp, final Kind kind, final FaultyDisk disk, final Path services, final long seed)
            throws IOException {
        this.temp = Files.createDirectories(temp.resolve(kind.name())).toRealPath();
        // Where there is a file system in memory: an image is forced by whoever starts it, and nobody cuts its power.
        final Path memory = Path.of("/dev/shm");
        images = Files.isWritable(memory) ? Files.createTempDirectory(memory, "crash-laboratory") : this.temp;
        this.kind = kind;
        this.disk = disk;
        this.services = services;
        random = new Random(seed + kind.ordinal());
    }

    /** One moment of one run. */
    private record Moment(String name, PowerCut cut, Answers answers, Reading reading) {}

    /** Runs for so long, and on a slow machine on until it has seen what has to be seen; figures by name. */
    Map<String, Integer> run(final long nanos) throws Exception {
        final long until = System.nanoTime() + nanos;
        final long last = System.nanoTime() + LONGEST_NANOS;
        while (System.nanoTime() < until || (runs < 2 || !hasSeenEnough()) && System.nanoTime() < last) {
            once(Math.max(until, System.nanoTime() + nanos / 4));
        }
        Laboratory.delete(images);
        return figures;
    }

    private boolean hasSeenEnough() {
        return figures.getOrDefault("images that had lost commands", 0) > 0
                && figures.getOrDefault("lost or misplaced pages reported with their place", 0) > 0
                && (kind == Kind.CHRONICLE || figures.getOrDefault("images", 0) > LEAST_IMAGES);
    }

    private void once(final long until) throws Exception {
        final Path folder = temp.resolve("run" + runs++);
        final Path record = Files.createDirectories(temp.resolve("record" + runs));
        final ChildPlan plan = ChildPlan.of(folder, Durability.DISK, kind);
        // Every other run stops at the rare calls only: those that change names and sizes, and forces of manifests.
        final boolean rare = runs % 2 == 0;
        final Fault fault = new Fault(
                Deed.STOP,
                rare ? "rename,truncate,unlink,create,mkdir" : "force,write",
                rare || random.nextBoolean() ? "*" : "/segment-",
                1 + random.nextInt(rare ? 12 : 300),
                rare ? 1 + random.nextInt(4) : 50 + random.nextInt(200),
                random.nextBoolean());
        final Map<String, String> environment = Laboratory.recorded(disk, folder, fault, record, random);
        final Answers answers = new Answers();
        try (CrashNode child = CrashNode.start(plan.goingOnAt(answers.begins()), answers, services, environment)) {
            for (int i = 0; i < MOMENTS && System.nanoTime() < until && child.awaitStopped(); i++) {
                cut(folder + ", moment " + i + " of '" + fault.text() + "'", folder, record, child.answersNow(), plan);
                count("moments", 1);
                child.goOn();
            }
            assertThat(child.said("stopped")).isEmpty();
            assertThat(child.said("refused")).isEmpty();
        }
        Laboratory.delete(folder);
        Laboratory.delete(record);
    }

    private void cut(
            final String name, final Path folder, final Path record, final Answers answers, final ChildPlan plan)
            throws Exception {
        final PowerCut cut = new PowerCut(folder, record);
        count("pages that were not forced", cut.uncertainPages());
        // What a kill at this moment would leave: everything that may be found has its digest.
        final Path whole = cut.image(images.resolve("whole"), Pages.ALL_NEW, Names.NEW, random);
        if (!Files.exists(whole.resolve("MANIFEST"))) {
            Laboratory.delete(whole);
            return;
        }
        final Moment moment = new Moment(name, cut, answers, Judge.judge(whole, answers, plan.epochMillis()));
        for (final Pages pages : Pages.values()) {
            for (final Names names : Names.values()) {
                // Chronicle Queue's files take longer to copy.
                if (kind == Kind.FILE || names == Names.values()[random.nextInt(Names.values().length)]) {
                    start(moment, pages, names);
                }
            }
        }
        lie(moment, whole);
        Laboratory.delete(whole);
    }

    private TidegateOptions options() {
        return TidegateOptions.defaults()
                .withDurability(Durability.DISK)
                .withJournal(ChildPlan.settings(kind, 0).withUpkeep(Upkeep.NONE))
                .withExpectedOrders(1_000)
                .withRingSlots(4096);
    }

    private void start(final Moment moment, final Pages pages, final Names names) throws IOException {
        final long chance = random.nextLong();
        final Path image = moment.cut().image(images.resolve("image"), pages, names, new Random(chance));
        try {
            final RecoveryReport found = open(image, moment);
            count("images", 1);
            count("images, " + pages, 1);
            count("torn tails", found.tailBytesCut() > 0 ? 1 : 0);
            count(
                    "images that had lost commands",
                    found.lastSequence() < moment.reading().lastSequence() ? 1 : 0);
            final EventsReading verified = EventFolder.read(image, new Replayer(EngineSettings.small()));
            assertThat(verified.events().damage()).isEmpty();
            assertThat(verified.events().bytesCut()).isZero();
        } catch (final Throwable failure) {
            final Path kept = Path.of("target/crash-laboratory/" + kind + "-" + runs + "-" + pages + "-" + names);
            Laboratory.delete(kept);
            moment.cut().image(kept, pages, names, new Random(chance));
            throw new AssertionError(
                    moment.name() + ", pages " + pages + ", names " + names + ", kept in " + kept.toAbsolutePath()
                            + ": " + failure.getMessage(),
                    failure);
        }
        Laboratory.delete(image);
    }

    /** Starts an image: it holds what was answered, and what it holds is what there was behind some batch. */
    private RecoveryReport open(final Path image, final Moment moment) {
        try (Tidegate tidegate = Tidegate.open(image, options())) {
            final RecoveryReport found = tidegate.recovery();
            assertThat(found.lastSequence())
                    .isGreaterThanOrEqualTo(moment.answers().newestPlace());
            if (found.lastSequence() > 0) {
                assertThat(moment.reading().digests()).containsEntry(found.lastSequence(), found.digest());
            }
            if (found.tailBytesCut() > 0) {
                assertThat(image.resolve(found.tailCutTo())).exists();
            }
            assertThat(tidegate.verify()).isNull();
            return found;
        }
    }

    /** A disk that has lost what it had acknowledged, or put it in another place. */
    private void lie(final Moment moment, final Path whole) throws IOException {
        for (final Path segment : segments(whole)) {
            final List<Integer> written = writtenPages(segment);
            if (written.size() <= CERTAIN_PAGES) {
                continue;
            }
            final int page = written.get(random.nextInt(written.size() - CERTAIN_PAGES));
            final int other = written.get(random.nextInt(written.size() - CERTAIN_PAGES));
            final Path image =
                    moment.cut().image(images.resolve("lie"), Pages.ALL_NEW, Names.NEW, new Random(random.nextLong()));
            final boolean changed = damage(
                    image.resolve(whole.relativize(segment).toString()), page, random.nextBoolean() ? -1 : other);
            final String what = moment.name() + ", page " + page + " of " + segment;
            final String reported = changed ? reported(image, moment, what) : "";
            if (reported != null && !reported.isEmpty()) {
                assertThat(reported).as(what).contains("segment ").contains("byte ");
                count("lost or misplaced pages reported with their place", 1);
            } else if (changed) {
                // Pages of Chronicle Queue's own in the segment that is being written: nobody reads them.
                assertThat(kind).as(what + " was not noticed").isEqualTo(Kind.CHRONICLE);
                count("lost pages that nobody reads", 1);
            }
            Laboratory.delete(image);
        }
    }

    /** What is said of a damaged image, at its start or by verify; null for nothing. Never a wrong state. */
    private @Nullable String reported(final Path image, final Moment moment, final String what) {
        try {
            open(image, moment);
            EventFolder.read(image, new Replayer(EngineSettings.small()));
            return null;
        } catch (final JournalException refusal) {
            assertThat(refusal.kind()).as(what).isEqualTo(JournalException.Kind.DAMAGED);
            return String.valueOf(refusal.getMessage());
        }
    }

    private static List<Path> segments(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".cq4")
                            || file.getFileName().toString().matches("segment-\\d+\\.log"))
                    .toList();
        }
    }

    private static List<Integer> writtenPages(final Path segment) throws IOException {
        final byte[] bytes = Files.readAllBytes(segment);
        final List<Integer> pages = new ArrayList<>();
        for (int page = 0; (page + 1) * PowerCut.PAGE <= bytes.length; page++) {
            final int from = page * PowerCut.PAGE;
            if (!Arrays.equals(bytes, from, from + PowerCut.PAGE, new byte[PowerCut.PAGE], 0, PowerCut.PAGE)) {
                pages.add(page);
            }
        }
        return pages;
    }

    /** Puts another page, or zeroes for -1, in the place of a page; false when it is the same. */
    private static boolean damage(final Path segment, final int page, final int other) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            final byte[] before = new byte[PowerCut.PAGE];
            final byte[] behind = new byte[PowerCut.PAGE];
            file.seek((long) page * PowerCut.PAGE);
            file.readFully(before);
            if (other >= 0) {
                file.seek((long) other * PowerCut.PAGE);
                file.readFully(behind);
            }
            file.seek((long) page * PowerCut.PAGE);
            file.write(behind);
            return !Arrays.equals(before, behind);
        }
    }

    private void count(final String what, final int more) {
        figures.merge(what, more, Integer::sum);
    }

    /** How many seconds these runs have. */
    static long nanos() {
        return TimeUnit.SECONDS.toNanos(Integer.getInteger("tidegate.crash.seconds", 15));
    }
}
