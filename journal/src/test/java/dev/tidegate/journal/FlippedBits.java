package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.EventFolder.EventsReading;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Flips single bits at random places of a real folder, as a kill left it, and says what became of each: a shop that traded
 * in several runs, with sealed segments (one of them compressed), snapshots, an event log, and a segment being written.
 */
final class FlippedBits {
    private static final int SEALED = 3;
    private static final int COMMANDS = 120;

    /** Which file was hit. */
    enum Of {
        SEALED_SEGMENT,
        COMPRESSED_SEGMENT,
        LIVE_SEGMENT,
        SNAPSHOT,
        EVENT_LOG,
        MANIFEST,
        EVENTS
    }

    /** What became of a flip; the first that applies. */
    enum End {
        REPORTED_AT_OPEN,
        CUT_TAIL,
        REPORTED_BY_VERIFY,
        /** Nothing that any reader believes has changed. */
        HARMLESS
    }

    private record Target(Of of, Path file, long bytes) {}

    private final Kind kind;
    private final Path temp;
    private final Path image;
    private final Path work;
    private final List<Target> targets = new ArrayList<>();
    private final Map<Long, String> digests = new HashMap<>();
    private final Map<Of, Map<End, Integer>> table = new EnumMap<>(Of.class);
    private final List<Image.Span> liveRecords;
    private long lastSequence;
    private long sequenceBeforeLastBatch;
    private int copies;

    FlippedBits(final Path temp, final Kind kind) throws Exception {
        this.kind = kind;
        this.temp = temp;
        work = temp.resolve("work");
        image = trade();
        final LogPort log = FolderFiles.log(image, kind);
        log.compress(1, () -> {});
        liveRecords = new Image(image, kind).spans(SEALED + 1);
        addTargets(log);
        readDigests();
        final EventsReading whole = verify(image);
        assertThat(whole.events().damage()).isEmpty();
        assertThat(whole.journal().recovery().tailBytesCut()).isZero();
        assertThat(whole.journal().recovery().lastSequence()).isEqualTo(lastSequence);
    }

    private Path trade() throws Exception {
        final Path folder = temp.resolve("shop");
        for (int run = 0; run < SEALED; run++) {
            try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind).withUpkeep(SmallShop.SHADOW), run)) {
                shop.trade(COMMANDS).snapshot();
                shop.trade(COMMANDS / 4);
            }
        }
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), SEALED)) {
            shop.trade(COMMANDS);
            final long events = eventsOf(folder);
            await().until(() -> shop.tidegate.events().newest().sequence() >= events);
            return TestJournal.crashImage(folder, temp.resolve("image"));
        }
    }

    /** The digest behind every batch. */
    private void readDigests() {
        final Engine engine = new Engine(EngineSettings.small());
        JournalFolder.read(image, new Replayer(engine, (commands, sequence) -> {
            digests.put(sequence, Digest.of(engine).hex());
            sequenceBeforeLastBatch = lastSequence;
            lastSequence = sequence;
        }));
    }

    /** Events that the journal came to by now: the log's thread may not have written them yet. */
    private static long eventsOf(final Path folder) {
        return AsOf.sequence(folder, EngineSettings.small(), Long.MAX_VALUE)
                .events()
                .count();
    }

    private void addTargets(final LogPort log) throws IOException {
        for (final long number : log.list()) {
            final Path file = log.storedFile(number);
            final boolean live = number == SEALED + 1;
            if (number <= SEALED || live) {
                final Of of = live ? Of.LIVE_SEGMENT : number == 1 ? Of.COMPRESSED_SEGMENT : Of.SEALED_SEGMENT;
                final long written = liveRecords.get(liveRecords.size() - 1).end();
                targets.add(new Target(of, file, live ? written : Files.size(file)));
            }
        }
        try (Stream<Path> files = Files.walk(image)) {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                final String name = file.getFileName().toString();
                final Of of =
                        name.startsWith("snapshot-") ? Of.SNAPSHOT : name.endsWith(".events") ? Of.EVENT_LOG : of(name);
                if (of != null) {
                    targets.add(new Target(of, file, Files.size(file)));
                }
            }
        }
        assertThat(targets).extracting(Target::of).contains(Of.values());
    }

    private static @Nullable Of of(final String name) {
        return Arrays.stream(new Of[] {Of.MANIFEST, Of.EVENTS})
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Flips so many bits, each in a copy of its own, as many in each kind of file. */
    FlippedBits flip(final int flips, final long seed) throws IOException {
        final Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            final Of of = Of.values()[i % Of.values().length];
            final List<Target> those =
                    targets.stream().filter(target -> target.of() == of).toList();
            final Target target = those.get(random.nextInt(those.size()));
            final long at = (long) (random.nextDouble() * target.bytes());
            final End end = flip(target, at, random.nextInt(Byte.SIZE));
            table.computeIfAbsent(of, none -> new EnumMap<>(End.class)).merge(end, 1, Integer::sum);
        }
        return this;
    }

    int count(final Of of, final End end) {
        return table.getOrDefault(of, Map.of()).getOrDefault(end, 0);
    }

    int count(final End end) {
        return table.values().stream().mapToInt(row -> row.getOrDefault(end, 0)).sum();
    }

    private End flip(final Target target, final long at, final int bit) throws IOException {
        final String place = "bit " + bit + " of byte " + at + " of " + image.relativize(target.file());
        final Path folder = copy();
        final Path file = folder.resolve(image.relativize(target.file()).toString());
        final byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
        final String found = verifyReports(folder, place, file);
        final End opened = open(folder, place, file);
        if (opened != End.HARMLESS) {
            return opened;
        }
        if (found != null) {
            return End.REPORTED_BY_VERIFY;
        }
        assertHarmless(target, at, place);
        return End.HARMLESS;
    }

    /** A copy of the image of which the last one's changes are gone. */
    private Path copy() throws IOException {
        final Path to = work.resolve(Integer.toString(copies++ % 2));
        if (Files.exists(to)) {
            try (Stream<Path> files = Files.walk(to)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(image)) {
            for (final Path file : files.toList()) {
                final Path copy = to.resolve(image.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }

    private static EventsReading verify(final Path folder) {
        return EventFolder.read(folder, new Replayer(EngineSettings.small()));
    }

    /** What verifying says of the flip; null for nothing. */
    private @Nullable String verifyReports(final Path folder, final String place, final Path file) {
        final EventsReading reading;
        try {
            reading = verify(folder);
        } catch (final JournalException refusal) {
            assertNamed(String.valueOf(refusal.getMessage()), place, file);
            return refusal.getMessage();
        }
        for (final SnapshotCheck snapshot : reading.journal().snapshots()) {
            if (snapshot.fault() != null) {
                assertThat(snapshot.file())
                        .as(place)
                        .isEqualTo(file.getFileName().toString());
                return snapshot.fault();
            }
        }
        final RecoveryReport report = reading.journal().recovery();
        assertKnown(report, place);
        if (report.tailBytesCut() > 0) {
            return "a torn tail of " + report.tailBytesCut() + " bytes";
        }
        final String events = damageOf(reading.events());
        if (events != null) {
            assertNamed(events, place, file);
        }
        return events;
    }

    private static @Nullable String damageOf(final EventLogReport events) {
        if (!events.damage().isEmpty()) {
            return events.damage();
        }
        return events.bytesCut() > 0 ? events.cutAt() : null;
    }

    private End open(final Path folder, final String place, final Path file) {
        try (Tidegate tidegate =
                Tidegate.open(folder, SmallShop.options(TestJournal.small(kind)).withTime(TimeSource.given(1)))) {
            final RecoveryReport report = tidegate.recovery();
            assertKnown(report, place);
            assertThat(tidegate.digest().hex()).as(place).isEqualTo(report.digest());
            assertThat(tidegate.verify()).as(place).isNull();
            for (final RecoveryReport.Rejected rejected : report.rejected()) {
                if (rejected.file().equals(file.getFileName().toString())) {
                    return End.REPORTED_AT_OPEN;
                }
                // An older snapshot, from which the damaged events are made again and compared.
                assertThat(rejected.reason()).as(place).contains("the event log does not hold event");
                assertThat(file.toString()).as(place).endsWith(".events");
            }
            final String events = damageOf(tidegate.events().report());
            if (report.tailBytesCut() > 0) {
                assertThat(report.lastSequence()).as(place).isGreaterThanOrEqualTo(sequenceBeforeLastBatch);
                assertThat(folder.resolve(report.tailCutTo())).as(place).exists();
                return End.CUT_TAIL;
            }
            assertThat(report.lastSequence()).as(place).isEqualTo(lastSequence);
            if (events != null) {
                assertNamed(events, place, file);
                return End.REPORTED_AT_OPEN;
            }
            return End.HARMLESS;
        } catch (final JournalException refusal) {
            assertNamed(String.valueOf(refusal.getMessage()), place, file);
            assertThat(refusal.kind()).as(place).isEqualTo(JournalException.Kind.DAMAGED);
            return End.REPORTED_AT_OPEN;
        }
    }

    /** Never a wrong state: what was recovered is what was there after some command. */
    private void assertKnown(final RecoveryReport report, final String place) {
        assertThat(digests).as(place).containsEntry(report.lastSequence(), report.digest());
    }

    private static void assertNamed(final String message, final String place, final Path file) {
        assertThat(message)
                .as(place)
                .contains(
                        file.getFileName().toString().startsWith("segment-")
                                        || file.toString().contains("segment-")
                                ? "segment "
                                : file.getFileName().toString());
    }

    /** Only bytes that are in no record: pages of Chronicle Queue in a live segment, and gzip's own header. */
    private void assertHarmless(final Target target, final long at, final String place) {
        final boolean outside = liveRecords.stream().noneMatch(span -> at >= span.start() && at < span.end());
        final boolean pages = target.of() == Of.LIVE_SEGMENT && kind == Kind.CHRONICLE && outside;
        final boolean gzip = target.of() == Of.COMPRESSED_SEGMENT && at < 20;
        assertThat(pages || gzip).as(place + " was not noticed").isTrue();
    }

    /** A row for each kind of file, in Markdown. */
    String table() {
        final StringBuilder text = new StringBuilder();
        text.append(
                "| file | flips | reported at open | cut tail | reported by verify | harmless |\n|---|---|---|---|---|---|\n");
        for (final Of of : Of.values()) {
            final int flips =
                    Arrays.stream(End.values()).mapToInt(end -> count(of, end)).sum();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d |%n",
                    of.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    flips,
                    count(of, End.REPORTED_AT_OPEN),
                    count(of, End.CUT_TAIL),
                    count(of, End.REPORTED_BY_VERIFY),
                    count(of, End.HARMLESS)));
        }
        return text.toString();
    }
}
