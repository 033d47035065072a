package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.crash.ChildPlan.Point;
import dev.tidegate.crash.FaultyDisk.Deed;
import dev.tidegate.crash.FaultyDisk.Fault;
import dev.tidegate.crash.Judge.Reading;
import dev.tidegate.crash.Laboratory.Keeping;
import dev.tidegate.pipeline.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One folder whose process is killed at each place in turn, again and again, and goes on each time. */
final class KillRounds {
    private final Keeping keeping;
    private final @Nullable FaultyDisk disk;
    private final Path services;
    private final Random random;
    private final Answers answers = new Answers();
    private final Map<Place, Integer> kills = new EnumMap<>(Place.class);
    private ChildPlan plan;
    private @Nullable Reading left;

    /** Where a process is killed. */
    enum Place {
        BEFORE_APPEND(Point.BEFORE_APPEND, 80),
        AFTER_APPEND(Point.AFTER_APPEND, 80),
        AFTER_FORCE(Point.AFTER_FORCE, 80),
        NEXT_SEGMENT("create,force", "/segment-", 4),
        SEAL("truncate,unlink", "/segment-", 2),
        MANIFEST_WRITE("write,force", "/MANIFEST.new", 4),
        MANIFEST_RENAME("rename", "/MANIFEST", 3),
        SNAPSHOT_WRITE("create,write,force", "/snapshot-", 12),
        SNAPSHOT_RENAME("rename", "/snapshot-", 2),
        COMPRESSION("create,write,force,rename", ".gz", 4),
        RECOVERY("any", "*", 30);

        private final Point point;
        private final String calls;
        private final String name;
        private final int most;

        Place(final Point point, final int most) {
            this(point, "", "", most);
        }

        Place(final String calls, final String name, final int most) {
            this(Point.NONE, calls, name, most);
        }

        Place(final Point point, final String calls, final String name, final int most) {
            this.point = point;
            this.calls = calls;
            this.name = name;
            this.most = most;
        }

        boolean needsDisk() {
            return point == Point.NONE;
        }
    }

    KillRounds(
            final Path below,
            final Keeping keeping,
            final @Nullable FaultyDisk disk,
            final Path services,
            final long seed)
            throws IOException {
        this.keeping = keeping;
        this.disk = disk;
        this.services = services;
        random = new Random(seed * 31 + keeping.toString().hashCode());
        plan = ChildPlan.of(keeping.folder(below), keeping.durability(), keeping.kind());
    }

    /** Goes through every place so many times, in any order; how often it was killed at each. */
    Map<Place, Integer> run(final int times) throws Exception {
        final List<Place> places = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (final Place place : Place.values()) {
                if (isThere(place)) {
                    places.add(place);
                }
            }
        }
        Collections.shuffle(places, random);
        for (final Place place : places) {
            final int nth = 1 + random.nextInt(place.most);
            final boolean after = random.nextBoolean();
            try {
                kill(place, nth, after);
            } catch (final Throwable failure) {
                throw new AssertionError(
                        keeping + ", killed " + (after ? "after" : "before") + " the " + nth + ". " + place
                                + ", the journal in " + plan.folder() + ": " + failure.getMessage(),
                        failure);
            }
        }
        end();
        return kills;
    }

    private boolean isThere(final Place place) {
        final boolean unforced = place == Place.AFTER_FORCE && keeping.durability() != Durability.DISK;
        return !unforced && place.needsDisk() == (disk != null);
    }

    private void kill(final Place place, final int nth, final boolean after) throws Exception {
        final ChildPlan next = plan.goingOnAt(answers.begins()).dyingAt(place.point, nth);
        final boolean starting = place == Place.RECOVERY;
        try (CrashNode child = CrashNode.start(next, answers, services, environment(place, nth, after))) {
            assertThat(child.awaitEnd()).as(child.said("") + child.errors()).isEqualTo(CrashNode.KILLED);
            requireAsLeft(child);
            // What was to be killed while it recovers may have come further.
            kills.merge(place, starting && !child.said("recovered").isEmpty() ? 0 : 1, Integer::sum);
        }
        left = Files.exists(plan.folder().resolve("MANIFEST"))
                ? Judge.judge(plan.folder(), answers, plan.epochMillis())
                : null;
    }

    private Map<String, String> environment(final Place place, final int nth, final boolean after) {
        if (disk == null || !place.needsDisk()) {
            return Map.of();
        }
        final Fault fault = new Fault(Deed.KILL, place.calls, place.name, nth, 0, after);
        final Map<String, String> environment = Laboratory.environment(disk, plan.folder(), fault);
        if (place != Place.RECOVERY) {
            environment.put("CRASH_ARMED", plan.armed().toString());
        }
        return environment;
    }

    /** It has recovered to what replaying the folder beforehand came to. */
    private void requireAsLeft(final CrashNode child) throws IOException {
        final Reading before = left;
        for (final String recovered : before == null ? List.<String>of() : child.said("recovered")) {
            assertThat(recovered).isEqualTo("recovered " + before.lastSequence() + " " + before.digest());
        }
    }

    private void end() throws Exception {
        final long furthest = answers.begins().stream()
                .mapToLong(ChildPlan.Begin::number)
                .max()
                .orElseThrow();
        final ChildPlan last = plan.goingOnAt(answers.begins()).upTo(furthest + 30);
        try (CrashNode child = CrashNode.start(last, answers, services, Map.of())) {
            assertThat(child.awaitEnd()).as(child.said("") + child.errors()).isZero();
            requireAsLeft(child);
        }
        plan = last;
        Judge.judgeEnd(last, answers);
    }
}
