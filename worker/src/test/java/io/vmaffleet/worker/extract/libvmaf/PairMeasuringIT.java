package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.task.RunId;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.MeasuredClip;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.FfmpegProgram;
import io.vmaffleet.worker.testing.Planes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pairs of real clips, held against what ffmpeg's own filters and libvmaf's plain C make of them.
class PairMeasuringIT {
    @TempDir
    Path folder;

    private ClipMaker maker = new ClipMaker(Path.of("nowhere"));

    @BeforeEach
    void makeRoom() {
        maker = new ClipMaker(folder);
    }

    /// Another one of the same pictures, worse.
    private Path worse(Path clip, String name, String... filtersAndCodec) {
        Path worse = folder.resolve(name);
        String[] arguments = new String[filtersAndCodec.length + 3];
        arguments[0] = "-i";
        arguments[1] = clip.toString();
        System.arraycopy(filtersAndCodec, 0, arguments, 2, filtersAndCodec.length);
        arguments[arguments.length - 1] = worse.toString();
        FfmpegProgram.run(arguments);
        return worse;
    }

    private MeasuredClip measure(Path reference, Path distorted, Recipe recipe) {
        ClipTask task = new ClipTask(
                new RunId("0123456789abcdef"),
                new ClipName(distorted.getFileName().toString()),
                1,
                distorted.toString(),
                1,
                recipe,
                Optional.of(
                        new ReferenceClip(new ClipName(reference.getFileName().toString()), reference.toString(), 1)),
                Optional.empty(),
                false,
                Optional.empty());
        try (TimedFrames theirs = Planes.open(reference);
                TimedFrames ours = Planes.open(distorted)) {
            return new ClipMeasurer(new LibvmafExtractor(TestLibrary.get()))
                    .measure(task, (Pairing.Reference) recipe.pairing(), theirs, ours, FrameListener.NONE);
        }
    }

    private FeatureRow row(Path reference, Path distorted, Recipe recipe) {
        MeasuredClip measured = measure(reference, distorted, recipe);
        assertThat(measured.result()).isInstanceOf(ClipResult.Extracted.class);
        return ((ClipResult.Extracted) measured.result()).row();
    }

    private static Recipe with(Recipe recipe, FrameMatch match, Depth depth) {
        return recipe.withPairing(new Pairing.Reference(match, depth));
    }

    private void assertPlainC(FeatureRow row, Path reference, Path distorted, PictureFormat pictures, Recipe recipe)
            throws IOException {
        new DirectPair(folder, pictures, recipe, true)
                .measure(reference, distorted, "1")
                .forEach((feature, expected) -> {
                    for (Statistic statistic : recipe.statistics()) {
                        assertThat(row.value(feature, statistic))
                                .as("%s of %s", statistic, feature)
                                .isCloseTo(expected.of(statistic), within(1e-9));
                    }
                });
    }

    @Test
    void aPairOfOneSizeHasTheValuesOfPlainC() throws IOException {
        Path reference = maker.make("ref.mp4", ClipSpec.of(560, 320, 9).build());
        Path distorted = worse(reference, "low.mp4", "-c:v", "mpeg4", "-b:v", "150k");

        for (Recipe recipe : new Recipe[] {Recipe.CHUG_FULL, Recipe.K150K_26.withPairing(Pairing.REFERENCE)}) {
            FeatureRow row = row(reference, distorted, recipe);

            int depth = recipe.equals(Recipe.CHUG_FULL) ? 10 : 8;
            assertPlainC(row, reference, distorted, new PictureFormat(560, 320, depth), recipe);
            assertThat(row.value(Feature.PSNR_Y, Statistic.MEAN)).isBetween(15.0, 45.0);
            assertThat(row.value(Feature.VMAF, Statistic.MEAN)).isBetween(0.0, 98.0);
            PairFacts pair = row.pair().orElseThrow();
            assertThat(pair.reference()).isEqualTo("ref.mp4");
            assertThat(pair.bitDepth()).isEqualTo(depth);
            assertThat(pair.frames()).isEqualTo(9);
            assertThat(pair.ofDistorted().codec()).isEqualTo("mpeg4");
        }
    }

    @Test
    void aSmallerHdrClipIsScaledToItsReference() throws IOException {
        Path reference = maker.make("ref.mp4", ClipSpec.of(640, 360, 6).pqHdr().build());
        Path distorted = worse(
                reference, "low.mp4", "-vf", "scale=320:180", "-c:v", "libaom-av1", "-cpu-used", "8", "-crf", "50");

        FeatureRow row = row(reference, distorted, Recipe.CHUG_FULL);

        assertPlainC(row, reference, distorted, new PictureFormat(640, 360, 10), Recipe.CHUG_FULL);
        assertThat(row.width()).isEqualTo(320);
        assertThat(row.isHdr()).isTrue();
        PairFacts pair = row.pair().orElseThrow();
        assertThat(pair.width()).isEqualTo(640);
        assertThat(pair.height()).isEqualTo(360);
        assertThat(pair.ofReference().colour().transfer()).contains("smpte2084");
        assertThat(pair.ofDistorted().seconds()).isEqualTo(pair.ofReference().seconds());
    }

    @Test
    void aTurnedReferenceIsComparedAsItIsDisplayed() throws IOException {
        Path reference =
                maker.make("ref.mp4", ClipSpec.of(640, 360, 5).rotation(90).build());
        // the program turns it before it encodes it
        Path distorted = worse(reference, "low.mp4", "-vf", "scale=180:320", "-c:v", "mpeg4", "-b:v", "200k");
        Recipe recipe = Recipe.K150K.withPairing(Pairing.REFERENCE);

        FeatureRow row = row(reference, distorted, recipe);

        assertThat(row.pair().orElseThrow().width()).isEqualTo(360);
        assertPlainC(row, reference, distorted, new PictureFormat(360, 640, 8), recipe);
        assertThat(row.value(Feature.PSNR_Y, Statistic.MEAN)).isGreaterThan(15);
    }

    /// A reference at 60 frames a second and its clip at 30 whose frames are every second one, without loss.
    @Test
    void byTimeEverySecondFrameIsComparedAndByIndexTheWrongOnesAre() {
        Path reference = maker.make(
                "ref.mkv",
                ClipSpec.of(320, 240, 12)
                        .codec("ffv1", "yuv420p")
                        .container("matroska")
                        .rate(60, 1)
                        .build());
        Path distorted = worse(reference, "half.mkv", "-vf", "select=not(mod(n\\,2))", "-r", "30", "-c:v", "ffv1");

        Recipe byTime = with(Recipe.K150K, FrameMatch.TIME, Depth.OF_THE_DEEPER);
        FeatureRow row = row(reference, distorted, byTime);
        assertThat(row.value(Feature.PSNR_Y, Statistic.MEAN)).isEqualTo(60);
        assertThat(row.pair().orElseThrow().frames()).isEqualTo(6);
        assertThat(row.pair().orElseThrow().ofReference().frames()).isEqualTo(12);

        Recipe byIndex = with(Recipe.K150K, FrameMatch.INDEX, Depth.OF_THE_DEEPER);
        ClipResult result = measure(reference, distorted, byIndex).result();
        assertThat(result).isInstanceOfSatisfying(ClipResult.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(FailureReason.REFERENCE_MISMATCH);
            assertThat(failed.detail()).contains("6 frames at 30 a second", "12 at 60 a second", "ref.mkv");
        });
    }

    @Test
    void aReferenceOfManyMoreFramesIsAMismatch() {
        Path reference = maker.make("ref.mp4", ClipSpec.of(320, 240, 20).build());
        Path distorted = maker.make("short.mp4", ClipSpec.of(320, 240, 12).build());

        ClipResult result = measure(reference, distorted, Recipe.K150K.withPairing(Pairing.REFERENCE))
                .result();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ClipResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.REFERENCE_MISMATCH));
    }

    @Test
    void aReferenceTooSmallForTheRecipeLeavesItsClipOut() {
        Path reference = maker.make("ref.mp4", ClipSpec.of(160, 120, 3).build());
        Path distorted = maker.make("large.mp4", ClipSpec.of(640, 480, 3).build());

        ClipResult result = measure(reference, distorted, Recipe.CHUG_FULL).result();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ClipResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TOO_SMALL));
    }

    @Test
    void aClipComparedWithItselfThroughTheDoorOfPairsHasItsConstants() {
        Path clip = maker.make("ref.mp4", ClipSpec.of(320, 240, 4).build());

        FeatureRow row = row(clip, clip, Recipe.K150K.withPairing(Pairing.REFERENCE));

        assertThat(row.value(Feature.ADM2, Statistic.MEAN)).isCloseTo(1, within(1e-5));
        assertThat(row.value(Feature.PSNR_Y, Statistic.MEAN)).isEqualTo(60);
    }
}
