package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segments are Chronicle Queues as anybody's tools read them, and none of its traps is met again. */
class ChronicleFilesTest {
    /** Stands for as long as it was, and every byte of it 0. */
    private static final int ZEROED = Integer.MAX_VALUE;

    @TempDir
    Path temp;

    @Test
    void shouldGiveChroniclesOwnReaderTheSameRecords() throws Exception {
        final Path folder = temp.resolve("journal");
        try (TestJournal journal = TestJournal.open(folder, Kind.CHRONICLE)) {
            journal.appendBatches(3_000).mark();
        }
        final LogPort log = FolderFiles.log(folder, Kind.CHRONICLE);
        final List<byte[]> ours = new ArrayList<>();
        try (SegmentReader reader = log.read(1, new Envelope())) {
            while (reader.next()) {
                ours.add(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
            }
        }
        final Path copy = TestJournal.crashImage(log.file(1).getParent(), temp.resolve("copy"));
        assertThat(readWithChronicle(copy))
                .hasSameSizeAs(ours)
                .usingElementComparator(Arrays::compare)
                .isEqualTo(ours);
    }

    @Test
    void shouldGoOnThoughADocumentWasLeftOpenByTheSamePid() {
        final Path folder = temp.resolve("journal");
        final Path image = temp.resolve("image");
        try (TestJournal journal = TestJournal.open(folder, Kind.CHRONICLE)) {
            journal.appendBatches(10);
            leaveDocumentOpen(folder, image);
        }
        // A queue that waited for the lock would throw: its owner is this living process.
        try (TestJournal journal = TestJournal.open(image, Kind.CHRONICLE)) {
            assertThat(journal.replayed().lines).hasSize(10);
            assertThat(journal.opened().recovery().tailBytesCut()).isPositive();
            journal.appendBatches(10);
        }
        assertThat(TestJournal.read(image).lines).hasSize(20);
    }

    @Test
    void shouldNotNeedTheMetadataFile() throws Exception {
        for (final int bytes : new int[] {-1, 0, 100, ZEROED}) {
            final Path folder = temp.resolve("journal" + bytes);
            final Path image = temp.resolve("image" + bytes);
            try (TestJournal journal = TestJournal.open(folder, Kind.CHRONICLE)) {
                journal.appendBatches(10);
                TestJournal.crashImage(folder, image);
            }
            final Path metadata = image.resolve("segment-00000001/metadata.cq4t");
            final byte[] before = Files.readAllBytes(metadata);
            Files.delete(metadata);
            if (bytes >= 0) {
                Files.write(metadata, bytes == ZEROED ? new byte[before.length] : Arrays.copyOf(before, bytes));
            }
            try (TestJournal journal = TestJournal.open(image, Kind.CHRONICLE)) {
                assertThat(journal.replayed().lines).hasSize(10);
                journal.appendBatches(10);
            }
            assertThat(TestJournal.read(image).lines).hasSize(20);
        }
    }

    /** Takes the image of a folder while this process sits in a half-written document, with the queue's lock held. */
    private static void leaveDocumentOpen(final Path folder, final Path image) {
        try (SingleChronicleQueue queue = queue(folder.resolve("segment-00000001"));
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            TestJournal.crashImage(folder, image);
            document.rollbackOnClose();
        }
    }

    private static List<byte[]> readWithChronicle(final Path folder) {
        final List<byte[]> documents = new ArrayList<>();
        try (SingleChronicleQueue queue = queue(folder);
                ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        return documents;
                    }
                    documents.add(document.wire().bytes().toByteArray());
                }
            }
        }
    }

    private static SingleChronicleQueue queue(final Path folder) {
        return SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(SparseRollCycles.LARGE_HOURLY_SPARSE)
                .timeProvider(() -> 0L)
                .blockSize(8 << 20)
                .build();
    }
}
