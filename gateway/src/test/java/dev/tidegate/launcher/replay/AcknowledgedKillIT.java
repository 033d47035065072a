package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was answered before a process was killed under load is there afterwards, with the same answer, once. */
class AcknowledgedKillIT {
    private static final int KILLS = 7;
    private static final int MOST_ANSWERS = 6_000;

    @TempDir
    Path temp;

    private record Answered(long idHigh, long idLow, RememberedView view) {
        /** Reads a line of {@link AcknowledgingChild}; null for the last one if the kill has cut it off. */
        static Answered parse(String line) {
            String[] words = line.split(" ");
            if (words.length != 6 || !words[5].equals(".")) {
                return null;
            }
            RememberedView view = new RememberedView(
                    OutcomeCode.valueOf(words[3]), Long.parseLong(words[2]), 0, Long.parseLong(words[4]));
            return new Answered(Long.parseLong(words[0]), Long.parseLong(words[1]), view);
        }
    }

    static List<Keeping> keepings() {
        return Keeping.all();
    }

    @ParameterizedTest
    @MethodSource("keepings")
    void shouldKeepEveryAnswerOverKillsUnderLoad(Keeping keeping) throws Exception {
        Path folder = temp.resolve("data");
        Random random = new Random(keeping.hashCode());
        List<Answered> answers = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            answers.addAll(submitAndKill(folder, keeping, round, 1 + random.nextInt(MOST_ANSWERS)));
            assertKept(folder, keeping, answers);
        }
        assertThat(answers).extracting(answer -> answer.view.code()).contains(OutcomeCode.OUT_OF_STOCK);
    }

    private static List<Answered> submitAndKill(Path folder, Keeping keeping, int round, int afterAnswers)
            throws IOException, InterruptedException {
        Process child = Replays.child(
                AcknowledgingChild.class,
                folder.toString(),
                keeping.durability(),
                keeping.journal(),
                Integer.toString(round));
        List<Answered> answers = new ArrayList<>();
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Answered answer = Answered.parse(line);
                if (answer != null) {
                    answers.add(answer);
                }
                if (answers.size() == afterAnswers) {
                    // Through its handle: what it has printed stays readable.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        assertThat(answers).hasSizeGreaterThanOrEqualTo(afterAnswers);
        return answers;
    }

    private static void assertKept(Path folder, Keeping keeping, List<Answered> answers) {
        Set<Long> sequences = new HashSet<>();
        try (Tidegate tidegate = Tidegate.open(folder, options(keeping))) {
            List<RememberedView> views = tidegate.read(reads -> answers.stream()
                            .map(answer -> reads.remembered(0, answer.idHigh, answer.idLow))
                            .toList())
                    .join();
            for (int i = 0; i < views.size(); i++) {
                RememberedView kept = views.get(i);
                // The time of the answer is not printed.
                assertThat(new RememberedView(kept.code(), kept.sequence(), 0, kept.entityId()))
                        .isEqualTo(answers.get(i).view);
                sequences.add(kept.sequence());
            }
            assertThat(sequences).hasSameSizeAs(answers);
            // Each command in the journal has an id of its own: none is there twice.
            Counts counts = tidegate.counts();
            assertThat(counts.idsRemembered() + counts.refusalsRemembered())
                    .isEqualTo(tidegate.digest().sequence());
        }
    }

    private static TidegateOptions options(Keeping keeping) {
        return TidegateOptions.defaults()
                .withJournal(JournalSettings.Kind.valueOf(keeping.journal().toUpperCase(Locale.ROOT)));
    }
}
