package io.vmaffleet.worker.extract.vmafcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.libvmaf.ConstantsProof;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.ModelFiles;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real `vmaf` command against libvmaf in this process. It is the one that VMAF_FLEET_TEST_VMAF_BIN
/// names, or the one on the PATH; where there is none these tests are skipped.
class RealVmafIT {
    /// Half of a report's last decimal, and what another build's C library may round otherwise.
    private static final double SIX_DECIMALS = 1e-6;

    private static final int FRAMES = 4;

    private static final List<Recipe> RECIPES =
            List.of(Recipe.K150K, Recipe.K150K_26, Recipe.CHUG_FULL, Recipe.K150K.withSubsample(3));

    @TempDir
    private Path folder;

    private FeatureExtractor command = new LibvmafExtractor(TestLibrary.get());

    @BeforeEach
    void findTheCommand() {
        Optional<Path> found = Stream.concat(
                        Optional.ofNullable(System.getenv("VMAF_FLEET_TEST_VMAF_BIN")).stream(),
                        Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                        .orElse("")
                                        .split(File.pathSeparator, -1))
                                .map(directory -> directory + "/vmaf"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(found)
                .as("a vmaf command on the PATH or in VMAF_FLEET_TEST_VMAF_BIN")
                .isPresent();
        command = new VmafCommandExtractor(
                VmafCommand.examine(found.orElseThrow(), VmafBackend.CPU), VmafBackend.CPU, ModelFiles.NONE);
    }

    @Test
    void pairsOfPicturesGetTheLibrarysScoresToTheLastDecimal() {
        for (int[] size : new int[][] {{544, 320, 8}, {270, 180, 10}, {218, 178, 8}}) {
            for (Recipe recipe : RECIPES) {
                assertEqual(pair(command, recipe, size), pair(new LibvmafExtractor(TestLibrary.get()), recipe, size));
            }
        }
    }

    @Test
    void realClipsByThemselvesGetTheLibrarysScoresToTheLastDecimal() {
        ClipMaker clips = new ClipMaker(folder);
        for (Path clip : List.of(
                clips.sdr("sdr.mp4"),
                clips.hdr("hdr.mp4"),
                clips.portrait("portrait.mp4"),
                clips.make("large.mp4", ClipSpec.of(1280, 720, 6).rate(50, 1).build()))) {
            assertEqual(self(command, clip), self(new LibvmafExtractor(TestLibrary.get()), clip));
        }
    }

    @Test
    void whatIsConstantUnderSelfPairingIsSoHereToo() {
        assertThat(ConstantsProof.difference(command)).isEmpty();
    }

    private static FrameScores pair(FeatureExtractor extractor, Recipe recipe, int... size) {
        try (SyntheticFrames reference = frames(SyntheticFrames.Side.REFERENCE, size);
                SyntheticFrames distorted = frames(SyntheticFrames.Side.DISTORTED, size)) {
            return extractor.extract(FramePairSource.inStep(reference, distorted), recipe, FrameListener.NONE);
        }
    }

    private static SyntheticFrames frames(SyntheticFrames.Side side, int... size) {
        return new SyntheticFrames(SyntheticFrames.format(size[0], size[1], size[2]), FRAMES, side);
    }

    private static FrameScores self(FeatureExtractor extractor, Path clip) {
        try (TimedFrames source = Planes.open(clip)) {
            return extractor.extract(source, Recipe.K150K, Scope.ALL, FrameListener.NONE);
        }
    }

    private static void assertEqual(FrameScores actual, FrameScores expected) {
        assertThat(actual.frames()).isEqualTo(expected.frames());
        assertThat(actual.computed()).isEqualTo(expected.computed());
        for (Score feature : expected.computed()) {
            assertThat(actual.of(feature))
                    .as(feature.column())
                    .containsExactly(expected.of(feature), within(SIX_DECIMALS));
        }
    }
}
