package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// What libvmaf gives when every extractor is really run on a clip's frames in plain C: what a row is held against.
public final class PlainC {
    private PlainC() {}

    /// Measures a clip in full by the seed's recipe.
    public static Map<Feature, FeatureStats> measure(Path clip) throws IOException {
        return measure(clip, Recipe.K150K);
    }

    /// Measures a clip in full.
    public static Map<Feature, FeatureStats> measure(Path clip, Recipe recipe) throws IOException {
        try (ClipFile file = ClipFile.open(
                        clip.toString(),
                        Files.size(clip),
                        Roots.of(clip.resolveSibling("").toRealPath()));
                FrameSource frames = FfmpegFrameSource.open(file)) {
            int bitDepth = frames.format().bitDepth();
            Measurement all = Measurement.of(frames.format(), recipe, Scope.ALL);
            FrameScores scores = new LibvmafExtractor(TestLibrary.get())
                    .extract(frames, Clips.withMask(all, Measurement.PLAIN_C), FrameListener.NONE);
            assertThat(ConstantsAudit.difference(recipe, scores, bitDepth))
                    .as("constants of %s", clip)
                    .isEmpty();
            Map<Feature, FeatureStats> stats = new EnumMap<>(Feature.class);
            for (Feature feature : recipe.features()) {
                stats.put(
                        feature,
                        feature.variesWhenIdentical()
                                ? FeatureStats.of(scores.of(feature))
                                : FeatureStats.constant(feature.whenIdentical(bitDepth)));
            }
            return stats;
        }
    }

    /// Holds a row's statistics against what [#measure] gave: to 1e-9 what was computed, exactly what is constant.
    public static void assertSame(
            String clip, Map<Feature, FeatureStats> expected, Function<Feature, FeatureStats> actual) {
        for (Feature feature : expected.keySet()) {
            FeatureStats should = Objects.requireNonNull(expected.get(feature));
            FeatureStats is = actual.apply(feature);
            if (feature.variesWhenIdentical()) {
                assertThat(is.mean()).as("%s of %s, mean", feature, clip).isCloseTo(should.mean(), within(1e-9));
                assertThat(is.std()).as("%s of %s, std", feature, clip).isCloseTo(should.std(), within(1e-9));
            } else {
                assertThat(List.of(is.mean(), is.std()))
                        .as("%s of %s, mean and std", feature, clip)
                        .containsExactly(should.mean(), should.std());
            }
        }
    }
}
