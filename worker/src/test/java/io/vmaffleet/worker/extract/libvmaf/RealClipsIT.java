package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.testing.RealClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The row of a real encode, as it is shipped, against every extractor really run on the same frames in plain C.
final class RealClipsIT {
    @TempDir
    private Path folder;

    static Stream<Arguments> clips() {
        return RealClips.specs().entrySet().stream().map(clip -> Arguments.of(clip.getKey(), clip.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void theRowIsWhatEveryExtractorGivesInPlainC(String name, ClipSpec spec) throws IOException {
        Path clip = ClipEncoder.encode(spec, folder.resolve(name));

        FeatureRow row = shipped(clip);
        PlainC.assertSame(name, PlainC.measure(clip), feature -> TestRows.stats(row, feature));
    }

    private FeatureRow shipped(Path clip) throws IOException {
        ClipTask task = new ClipTask(
                new RunId("0000000000000001"),
                new ClipName(clip.getFileName().toString()),
                1,
                clip.toString(),
                Files.size(clip),
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
        try (ClipFile file = ClipFile.open(clip.toString(), Files.size(clip), Roots.of(folder.toRealPath()));
                FrameSource frames = FfmpegFrameSource.open(file)) {
            ClipResult result = new ClipMeasurer(new LibvmafExtractor(TestLibrary.get()))
                    .measure(task, frames, FrameListener.NONE)
                    .result();
            assertThat(result).isInstanceOf(ClipResult.Extracted.class);
            return ((ClipResult.Extracted) result).row();
        }
    }
}
