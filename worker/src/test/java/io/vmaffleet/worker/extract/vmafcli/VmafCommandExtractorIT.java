package io.vmaffleet.worker.extract.vmafcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.ModelFiles;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import io.vmaffleet.worker.extract.libvmaf.VmafUnavailableException;
import io.vmaffleet.worker.testing.StandInVmaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The extractor with a stand-in for the command.
class VmafCommandExtractorIT {
    private static final int FRAMES = 5;

    private final Path folder;
    private final StandInVmaf vmaf;

    VmafCommandExtractorIT(@TempDir Path folder) {
        this.folder = folder;
        this.vmaf = new StandInVmaf(folder.resolve("command"));
    }

    @Test
    void eachFrameIsGivenToBothSidesAndItsScoresReadBack() {
        List<Long> told = new ArrayList<>();

        FrameScores scores = extract(VmafBackend.CPU, FRAMES, Recipe.K150K, Scope.ALL, told::add);

        assertThat(scores.frames()).isEqualTo(FRAMES);
        assertThat(scores.computed()).containsExactlyInAnyOrderElementsOf(Recipe.K150K.scores());
        assertThat(scores.of(Feature.VMAF)).containsOnly(97.4).hasSize(FRAMES);
        assertThat(scores.of(Feature.CIEDE2000)).containsOnly(Double.NaN);
        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(vmaf.takeLines()).singleElement().asString().contains("--width 216 --height 176");
    }

    @Test
    void aClipOfOneFrameWaitsForTheCommandToOpenIt() {
        assertThat(extract(VmafBackend.CPU, 1, Recipe.K150K, Scope.VARYING, FrameListener.NONE)
                        .frames())
                .isEqualTo(1);
    }

    @Test
    void withoutAFrameNothingIsStarted() {
        assertThat(extract(VmafBackend.CPU, 0, Recipe.K150K, Scope.ALL, FrameListener.NONE)
                        .frames())
                .isZero();
        assertThat(vmaf.takeLines()).isEmpty();
    }

    @Test
    void oneFrameInThreeHasScores() {
        FrameScores scores =
                extract(VmafBackend.CPU, FRAMES, Recipe.K150K.withSubsample(3), Scope.ALL, FrameListener.NONE);

        assertThat(scores.frames()).isEqualTo(2);
    }

    @Test
    void anAuditedClipIsMeasuredInFullOnceMoreOverItsFirstFrames() {
        try (SyntheticFrames source = frames(FRAMES, SyntheticFrames.Side.REFERENCE)) {
            AuditedScores both = extractor(VmafBackend.CPU).extractAudited(source, Recipe.K150K, FrameListener.NONE);

            assertThat(both.scores().frames()).isEqualTo(FRAMES);
            assertThat(both.scores().has(Feature.CIEDE2000)).isFalse();
            assertThat(both.firstFrames().frames()).isEqualTo(2);
            assertThat(both.firstFrames().has(Feature.CIEDE2000)).isTrue();
        }
    }

    @Test
    void byCudaTwoProcessesGetTheSameFramesAndTheirScoresAreOne() {
        vmaf.likeTheFork();

        FrameScores scores = extract(VmafBackend.CUDA, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE);

        assertThat(scores.frames()).isEqualTo(FRAMES);
        assertThat(scores.computed()).containsExactlyInAnyOrderElementsOf(Recipe.K150K.scores());
        assertThat(scores.of(Feature.MOTION)).containsOnly(2.5);
        assertThat(vmaf.takeLines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("--backend cuda").contains("adm_cuda"))
                .anySatisfy(line -> assertThat(line).contains("--backend cpu").contains("cambi"));
    }

    @Test
    void aFrameThatOnePassDropsFailsTheClipWithTheFigures() {
        vmaf.likeTheFork().doing("drops on the CPU");

        assertFails(VmafBackend.CUDA, FailureReason.INTERNAL, "of 5 frames", "5 by CUDA and of 4 on the CPU");
    }

    @ParameterizedTest
    @CsvSource({
        "exits,     ENGINE_CRASH,  exit code 1,                       it is Monday",
        "dies,      ENGINE_CRASH,  SIGSEGV,                           CPU pass",
        "is killed, ENGINE_KILLED, SIGKILL,                           CPU pass",
        "drops,     INTERNAL,      of 5 frames,                       scores of 4",
        "forgets,   INTERNAL,      no 'cambi',                        over 5 frames",
        "tears,     INTERNAL,      cannot be read after 5 frames,     CPU pass"
    })
    void aCommandThatFailsIsAFailureOfTheClipWithItsWords(String mode, FailureReason reason, String one, String other) {
        vmaf.doing(mode);

        assertFails(VmafBackend.CPU, reason, one, other);

        vmaf.doing("");
        assertThat(extract(VmafBackend.CPU, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE)
                        .frames())
                .isEqualTo(FRAMES);
    }

    @Test
    void aCommandThatPrintsAMegabyteIsNoTrouble() {
        vmaf.doing("chatters");

        assertThat(extract(VmafBackend.CPU, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE)
                        .frames())
                .isEqualTo(FRAMES);
    }

    @Test
    void aModelThatTheCommandLacksIsTheRecipesFault() {
        assertThatExceptionOfType(UnsupportedRecipeException.class)
                .isThrownBy(() -> extract(
                        VmafBackend.CPU,
                        FRAMES,
                        Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v9.9"))),
                        Scope.ALL,
                        FrameListener.NONE))
                .withMessageContaining("problem loading model: vmaf_v9.9");
    }

    @Test
    void picturesWithAnOddSideAreNotGivenToACommand() {
        try (SyntheticFrames source =
                new SyntheticFrames(SyntheticFrames.format(217, 176, 8), 2, SyntheticFrames.Side.REFERENCE)) {
            assertThatExceptionOfType(UnmeasurableClipException.class)
                    .isThrownBy(() ->
                            extractor(VmafBackend.CPU).extract(source, Recipe.K150K, Scope.VARYING, FrameListener.NONE))
                    .returns(FailureReason.UNSUPPORTED_FORMAT, UnmeasurableClipException::reason);
        }
        assertThat(vmaf.takeLines()).isEmpty();
    }

    @Test
    void noProcessAndNoDescriptorIsLeft() throws IOException {
        extract(VmafBackend.CPU, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE);
        long before = descriptors();

        vmaf.doing("exits");
        assertFails(VmafBackend.CPU, FailureReason.ENGINE_CRASH, "", "");
        vmaf.doing("");
        extract(VmafBackend.CPU, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE);

        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    @Test
    void whatIsNoVmafCommandIsRefusedInOneSentence() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertRefused(text, VmafBackend.CPU, "no file that can be executed");
        assertRefused(folder, VmafBackend.CPU, "no file that can be executed");
        assertRefused(Path.of("/bin/true"), VmafBackend.CPU, "no vmaf command");
        assertRefused(vmaf.program(), VmafBackend.CUDA, "no --backend");
    }

    @Test
    void aCommandIsKnownByVersionDigestAndOptions() {
        VmafCommand netflix = VmafCommand.examine(vmaf.program(), VmafBackend.CPU);
        VmafCommand fork = VmafCommand.examine(vmaf.likeTheFork().program(), VmafBackend.CUDA);

        assertThat(netflix.version()).isEqualTo("stand-in 1.0");
        assertThat(netflix.sha256()).matches("[0-9a-f]{16}");
        assertThat(netflix.choosesBackend()).isFalse();
        assertThat(fork.choosesBackend()).isTrue();
        assertThat(fork.printsAllDigits()).isTrue();
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static void assertRefused(Path program, VmafBackend backend, String part) {
        assertThatExceptionOfType(VmafUnavailableException.class)
                .isThrownBy(() -> VmafCommand.examine(program, backend))
                .withMessageContaining(program.toString())
                .withMessageContaining(part);
    }

    private void assertFails(VmafBackend backend, FailureReason reason, String... parts) {
        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> extract(backend, FRAMES, Recipe.K150K, Scope.ALL, FrameListener.NONE))
                .satisfies(e -> assertThat(e.detail()).contains(parts))
                .returns(reason, UnmeasurableClipException::reason);
    }

    private FrameScores extract(VmafBackend backend, int frames, Recipe recipe, Scope scope, FrameListener listener) {
        try (SyntheticFrames reference = frames(frames, SyntheticFrames.Side.REFERENCE);
                SyntheticFrames distorted = frames(frames, SyntheticFrames.Side.DISTORTED)) {
            return scope == Scope.ALL
                    ? extractor(backend).extract(FramePairSource.inStep(reference, distorted), recipe, listener)
                    : extractor(backend).extract(reference, recipe, scope, listener);
        }
    }

    private VmafCommandExtractor extractor(VmafBackend backend) {
        return new VmafCommandExtractor(VmafCommand.examine(vmaf.program(), backend), backend, ModelFiles.NONE);
    }

    private static SyntheticFrames frames(int count, SyntheticFrames.Side side) {
        return new SyntheticFrames(SyntheticFrames.format(216, 176, 8), count, side);
    }
}
