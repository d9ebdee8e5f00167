package io.vmaffleet.coordinator.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.Alarm;
import io.vmaffleet.coordinator.status.Alarm.Kind;
import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.PairSide;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlausibilityWatchTest {
    private static final Recipe RECIPE = Recipe.K150K
            .withPairing(Pairing.REFERENCE)
            .withFeatures(List.of(Feature.ADM2, Feature.PSNR_Y, Feature.VMAF));

    @TempDir
    Path root;

    /// So many clips, `rungs` of them in a row with the same reference, with a score each.
    private Plan plan(int clips, int rungs, IntToDoubleFunction mos) {
        CorpusFolder folder = new CorpusFolder(root);
        List<String> pairs = new ArrayList<>(List.of("video_name,reference_name"));
        List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
        for (int clip = 0; clip < clips; clip++) {
            String reference = String.format("ref_%03d.mp4", clip / rungs);
            folder.clip(name(clip)).clip(reference);
            pairs.add(name(clip) + "," + reference);
            scores.add(name(clip) + "," + mos.applyAsDouble(clip));
        }
        folder.scores(scores.toArray(String[]::new)).pairs(pairs.toArray(String[]::new));
        return Plan.of(folder.read());
    }

    private static String name(int clip) {
        return String.format("clip_%03d.mp4", clip);
    }

    private static FeatureRow row(Plan plan, int clip, double adm, double psnr, double vmaf) {
        Map<Feature, Double> means = Map.of(Feature.ADM2, adm, Feature.PSNR_Y, psnr, Feature.VMAF, vmaf);
        PairSide side = new PairSide(
                30, 30, 1, "h264", "yuv420p", Colour.of(Optional.empty(), Optional.empty()), Optional.empty());
        return new FeatureRow(
                640,
                360,
                30,
                false,
                1,
                FeatureRow.values(
                        RECIPE.columns(), feature -> FeatureStats.constant(means.getOrDefault(feature, Double.NaN))),
                Optional.of(
                        new PairFacts(plan.reference(clip).orElseThrow().name().value(), 640, 360, 8, 30, side, side)));
    }

    private static List<Kind> kinds(PlausibilityWatch watch) {
        return watch.alarms().stream().map(Alarm::kind).toList();
    }

    @Test
    void anHonestLadderRaisesNoAlarm() {
        Plan plan = plan(240, 6, clip -> 1 + clip % 6 * 0.7);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        for (int clip = 0; clip < plan.size(); clip++) {
            watch.take(clip, row(plan, clip, 0.8 + clip % 6 * 0.03, 28 + clip % 6, 40 + clip % 6 * 10));
            assertThat(watch.alarms()).as("after clip %d", clip).isEmpty();
        }
    }

    @Test
    void rungsThatAreAlikeAreAnAlarmUntilOneDiffers() {
        Plan plan = plan(6, 6, _ -> 3);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        watch.take(0, row(plan, 0, 0.990, 40, 97.1));
        watch.take(1, row(plan, 1, 0.991, 41, 97.3));
        assertThat(watch.alarms()).isEmpty();
        watch.take(2, row(plan, 2, 0.992, 42, 97.5));

        assertThat(watch.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Kind.RUNGS_ALIKE);
            assertThat(alarm.clips()).isEqualTo(3);
            assertThat(alarm.sentence()).contains("1 content", "vmaf", "clip_000.mp4, clip_001.mp4, clip_002.mp4");
        });

        watch.take(3, row(plan, 3, 0.8, 30, 60));
        assertThat(watch.alarms()).isEmpty();
    }

    @Test
    void aClipThatEqualsItsReferenceIsAnAlarmAtOnce() {
        Plan plan = plan(3, 3, _ -> 3);
        PlausibilityWatch byAdm = new PlausibilityWatch(plan, RECIPE);
        byAdm.take(1, row(plan, 1, 1.0000021, 45, 96));
        PlausibilityWatch byPsnr = new PlausibilityWatch(plan, RECIPE);
        byPsnr.take(1, row(plan, 1, 0.9, 60, 96));

        for (PlausibilityWatch watch : List.of(byAdm, byPsnr)) {
            assertThat(watch.alarms()).singleElement().satisfies(alarm -> {
                assertThat(alarm.kind()).isEqualTo(Kind.PERFECT_PAIR);
                assertThat(alarm.sentence()).contains("1 clip equals its reference", "clip_001.mp4");
            });
        }
    }

    @Test
    void aFeatureThatNeverVariesIsNamed() {
        Plan plan = plan(20, 4, _ -> 3);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        for (int clip = 0; clip < 20; clip++) {
            assertThat(watch.alarms()).isEmpty();
            watch.take(clip, row(plan, clip, 0.5 + clip % 4 * 0.1, 30, 20 + clip % 4 * 20));
        }

        assertThat(watch.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Kind.NEVER_VARIES);
            assertThat(alarm.sentence()).startsWith("psnr_y has one value");
        });
    }

    @Test
    void aFeatureThatIsNeverThereDoesNotVaryEither() {
        Plan plan = plan(20, 4, _ -> 3);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        for (int clip = 0; clip < 20; clip++) {
            watch.take(clip, row(plan, clip, 0.5 + clip % 4 * 0.1, 30 + clip % 4, Double.NaN));
        }

        assertThat(watch.alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.sentence()).startsWith("vmaf has one value, or none"));
    }

    @Test
    void scoresThatFallAsTheQualityRisesAreAnAlarm() {
        Plan plan = plan(200, 4, clip -> 5 - clip % 4 * 0.5);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        for (int clip = 0; clip < 200; clip++) {
            assertThat(kinds(watch)).doesNotContain(Kind.SCORES_AGAINST);
            watch.take(clip, row(plan, clip, 0.8 + clip % 4 * 0.03, 28 + clip % 4, 40 + clip % 4 * 10));
        }

        assertThat(watch.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Kind.SCORES_AGAINST);
            assertThat(alarm.sentence()).contains("over 200 clips is -1.00", "clip_");
        });
    }

    @Test
    void aRowThatIsSeenTwiceCountsOnce() {
        Plan plan = plan(3, 3, _ -> 3);
        PlausibilityWatch watch = new PlausibilityWatch(plan, RECIPE);

        for (int time = 0; time < 3; time++) {
            watch.take(0, row(plan, 0, 0.9, 40, 97));
        }

        assertThat(watch.alarms()).isEmpty();
    }

    /// Under self pairing every vmaf is near 99 and every psnr at its cap, which says nothing.
    @Test
    void clipsComparedWithThemselvesAreNotHeldAgainstALadder() {
        Recipe self = RECIPE.withPairing(Pairing.SELF);
        CorpusFolder folder = new CorpusFolder(root).clip("a.mp4").clip("b.mp4").clip("c.mp4");
        Plan plan = Plan.of(folder.scores("video_name,video_score", "a.mp4,1").read());
        PlausibilityWatch watch = new PlausibilityWatch(plan, self);

        for (int clip = 0; clip < 3; clip++) {
            watch.take(
                    clip,
                    new FeatureRow(
                            640,
                            360,
                            30,
                            false,
                            1,
                            FeatureRow.values(
                                    self.columns(),
                                    feature -> FeatureStats.constant(feature == Feature.PSNR_Y ? 60 : 99))));
        }

        assertThat(watch.alarms()).isEmpty();
    }
}
