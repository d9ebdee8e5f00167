package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.CpuFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped engine with real clips, under the flags it is shipped with. One process measures them all.
class LibvmafEngineIT {
    private static final MemoryBudget BUDGET = MemoryBudget.ofHost(HostMemory.bytes());
    private static final AttemptWatch NOBODY = new AttemptWatch() {
        @Override
        public void waitingForMemory() {}

        @Override
        public void measuring(long framesExpected, Optional<Duration> deadline) {}

        @Override
        public void frames(long done) {}
    };

    @TempDir
    static Path folder;

    private static EngineProcess engine;
    private static ClipMaker clips;

    @BeforeAll
    static void startAnEngine() throws InterruptedException, IOException {
        Files.createDirectory(folder.resolve("clips"));
        clips = new ClipMaker(folder.resolve("clips"));
        engine = launch(Optional.empty());
        engine.awaitReady();
    }

    @AfterAll
    static void endIt() throws InterruptedException {
        engine.retire();
    }

    @Test
    void theProcessGivesTheRowThatTheSamePartsGiveInThisOne() throws Exception {
        for (Path clip : List.of(clips.sdr("sdr.mp4"), clips.hdr("hdr.mp4"), clips.portrait("portrait ü.mp4"))) {
            Measurement measurement = measure(task(clip, Optional.empty()));

            assertThat(row(measurement).differencesFrom(here(task(clip, Optional.empty()))))
                    .as(clip.toString())
                    .isEmpty();
            assertThat(measurement.sizeBytes()).isEqualTo(Files.size(clip));
            assertThat(measurement.frames()).isPositive();
            assertThat(measurement.geometryMismatch()).isEmpty();
        }
    }

    @Test
    void whoseMetricsTheRecipeSaysAreTheOnesThatMeasure() throws Exception {
        Path reference = clips.sdr("good.mp4");
        Path distorted =
                clips.make("bad.mp4", ClipSpec.of(320, 240, 10).bitRate(60_000).build());
        Recipe byLibvmaf = Recipe.K150K
                .withFeatures(List.of(Feature.FLOAT_SSIM, Feature.CIEDE2000))
                .withPairing(Pairing.REFERENCE);

        FeatureRow theirs = row(measure(pair(reference, distorted, byLibvmaf)));
        FeatureRow ours = row(measure(pair(reference, distorted, byLibvmaf.withMetrics(Metrics.FAST))));

        assertThat(ours.value(Feature.FLOAT_SSIM, Statistic.MEAN))
                .isEqualTo(theirs.value(Feature.FLOAT_SSIM, Statistic.MEAN));
        // what tells them apart is that libvmaf's colours are rounded otherwise
        assertThat(ours.value(Feature.CIEDE2000, Statistic.MEAN))
                .isNotEqualTo(theirs.value(Feature.CIEDE2000, Statistic.MEAN))
                .isCloseTo(theirs.value(Feature.CIEDE2000, Statistic.MEAN), within(1e-5));
    }

    private static ClipTask pair(Path reference, Path distorted, Recipe recipe) throws IOException {
        ReferenceClip good = new ReferenceClip(
                new ClipName(reference.getFileName().toString()), reference.toString(), Files.size(reference));
        return task(distorted, recipe, Optional.of(good), Optional.empty());
    }

    @Test
    void aClipOf2160LinesAndTenBitsIsMeasured() throws Exception {
        Path clip = clips.make("uhd.mp4", ClipSpec.of(3840, 2160, 2).pqHdr().build());

        Measurement measurement = measure(task(clip, Optional.empty()));

        assertThat(row(measurement).height()).isEqualTo(2160);
        assertThat(row(measurement).isHdr()).isTrue();
        assertThat(measurement.frames()).isEqualTo(2);
    }

    @Test
    void aSidecarThatIsWrongIsNotedAndTheDecodedTruthUsed() throws Exception {
        Path clip = clips.sdr("said.mp4");

        Measurement measurement = measure(task(clip, Optional.of(new ManifestGeometry(1920, 1080, 60, 10))));

        assertThat(row(measurement).width()).isEqualTo(320);
        assertThat(measurement.geometryMismatch())
                .hasValueSatisfying(mismatch -> assertThat(mismatch).contains("1920x1080"));
    }

    @Test
    void whatCannotBeMeasuredHasItsReasonAndTheEngineGoesOn() throws Exception {
        Path gone = clips.sdr("gone.mp4");
        ClipTask task = task(gone, Optional.empty());
        Files.delete(gone);
        assertFailed(task, FailureReason.MISSING_FILE);

        Path text = Files.writeString(folder.resolve("clips/text.mp4"), "no clip at all\n");
        assertFailed(task(text, Optional.empty()), FailureReason.UNSUPPORTED_FORMAT);

        Path small = clips.make("small.mp4", ClipSpec.of(64, 64, 3).build());
        assertFailed(task(small, Optional.empty()), FailureReason.TOO_SMALL);

        Path outside = new ClipMaker(folder).sdr("outside.mp4");
        assertFailed(task(outside, Optional.empty()), FailureReason.UNREADABLE);

        assertThat(row(measure(task(clips.sdr("after.mp4"), Optional.empty()))).width())
                .isEqualTo(320);
        assertThat(engine.isSpent()).isFalse();
    }

    @Test
    void aRecipeThatTheEngineDoesNotKnowIsHandedBack() throws Exception {
        Path clip = clips.sdr("recipe.mp4");
        ClipTask known = task(clip, Optional.empty());
        ClipTask unknown = new ClipTask(
                known.run(),
                known.clip(),
                1,
                known.path(),
                known.sizeBytes(),
                Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v9.9.9"))),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());

        assertThat(measure(unknown).result()).isInstanceOf(ClipResult.HandedBack.class);
    }

    @Test
    void everyEngineOfAHostHasTheSameFingerprint() throws InterruptedException {
        EngineProcess second = launch(Optional.empty());
        try {
            EngineReady ready = second.awaitReady();

            assertThat(ready.fingerprint()).isEqualTo(engine.found().fingerprint());
            assertThat(ready.differenceFrom(engine.found())).isEqualTo("{}");
            assertThat(ready.framesPerSecond()).isPositive();
        } finally {
            second.retire();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void fastMetricsGiveTheSameBitsByEverySetOfInstructions(int avx) throws Exception {
        assumeTrue(
                CpuFlags.read().contains(List.of("avx", "avx2", "avx512f").get(avx - 1)), "no such instructions here");
        Path java = Files.writeString(
                folder.resolve("java-" + avx),
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:UseAVX=" + avx + " \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        EngineProcess other = launch(java, Optional.empty());
        try {
            EngineReady ready = other.awaitReady();

            assertThat(ready.differenceFrom(engine.found())).isEqualTo("{}");
        } finally {
            other.retire();
        }
    }

    @Test
    void aHostWithoutLibvmafIsUnfitAndSaysWhereItLooked() throws InterruptedException {
        EngineProcess without = launch(Optional.of(Path.of("/nowhere/libvmaf.so")));
        try {
            assertThatThrownBy(without::awaitReady)
                    .isInstanceOf(EngineStartException.class)
                    .hasMessageContaining("/nowhere/libvmaf.so");
        } finally {
            without.retire();
        }
    }

    private static EngineProcess launch(Optional<Path> libvmaf) {
        return launch(Path.of(System.getProperty("java.home"), "bin", "java"), libvmaf);
    }

    private static EngineProcess launch(Path java, Optional<Path> libvmaf) {
        EngineCommand command = LibvmafEngine.command(
                java,
                System.getProperty("java.class.path"),
                Optional.empty(),
                new EngineFiles(libvmaf, List.of()),
                List.of(folder.resolve("clips").toString()));
        return EngineProcess.launch("engine-0", command, EngineLimits.DEFAULT);
    }

    private static ClipTask task(Path clip, Optional<ManifestGeometry> geometry) throws IOException {
        return task(clip, Recipe.K150K, Optional.empty(), geometry);
    }

    private static ClipTask task(
            Path clip, Recipe recipe, Optional<ReferenceClip> reference, Optional<ManifestGeometry> geometry)
            throws IOException {
        return new ClipTask(
                Tasks.RUN,
                new ClipName(clip.getFileName().toString()),
                1,
                clip.toString(),
                Files.size(clip),
                recipe,
                reference,
                geometry,
                false,
                Optional.empty());
    }

    private static Measurement measure(ClipTask task) throws InterruptedException {
        return engine.measure(TaskCodec.encode(task), BUDGET, NOBODY);
    }

    private static void assertFailed(ClipTask task, FailureReason reason) throws InterruptedException {
        assertThat(measure(task).result())
                .isInstanceOfSatisfying(
                        ClipResult.Failed.class,
                        failed ->
                                assertThat(failed.reason()).as(failed.detail()).isEqualTo(reason));
    }

    private static FeatureRow row(Measurement measurement) {
        assertThat(measurement.result()).isInstanceOf(ClipResult.Extracted.class);
        return ((ClipResult.Extracted) measurement.result()).row();
    }

    private static FeatureRow here(ClipTask task) {
        ClipMeasurer measurer = new ClipMeasurer(new LibvmafExtractor(TestLibrary.get()));
        try (ClipFile file = ClipFile.open(task, Roots.of(folder));
                FrameSource source = FfmpegFrameSource.open(file)) {
            ClipResult result =
                    measurer.measure(task, source, FrameListener.NONE).result();
            return ((ClipResult.Extracted) result).row();
        }
    }
}
