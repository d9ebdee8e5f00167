package io.vmaffleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Extractor;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.task.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCodecTest {
    private static final ClipTask BARE = new ClipTask(
            new RunId("0123456789abcdef"),
            new ClipName("\u540d \"quoted\".mp4"),
            3,
            "/clips/\u540d \"quoted\".mp4",
            5_000_000_000L,
            Recipe.K150K,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    private static final ClipTask FULL = new ClipTask(
            BARE.run(),
            BARE.clip(),
            1,
            BARE.path(),
            0,
            BARE.recipe(),
            Optional.empty(),
            Optional.of(new ManifestGeometry(1920, 1080, 60000 / 1001.0, 10)),
            true,
            Optional.of("elsewhere"));

    private static final ClipTask PAIRED = new ClipTask(
            BARE.run(),
            BARE.clip(),
            1,
            BARE.path(),
            7,
            Recipe.CHUG_FULL.withPairing(new Pairing.Reference(FrameMatch.INDEX, Depth.OF_THE_DEEPER)),
            Optional.of(new ReferenceClip(new ClipName("a ref.mp4"), "/clips/a ref.mp4", 8)),
            Optional.empty(),
            false,
            Optional.empty());

    @Test
    void tasksReadBackAsTheyWereWritten() {
        assertThat(TaskCodec.decode(TaskCodec.encode(PAIRED))).isEqualTo(PAIRED);
        assertThat(TaskCodec.decode(TaskCodec.encode(BARE))).isEqualTo(BARE);
        assertThat(TaskCodec.decode(TaskCodec.encode(FULL))).isEqualTo(FULL);
    }

    @Test
    void theScoresOfFramesAreWantedOnlyWhereATaskSaysSo() {
        TaskMessage wanting = TaskCodec.encode(BARE.withFrames(true));

        assertThat(TaskCodec.decode(wanting)).isEqualTo(BARE.withFrames(true));
        assertThat(wanting.task()).contains("\"frames\":true");
        // so that a worker of an older release takes it
        assertThat(TaskCodec.encode(BARE).task()).doesNotContain("frames");
    }

    @Test
    void everyRecipeWithANameReadsBack() {
        for (Recipe recipe : Recipe.NAMED) {
            assertThat(RecipeCodec.decode(RecipeCodec.encode(recipe))).isEqualTo(recipe);
            Recipe subsampled = recipe.withSubsample(5);
            assertThat(RecipeCodec.decode(RecipeCodec.encode(subsampled))).isEqualTo(subsampled);
            assertThat(subsampled.digest()).isNotEqualTo(recipe.digest());
            assertThat(subsampled.differenceFrom(recipe)).contains("one frame in 5");
        }
    }

    @Test
    void modelsAndExtractorOptionsReadBack() {
        Recipe rich = Recipe.K150K
                .withModels(
                        List.of(new Model("teacher", Optional.of("0f".repeat(32))), Model.builtIn("vmaf_v0.6.1neg")))
                .withExtractorOptions(Map.of(Extractor.CAMBI, Map.of("topk", "0.5", "window_size", "63")));

        assertThat(RecipeCodec.decode(RecipeCodec.encode(rich))).isEqualTo(rich);
    }

    @Test
    void aRecipeSaysWhoseMetricsOnlyWhereTheyAreFast() {
        Recipe pairs = Recipe.K150K.withPairing(Pairing.REFERENCE);
        Recipe fast = pairs.withMetrics(Metrics.FAST);

        assertThat(RecipeCodec.encode(pairs).toString()).doesNotContain("metrics");
        assertThat(RecipeCodec.encode(fast).toString()).contains("\"metrics\":\"fast\"");
        assertThat(RecipeCodec.decode(RecipeCodec.encode(fast))).isEqualTo(fast);
    }

    @Test
    void aRecipeOfBeforeThereWereSeveralModelsReadsAsItDid() {
        ObjectNode json = RecipeCodec.encode(Recipe.K150K);

        assertThat(json.has("models")).isFalse();
        assertThat(json.get("options").size()).isEqualTo(3);
        assertThat(RecipeCodec.decode(json)).isEqualTo(Recipe.K150K);
    }

    @Test
    void recipesOfOtherVersionsAreNotTakenForLess() {
        assertUnread(json -> json.withObjectProperty("options").put("shortcut", true), "shortcut");
        assertUnread(
                json -> json.withObjectProperty("options")
                        .putObject("extractors")
                        .putObject("vif2"),
                "vif2");
        assertUnread(
                json -> json.withObjectProperty("options")
                        .putObject("extractors")
                        .putObject("cambi")
                        .put("topk", "7"),
                "topk=7");
        assertUnread(json -> json.putArray("models").addObject().put("name", "other"), "vmaf_v0.6.1");
        assertUnread(json -> json.putArray("models").add("vmaf_v0.6.1"), "a list of objects");
        assertUnread(
                json -> json.putArray("models")
                        .addObject()
                        .put("name", "vmaf_v0.6.1")
                        .put("weight", 2),
                "weight");
    }

    private static void assertUnread(Consumer<ObjectNode> change, String naming) {
        ObjectNode json = RecipeCodec.encode(Recipe.K150K);
        change.accept(json);

        assertThatThrownBy(() -> RecipeCodec.decode(json))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining(naming);
    }

    @Test
    void aReferenceIsThereWhereTheRecipePairsAndNowhereElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClipTask(
                        BARE.run(),
                        BARE.clip(),
                        1,
                        BARE.path(),
                        7,
                        Recipe.K150K,
                        PAIRED.reference(),
                        Optional.empty(),
                        false,
                        Optional.empty()))
                .withMessageContaining("with a reference");
    }

    @Test
    void thePlainFieldsAreTheTasks() {
        TaskMessage message = TaskCodec.encode(BARE);

        assertThat(message.run()).isEqualTo("0123456789abcdef");
        assertThat(message.clip()).isEqualTo(BARE.clip().value());
        assertThat(message.attempt()).isEqualTo(3);
        assertThat(message.task()).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"alone\":true|\"alone\":true,\"program\":\"rm\"|program",
                "\"bit_depth\":10|\"bit_depth\":10,\"colour\":1|colour",
                "\"pairing\":{|\"stats\":1,\"pairing\":{|stats",
                "\"with\":\"self\"|\"with\":\"self\",\"offset\":1|offset",
                "\"for_hdr\":true|\"for_hdr\":true,\"for_sdr\":1|for_sdr",
                "\"features\":[\"adm2\"|\"features\":[\"vqm\"|vqm",
                "\"statistics\":[\"mean\"|\"statistics\":[\"mode\"|mode"
            })
    void aFieldThatIsNotKnownIsNamed(String found, String replacement, String named) {
        assertThatThrownBy(() -> TaskCodec.decode(changed(found, replacement)))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"alone\":true|\"alone\":1",
                "\"alone\":true,|''",
                "\"attempt\":1|\"attempt\":0",
                "\"attempt\":1|\"attempt\":4294967297",
                "\"attempt\":1|\"attempt\":1.5",
                "\"size_bytes\":0|\"size_bytes\":-1",
                "\"size_bytes\":0|\"size_bytes\":9223372036854775808",
                "\"path\":\"/|\"path\":\"",
                "\"with\":\"self\"|\"with\":\"mirror\"",
                "\"with\":\"self\"|\"with\":\"reference\"",
                "\"layout\":\"clips\"|\"layout\":\"pages\"",
                "\"features\":[\"adm2\"|\"features\":[7",
                "\"statistics\":[\"mean\",\"std\"]|\"statistics\":\"mean\"",
                "\"run\":\"0123456789abcdef\"|\"run\":\"no run\"",
                "\"width\":1920|\"width\":\"1920\"",
                "\"avoid_host\":\"elsewhere\"|\"avoid_host\":7"
            })
    void aFieldOfAnotherKindIsRefused(String found, String replacement) {
        assertThatThrownBy(() -> TaskCodec.decode(changed(found, replacement))).isInstanceOf(WireFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{}", "{} {}", "{\"run\":null}", "\u0000", "{\"run\":{}}"})
    void whatIsNoTaskIsRefused(String json) {
        assertThatThrownBy(() -> TaskCodec.decode(new TaskMessage("", "", 0, json)))
                .isInstanceOf(WireFormatException.class);
    }

    private static TaskMessage changed(String found, String replacement) {
        TaskMessage message = TaskCodec.encode(FULL);
        assertThat(message.task()).contains(found);
        return new TaskMessage(
                message.run(), message.clip(), message.attempt(), message.task().replace(found, replacement));
    }
}
