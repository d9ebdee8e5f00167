package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.task.BuiltInModel;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.SizeRule;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.testing.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ModelsIT {
    private static final MediaFormat FORMAT = TestFormats.sdr(560, 320);

    @TempDir
    private Path folder;

    static final List<String> BUILT_IN = BuiltInModel.NAMES;

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void everyModelThatIsBuiltInScoresEveryFrame(String name) {
        FrameScores scores = measure(Recipe.K150K.withModels(List.of(Model.builtIn(name))), ModelFiles.NONE, 3);

        assertThat(Arrays.stream(scores.of(Feature.VMAF)).boxed())
                .hasSize(3)
                .allSatisfy(score -> assertThat(score).isBetween(0.0, 110.0));
    }

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void everyModelThatIsBuiltInBearsTheSmallestPicturesThatTheRuleLetsIt(String name) {
        Recipe recipe = Recipe.K150K.withFeatures(List.of(Feature.VMAF)).withModels(List.of(Model.builtIn(name)));
        int smallest = IntStream.iterate(32, size -> size + 1)
                .filter(size -> SizeRule.tooSmall(recipe, size, size).isEmpty())
                .findFirst()
                .orElseThrow();
        MediaFormat format = TestFormats.sdr(smallest, smallest);

        double[] first = vmaf(format, recipe);

        assertThat(first).hasSize(2);
        // of 32 lines libvmaf's adm, and vmaf with it, differ from time to time
        for (int again = 0; again < 4; again++) {
            assertThat(vmaf(format, recipe)).isEqualTo(first);
        }
    }

    private static double[] vmaf(MediaFormat format, Recipe recipe) {
        return Clips.measure(TestLibrary.get(), format, 2, Measurement.of(format, recipe, Scope.VARYING))
                .of(Feature.VMAF);
    }

    @Test
    void severalModelsScoreAsEachDoesAlone() {
        List<Model> models = List.of(
                Model.builtIn("vmaf_v1.0.16_3d0h"),
                Model.builtIn("vmaf_v0.6.1"),
                Model.builtIn("vmaf_v0.6.1neg"),
                Model.builtIn("vmaf_b_v0.6.3"));

        FrameScores together = measure(Recipe.K150K.withModels(models), ModelFiles.NONE, 3);

        assertThat(together.of(Feature.VMAF)).containsExactly(alone(models.getFirst()));
        for (Model model : models.subList(1, models.size())) {
            assertThat(together.of(model.score())).as(model.name()).containsExactly(alone(model));
        }
        assertThat(together.of(ModelScore.of("vmaf_b_v0.6.3"))).isNotEqualTo(together.of(ModelScore.of("vmaf_v0.6.1")));
    }

    @Test
    void aModelInAFileIsFoundByItsDigestWhateverItIsCalled() throws Exception {
        Path file = LinearModel.write(folder.resolve("renamed.json"), 50);
        Model model = new Model("teacher", Optional.of(digest(file)));
        Recipe recipe = Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v0.6.1"), model));

        FrameScores scores = measure(recipe, ModelFiles.of(List.of(file)), 3);

        double[] adm2 = scores.of(Feature.ADM2);
        double[] motion2 = scores.of(Feature.MOTION2);
        double[] teacher = scores.of(ModelScore.of("teacher"));
        for (int frame = 0; frame < 3; frame++) {
            assertThat(teacher[frame]).isCloseTo(50 * adm2[frame] + motion2[frame] + 3, within(1e-9));
        }
    }

    @Test
    void aFileThatThisWorkerWasNotToldOfIsAnotherWorkersTask() throws Exception {
        Path file = LinearModel.write(folder.resolve("teacher.json"), 50);
        Recipe recipe = Recipe.K150K.withModels(List.of(new Model("teacher", Optional.of(digest(file)))));

        assertThatThrownBy(() -> measure(recipe, ModelFiles.NONE, 1))
                .isInstanceOf(UnsupportedRecipeException.class)
                .hasMessageContaining("teacher")
                .hasMessageContaining("--model-file");
        assertMeasures();
    }

    @Test
    void aFileThatWasChangedSinceIsNotTakenForTheRuns() throws Exception {
        Path file = LinearModel.write(folder.resolve("teacher.json"), 50);
        Recipe recipe = Recipe.K150K.withModels(List.of(new Model("teacher", Optional.of(digest(file)))));
        ModelFiles files = ModelFiles.of(List.of(file));

        LinearModel.write(file, 51);
        assertThatThrownBy(() -> measure(recipe, files, 1))
                .isInstanceOf(UnsupportedRecipeException.class)
                .hasMessageContaining("was changed");

        Files.delete(file);
        assertThatThrownBy(() -> measure(recipe, files, 1))
                .isInstanceOf(UnsupportedRecipeException.class)
                .hasMessageContaining("cannot be read any more");
        assertMeasures();
    }

    @Test
    void whatIsNoModelIsNamedBeforeAnythingIsMeasured() throws IOException {
        Path file = Files.writeString(folder.resolve("no.json"), "{\"model_dict\": 7}");

        assertThat(new LibvmafExtractor(TestLibrary.get(), ModelFiles.of(List.of(file))).unreadableModel())
                .contains(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFiles.of(List.of(folder.resolve("gone.json"))))
                .withMessageContaining("gone.json");
    }

    /// The second model is what is missing: the first must not stay behind.
    @Test
    void aModelThatIsMissingBesideOneThatIsThereLeavesNothingOpen() {
        Recipe recipe = Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v0.6.1"), Model.builtIn("vmaf_v9")));

        assertThatThrownBy(() -> measure(recipe, ModelFiles.NONE, 1)).isInstanceOf(UnsupportedRecipeException.class);
        assertMeasures();
    }

    @ParameterizedTest
    @FieldSource("NEAR")
    void nearConstantsGiveMotionAndCambiExactlyAndVmafNearEnough(String model) {
        Recipe near = Recipe.INFORMATIVE.withModels(List.of(Model.builtIn(model)));

        FrameScores quick = measure(near, ModelFiles.NONE, 5);
        FrameScores full = measure(near.inFull(), ModelFiles.NONE, 5);

        assertThat(quick.computed()).containsExactlyInAnyOrderElementsOf(near.features());
        for (Feature feature : List.of(Feature.MOTION, Feature.MOTION2, Feature.MOTION3, Feature.CAMBI)) {
            assertThat(quick.of(feature)).as(feature.column()).containsExactly(full.of(feature));
        }
        for (int frame = 0; frame < 5; frame++) {
            assertThat(quick.of(Feature.VMAF)[frame]).isCloseTo(full.of(Feature.VMAF)[frame], within(0.05));
        }
    }

    static final List<String> NEAR = List.of("vmaf_v0.6.1", "vmaf_v0.6.1neg", "vmaf_4k_v0.6.1", "vmaf_4k_v0.6.1neg");

    @Test
    void nearConstantsOfAWeightedRateUseTheModelsOwnMotion() {
        MediaFormat fast = TestFormats.at(560, 320, 60);

        FrameScores quick =
                Clips.measure(TestLibrary.get(), fast, 4, Measurement.of(fast, Recipe.INFORMATIVE, Scope.VARYING));
        FrameScores full = Clips.measure(
                TestLibrary.get(), fast, 4, Measurement.of(fast, Recipe.INFORMATIVE.inFull(), Scope.VARYING));

        assertThat(quick.of(Feature.MOTION2)).containsExactly(full.of(Feature.MOTION2));
        assertThat(quick.of(Feature.VMAF)[3]).isCloseTo(full.of(Feature.VMAF)[3], within(0.05));
    }

    private static double[] alone(Model model) {
        return measure(Recipe.K150K.withModels(List.of(model)), ModelFiles.NONE, 3)
                .of(Feature.VMAF);
    }

    private static void assertMeasures() {
        assertThat(measure(Recipe.K150K, ModelFiles.NONE, 1).frames()).isOne();
    }

    private static FrameScores measure(Recipe recipe, ModelFiles files, int frames) {
        try (SyntheticFrames clip = Clips.of(FORMAT, frames)) {
            return new LibvmafExtractor(TestLibrary.get(), files)
                    .extract(clip, recipe, Scope.VARYING, FrameListener.NONE);
        }
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
