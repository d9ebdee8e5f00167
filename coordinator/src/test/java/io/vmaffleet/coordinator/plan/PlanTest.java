package io.vmaffleet.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final RunId RUN = new RunId("00112233445566ff");

    @TempDir
    Path root;

    @Test
    void aTaskNamesTheClipByTheRealPathOfItsFolder() throws IOException {
        Path real = Files.createDirectories(root.resolve("real"));
        new CorpusFolder(real).clip("a.mp4").clip("b.mp4").scores("video_name,video_score", "a.mp4,3");
        Path link = Files.createSymbolicLink(root.resolve("link"), real);
        CorpusFolder folder = new CorpusFolder(link);
        folder.sidecar("{\"src\":\"b.mp4\",\"chug_width_manifest\":640,\"chug_height_manifest\":360,"
                + "\"chug_framerate_manifest\":30}");
        Plan plan = Plan.of(folder.read());

        ClipTask task = plan.task(1, RUN, Recipe.K150K, 2, true, Optional.of("host-7"));

        assertThat(task)
                .isEqualTo(new ClipTask(
                        RUN,
                        new ClipName("b.mp4"),
                        2,
                        real.toRealPath() + "/clips/b.mp4",
                        5,
                        Recipe.K150K,
                        Optional.empty(),
                        Optional.of(new ManifestGeometry(640, 360, 30, 0)),
                        true,
                        Optional.of("host-7")));
    }

    @Test
    void aClipIsFoundByItsName() {
        Plan plan = Plan.of(new CorpusFolder(root)
                .clip("a.mp4")
                .clip("b.mp4")
                .clipOfBytes("c%0A.mp4")
                .scores("video_name,video_score", "a.mp4,3")
                .read());

        assertThat(plan.size()).isEqualTo(2);
        assertThat(plan.total()).isEqualTo(3);
        assertThat(plan.indexOf(new ClipName("b.mp4"))).hasValue(1);
        assertThat(plan.indexOf(new ClipName("c.mp4"))).isEmpty();
        assertThat(plan.name(0)).isEqualTo(new ClipName("a.mp4"));
    }

    @Test
    void theCorpusDigestCoversClipsAndLabels() {
        CorpusFolder folder = new CorpusFolder(root).clip("a.mp4").scores("video_name,video_score", "a.mp4,3");
        Plan plan = Plan.of(folder.read());
        Plan relabelled =
                Plan.of(folder.scores("video_name,video_score", "a.mp4,4").read());
        Plan extended = Plan.of(folder.clip("b.mp4").read());

        assertThat(relabelled.clipListDigest()).isEqualTo(plan.clipListDigest());
        assertThat(relabelled.corpusDigest()).isNotEqualTo(plan.corpusDigest());
        assertThat(extended.corpusDigest()).isNotEqualTo(relabelled.corpusDigest());
        assertThat(plan.corpusDigest(relabelled.labelsDigest())).isEqualTo(relabelled.corpusDigest());
    }
}
