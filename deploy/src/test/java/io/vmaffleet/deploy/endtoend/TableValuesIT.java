package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.demo.DemoCorpus;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.extract.libvmaf.PlainC;
import io.vmaffleet.worker.testing.RealClips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole tables, as pandas reads them, against every extractor really run on every frame in plain C.
class TableValuesIT {
    @TempDir
    private Path folder;

    @Test
    void theTableOfClipsOfEveryKindHasTheValuesOfPlainC() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        StringBuilder scores = new StringBuilder("video_name,video_score\n");
        for (Map.Entry<String, ClipSpec> clip : RealClips.specs().entrySet()) {
            ClipEncoder.encode(clip.getValue(), clips.resolve(clip.getKey()));
            scores.append(clip.getKey()).append(",3.25\n");
        }
        Path scoresFile = Files.writeString(folder.resolve("scores.csv"), scores);

        Map<String, ObjectNode> table = extract(clips, scoresFile, 0);

        assertThat(table.keySet()).containsExactlyElementsOf(RealClips.specs().keySet());
        assertThat(table.values())
                .allSatisfy(row -> assertThat(row.path("mos").asDouble()).isEqualTo(3.25));
        assertThatValuesArePlainC(table, clips);
    }

    @Test
    void theTableOfTheDemoHasTheValuesOfPlainC() throws Exception {
        DemoCorpus corpus = DemoCorpus.make(folder.resolve("corpus"));

        // one of its clips is broken
        Map<String, ObjectNode> table = extract(corpus.clips(), corpus.scores(), 1);

        assertThat(table).hasSize(10);
        // in plain C the larger ones of the same kinds take minutes
        table.keySet().removeIf(clip -> clip.startsWith("beach_") || clip.startsWith("sport_"));
        assertThat(table).hasSize(6);
        assertThatValuesArePlainC(table, corpus.clips());
    }

    private Map<String, ObjectNode> extract(Path clips, Path scores, int exitCode) throws Exception {
        Path output = folder.resolve("table.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, VmafFleetProcess.run(clips, scores, output))) {
            assertThat(run.end()).as(run.said()).isEqualTo(exitCode);
        }
        return Pandas.rows(output);
    }

    private static void assertThatValuesArePlainC(Map<String, ObjectNode> table, Path clips) {
        table.entrySet().parallelStream().forEach(entry -> {
            String clip = entry.getKey();
            try {
                PlainC.assertSame(
                        clip, PlainC.measure(clips.resolve(clip)), feature -> Pandas.stats(entry.getValue(), feature));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
