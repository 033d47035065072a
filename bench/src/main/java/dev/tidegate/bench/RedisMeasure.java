package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Our gateway over the binary protocol and Redis with scripts, unpipelined and pipelined, in turns. */
final class RedisMeasure {
    private static final double WARM_UP_SECONDS = 5;
    private static final double REDIS_WARM_UP_SECONDS = 1;

    /** What an answer of Redis promises, and which of our modes promises as much. */
    enum Force {
        ALWAYS(JournalMode.DISK_FILE),
        EVERYSEC(JournalMode.PROCESS_FILE);

        private final JournalMode ours;

        Force(final JournalMode ours) {
            this.ours = ours;
        }
    }

    private final Force force;
    private final Mix mix;
    private final int connections;
    private final int[] depths;
    private final int turns;
    private final Dice dice = new Dice(System.nanoTime());

    RedisMeasure(final Force force, final Mix mix, final int connections, final int depth, final int turns) {
        if (mix != Mix.HOT && mix != Mix.LIFE) {
            throw new IllegalArgumentException("the scripts do HOT and LIFE, not " + mix);
        }
        this.force = force;
        this.mix = mix;
        this.connections = connections;
        depths = new int[] {1, depth};
        this.turns = turns;
    }

    void rows(final double seconds) throws IOException {
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "peers-");
        final Optional<Path> program = RedisServer.program();
        try (GatewaySide gateway = new GatewaySide(force.ours, folder.resolve("gateway"), depths[1])) {
            if (program.isEmpty()) {
                System.out.println("Redis is not measured: it needs redis-server on the PATH, as Debian's package"
                        + " redis-server has it");
                final List<WireSide> ours = ours(gateway);
                turns(ours, seconds);
                print(ours, List.of(), proof(gateway, ours), disk(folder));
                return;
            }
            final long hold = mix.life() ? WireSide.LIFE_HOLD_MILLIS : WireSide.HOT_HOLD_MILLIS;
            final String name = force.name().toLowerCase(Locale.ROOT);
            try (RedisServer redis =
                    RedisServer.start(program.get(), name, folder.resolve("redis"), Storm.PLENTY, hold)) {
                PeerRehearsal.of(redis.calls(), System.currentTimeMillis());
                final List<WireSide> ours = ours(gateway);
                final List<WireSide> theirs = theirs(redis, name);
                final List<WireSide> all = new ArrayList<>(ours);
                all.addAll(theirs);
                turns(all, seconds);
                // The rehearsal placed two orders, and paid one.
                final String proof = "Redis: " + redis.proof(2 + reserved(theirs), 1 + paid(theirs));
                print(ours, theirs, proof(gateway, ours), proof, disk(folder));
            }
        } finally {
            PipelineMeasure.delete(folder);
        }
    }

    private List<WireSide> ours(final GatewaySide gateway) throws IOException {
        final List<WireSide> sides = new ArrayList<>();
        for (final int depth : depths) {
            final List<OrderWire> wires = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                wires.add(new BinaryWire(gateway.port, depth, new Dice(dice.next())));
            }
            final WireSide side = new WireSide(
                    "binary " + force.ours.name().split("_")[0], wires, depth, mix, turns, gateway::processorNanos);
            side.warmUp(WARM_UP_SECONDS);
            sides.add(side);
        }
        return sides;
    }

    private List<WireSide> theirs(final RedisServer redis, final String name) throws IOException {
        final List<WireSide> sides = new ArrayList<>();
        for (final int depth : depths) {
            final List<OrderWire> wires = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                wires.add(new RedisWire(redis.port, new Dice(dice.next())));
            }
            final WireSide side = new WireSide("Redis AOF " + name, wires, depth, mix, turns, redis::processorNanos);
            side.warmUp(REDIS_WARM_UP_SECONDS);
            sides.add(side);
        }
        return sides;
    }

    private void turns(final List<WireSide> sides, final double seconds) throws IOException {
        for (int i = 0; i < turns; i++) {
            for (int turn = 0; turn < sides.size(); turn++) {
                // Whoever goes first may find the machine at another speed.
                sides.get((i + turn) % sides.size()).turn(i, seconds);
            }
        }
    }

    private void print(final List<WireSide> ours, final List<WireSide> theirs, final String... proofs)
            throws IOException {
        System.out.printf("%s, load %.1f, pace %.2f%n", mix, Report.load(), Report.pace());
        for (int i = 0; i < depths.length; i++) {
            System.out.println("  " + ours.get(i).row());
            if (!theirs.isEmpty()) {
                System.out.println("  " + theirs.get(i).row());
                System.out.println("  " + ours.get(i).ratioTo(theirs.get(i)));
            }
        }
        for (final String proof : proofs) {
            System.out.println("    " + proof);
        }
        for (final WireSide side : ours) {
            side.close();
        }
        for (final WireSide side : theirs) {
            side.close();
        }
    }

    private String proof(final GatewaySide gateway, final List<WireSide> ours) throws IOException {
        return "gateway: " + gateway.proof(reserved(ours), paid(ours));
    }

    /** What the disk itself takes at this moment. */
    private static String disk(final Path folder) throws IOException {
        final Histogram forces = OpenLoopMain.forces(folder);
        return String.format(
                "fdatasync of 4 KiB over written blocks: p50 %.0f us, p99 %.0f us",
                forces.getValueAtPercentile(50) / 1e3, forces.getValueAtPercentile(99) / 1e3);
    }

    /** Every order was possible: there is enough, and each buyer is new. */
    private static long reserved(final List<WireSide> sides) {
        long orders = 0;
        for (final WireSide side : sides) {
            PeerRehearsal.require(side.load.reserved.refused == 0, "refused " + side.load.reserved.refused);
            orders += side.load.reserved.accepted;
        }
        return orders;
    }

    private static long paid(final List<WireSide> sides) {
        return sides.stream().mapToLong(side -> side.load.confirmed.accepted).sum();
    }
}
