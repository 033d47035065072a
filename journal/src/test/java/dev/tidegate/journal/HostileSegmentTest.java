package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A segment of each kind with bytes changed, read as start-up and as {@code inspect} read it. The first byte of an input
 * says which kind, whether the envelopes get right checksums behind the changes, and where the changes are.
 */
class HostileSegmentTest {
    private static final int CHRONICLE = 1;
    private static final int SIGNED = 2;
    private static final int IN_THE_FIRST_RECORDS = 4;
    private static final int RAW_TAIL = 8;
    private static final int TAIL_BYTES = 512;
    private static final int FEW = 4;
    private static final int SOME_RECORD = 3;
    /** Of what stands behind an envelope: the length of the first frame, and its message's header. */
    private static final int FRAMES_BYTES = 16;

    /** Engine and windows; nothing is made as large as a length says. */
    private static final long MOST_ALLOCATED_BYTES = 64 << 20;

    private static final Map<Kind, Image> IMAGES = new EnumMap<>(Kind.class);
    private static final Map<Kind, List<Span>> SPANS = new EnumMap<>(Kind.class);
    private static final Map<Kind, byte[]> BYTES = new EnumMap<>(Kind.class);

    @TempDir
    static Path temp;

    private static Image image(final Kind kind) {
        return IMAGES.computeIfAbsent(kind, made -> {
            try (SmallShop shop = new SmallShop(temp.resolve(kind + "-live"), TestJournal.small(kind), 3)) {
                shop.trade(80);
                final Image image = new Image(
                        TestJournal.crashImage(temp.resolve(kind + "-live"), temp.resolve(kind + "-image")), kind);
                final List<Span> spans = image.spans(1);
                image.truncate(image.file(1), spans.get(spans.size() - 1).end() + TAIL_BYTES);
                SPANS.put(kind, spans);
                BYTES.put(kind, image.bytes(image.file(1)));
                return image;
            }
        });
    }

    /**
     * A few changes of each sort; each field of the envelope of a record somewhere in the middle, and of the
     * segment's own header, with right checksums; and tails of what cannot be.
     */
    static Stream<byte[]> inputs() {
        final Stream<byte[]> some = Stream.of(0, CHRONICLE, SIGNED, SIGNED | CHRONICLE, RAW_TAIL, SIGNED | RAW_TAIL)
                .map(flags -> new byte[] {(byte) (int) flags, 3, 8, 0, 0, 2, 1, 0, 0, 0, 32, 0, 0, 2, 127, 0, 0, 0});
        final Stream<byte[]> fields = Stream.of(SIGNED, SIGNED | CHRONICLE)
                .flatMap(flags -> Stream.of(0, SOME_RECORD)
                        .flatMap(record -> Edits.harming(0, Integer.BYTES + Envelope.HEADER_BYTES + FRAMES_BYTES)
                                .map(edit -> Edits.input(edit, flags | IN_THE_FIRST_RECORDS, record))));
        final Stream<byte[]> tails = Stream.of(RAW_TAIL, RAW_TAIL | CHRONICLE)
                .flatMap(flags -> Stream.of(-1, 0x7F, 0x40, 1).map(value -> {
                    final byte[] tail = new byte[TAIL_BYTES];
                    Arrays.fill(tail, (byte) (int) value);
                    return Edits.input(tail, flags, 0);
                }));
        return Stream.of(some, fields, tails).flatMap(each -> each);
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeReadOrRefusedByName(final byte[] input) throws Exception {
        final int flags = input.length == 0 ? 0 : input[0];
        final Kind kind = (flags & CHRONICLE) == 0 ? Kind.FILE : Kind.CHRONICLE;
        final Image image = image(kind);
        final byte[] file = BYTES.get(kind).clone();
        final List<Span> spans = SPANS.get(kind);
        final int first = input.length < 2 ? 0 : (input[1] & 0xFF) % spans.size();
        final int last =
                (flags & IN_THE_FIRST_RECORDS) == 0 ? spans.size() - 1 : Math.min(first + FEW, spans.size() - 1);
        final int tail = (int) spans.get(spans.size() - 1).end();
        if ((flags & RAW_TAIL) == 0) {
            Edits.apply(input, 2, file, (int) spans.get(first).start(), (int)
                    spans.get(last).end());
        } else {
            final int length = Math.min(Math.max(0, input.length - 2), file.length - tail);
            System.arraycopy(input, Math.min(2, input.length), file, tail, length);
        }
        if ((flags & SIGNED) != 0) {
            sign(file, spans);
        }
        Files.write(image.file(1), file);
        Allocation.atMost(MOST_ALLOCATED_BYTES, () -> read(image.folder));
    }

    /** Gives the envelopes right checksums, as far as their lengths are inside the file. */
    private static void sign(final byte[] file, final List<Span> spans) {
        final Envelope envelope = new Envelope();
        for (final Span span : spans.subList(1, spans.size())) {
            final int at = (int) span.start() + Integer.BYTES;
            final int total = envelope.wrap(file, at).totalBytes();
            if (total >= Envelope.HEADER_BYTES && total <= file.length - at) {
                envelope.sign();
            }
        }
    }

    private static void read(final Path folder) {
        try {
            JournalFolder.readInOneThread(folder, new Replayer(new EngineSettings(7, 8, 16, 64, 64)));
        } catch (final JournalException refused) {
            assertThat(refused.kind()).isIn(JournalException.Kind.DAMAGED, JournalException.Kind.VERSION);
        }
        JournalScan.scan(folder, new JournalScan.Visitor() {
            @Override
            public void segment(final long number, final Path file, final long bytes, final String state) {
                assertThat(bytes).isPositive();
            }

            @Override
            public void record(final ScannedRecord found) {
                assertThat(found.digest() == null).isEqualTo(found.isBatch());
            }

            @Override
            public void fault(final JournalScan.Fault found) {
                assertThat(found.reason()).isNotBlank();
            }
        });
    }
}
