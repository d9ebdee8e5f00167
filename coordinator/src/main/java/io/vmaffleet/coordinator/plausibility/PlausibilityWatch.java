package io.vmaffleet.coordinator.plausibility;

import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.Alarm;
import io.vmaffleet.coordinator.status.Alarm.Kind;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Looks at rows as they come for what no honest measurement gives: a pairing gone wrong, scores of another corpus, a
/// feature that measures nothing. It judges after the first contents and then always, and takes back what later rows
/// explain. Used by one thread; tens of bytes a clip.
public final class PlausibilityWatch {
    /// Rungs of a content before they are compared.
    private static final int RUNGS = 3;

    /// Rungs whose vmaf is within half a point of each other are no ladder.
    private static final double ALIKE_VMAF = 0.5;

    /// The same of adm2, where there is no vmaf.
    private static final double ALIKE_ADM2 = 0.002;

    /// adm2 of equal pictures is 1 but for libvmaf's rounding, which is some millionths.
    private static final double PERFECT_ADM2 = 0.99999;

    /// Rows before a feature is missed that varies.
    private static final int ROWS_TO_VARY = 20;

    /// Scored rows before opinions are held against vmaf.
    private static final int ROWS_TO_CORRELATE = 200;

    private static final double AGAINST = -0.1;

    private final Plan plan;
    private final Recipe recipe;
    private final boolean paired;
    private final Optional<Feature> quality;
    private final double[] qualities;
    private final BitSet taken = new BitSet();
    private final BitSet perfect = new BitSet();
    private final Map<String, Content> contents = new TreeMap<>();
    private Optional<List<Alarm>> alarms = Optional.empty();
    private final Map<Feature, double[]> ranges = new EnumMap<>(Feature.class);

    /// The clips of one content by the quality that was measured.
    private static final class Content {
        private double lowest = Double.POSITIVE_INFINITY;
        private double highest = Double.NEGATIVE_INFINITY;
        private final List<Integer> clips = new ArrayList<>();
    }

    public PlausibilityWatch(Plan plan, Recipe recipe) {
        this.plan = plan;
        this.recipe = recipe;
        this.paired = recipe.pairing() instanceof Pairing.Reference;
        this.quality = !paired || !recipe.statistics().contains(Statistic.MEAN)
                ? Optional.empty()
                : List.of(Feature.VMAF, Feature.ADM2).stream()
                        .filter(recipe.features()::contains)
                        .findFirst();
        this.qualities = new double[quality.isPresent() ? plan.size() : 0];
        Arrays.fill(qualities, Double.NaN);
    }

    /// Takes a clip's row; a clip that was taken before is passed over.
    public void take(int clip, FeatureRow row) {
        if (!recipe.statistics().contains(Statistic.MEAN) || taken.get(clip) || isIdentity(clip, row)) {
            return;
        }
        taken.set(clip);
        alarms = Optional.empty();
        for (Feature feature : recipe.features()) {
            if (paired || (feature.variesWhenIdentical() && feature != Feature.CAMBI)) {
                range(feature, row.value(feature, Statistic.MEAN));
            }
        }
        if (paired && isPerfect(row)) {
            perfect.set(clip);
        }
        quality.ifPresent(feature -> takeQuality(clip, row, row.value(feature, Statistic.MEAN)));
    }

    /// What is odd now, one of a kind at most.
    public List<Alarm> alarms() {
        List<Alarm> now = alarms.orElseGet(() -> Stream.of(rungsAlike(), perfectPairs(), neverVaries(), scoresAgainst())
                .flatMap(Optional::stream)
                .toList());
        alarms = Optional.of(now);
        return now;
    }

    /// References may be rows too, compared with themselves.
    private boolean isIdentity(int clip, FeatureRow row) {
        return row.pair()
                .map(PairFacts::reference)
                .filter(plan.name(clip).value()::equals)
                .isPresent();
    }

    private void range(Feature feature, double value) {
        double[] range = ranges.computeIfAbsent(feature, _ -> new double[] {value, value});
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    private boolean isPerfect(FeatureRow row) {
        boolean adm =
                recipe.features().contains(Feature.ADM2) && row.value(Feature.ADM2, Statistic.MEAN) > PERFECT_ADM2;
        int depth = row.pair().map(PairFacts::bitDepth).orElse(8);
        boolean psnr = recipe.features().contains(Feature.PSNR_Y)
                && row.value(Feature.PSNR_Y, Statistic.MEAN) >= Feature.PSNR_Y.whenIdentical(depth);
        return adm || psnr;
    }

    private void takeQuality(int clip, FeatureRow row, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        qualities[clip] = value;
        Content content =
                contents.computeIfAbsent(row.pair().map(PairFacts::reference).orElse(""), _ -> new Content());
        content.lowest = Math.min(content.lowest, value);
        content.highest = Math.max(content.highest, value);
        content.clips.add(clip);
    }

    private Optional<Alarm> rungsAlike() {
        double alike = quality.filter(Feature.VMAF::equals).isPresent() ? ALIKE_VMAF : ALIKE_ADM2;
        Tally.Counter clips = new Tally.Counter();
        long ofContents = 0;
        for (Content content : contents.values()) {
            if (content.clips.size() >= RUNGS && content.highest - content.lowest < alike) {
                ofContents++;
                content.clips.stream()
                        .sorted()
                        .forEach(clip -> clips.add(plan.name(clip).value()));
            }
        }
        Tally tally = clips.tally();
        long found = ofContents;
        return alarm(
                Kind.RUNGS_ALIKE,
                tally,
                () -> "all rungs of " + found + (found == 1 ? " content" : " contents") + " have nearly the same "
                        + quality.map(Feature::column).orElse("") + " (" + tally
                        + "): are they compared with the right reference, and not with copies of it?");
    }

    private Optional<Alarm> perfectPairs() {
        Tally tally = tally(perfect.stream());
        return alarm(
                Kind.PERFECT_PAIR,
                tally,
                () -> tally.count()
                        + (tally.count() == 1 ? " clip equals its reference" : " clips equal their references")
                        + " (adm2 of 1, or psnr_y at its cap: " + tally
                        + "): is it the reference itself under another name?");
    }

    private Optional<Alarm> neverVaries() {
        List<String> constant = ranges.entrySet().stream()
                .filter(range -> !(range.getValue()[0] < range.getValue()[1]))
                .map(range -> range.getKey().column())
                .toList();
        if (taken.cardinality() < ROWS_TO_VARY || constant.isEmpty()) {
            return Optional.empty();
        }
        Tally tally = tally(taken.stream());
        return alarm(
                Kind.NEVER_VARIES,
                tally,
                () -> String.join(", ", constant) + (constant.size() == 1 ? " has" : " have")
                        + " one value, or none, for all of " + tally.count() + " clips (" + tally
                        + "): are these clips different ones, and can it be measured at their size?");
    }

    private Optional<Alarm> scoresAgainst() {
        int[] scored = IntStream.range(0, qualities.length)
                .filter(clip -> !Double.isNaN(qualities[clip]) && !Double.isNaN(plan.mos(clip)))
                .toArray();
        if (scored.length < ROWS_TO_CORRELATE) {
            return Optional.empty();
        }
        Moments measured = Moments.of(scored, clip -> qualities[clip]);
        Moments opinions = Moments.of(scored, plan::mos);
        double correlation = Arrays.stream(scored)
                        .mapToDouble(clip -> measured.standard(qualities[clip]) * opinions.standard(plan.mos(clip)))
                        .sum()
                / scored.length;
        if (!(correlation < AGAINST)) {
            return Optional.empty();
        }
        String worst = Arrays.stream(scored)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        clip -> opinions.standard(plan.mos(clip)) - measured.standard(qualities[clip])))
                .limit(3)
                .map(clip -> plan.name(clip).value())
                .collect(Collectors.joining(", "));
        return Optional.of(new Alarm(
                Kind.SCORES_AGAINST,
                scored.length,
                String.format(
                        Locale.ROOT,
                        "mos falls as %s rises: their correlation over %d clips is %.2f (most of all %s): are these the"
                                + " scores of this corpus, and is a higher one better?",
                        quality.map(Feature::column).orElse(""),
                        scored.length,
                        correlation,
                        worst)));
    }

    private Tally tally(IntStream clips) {
        Tally.Counter counter = new Tally.Counter();
        clips.forEach(clip -> counter.add(plan.name(clip).value()));
        return counter.tally();
    }

    private static Optional<Alarm> alarm(Kind kind, Tally tally, Supplier<String> sentence) {
        return tally.count() == 0 ? Optional.empty() : Optional.of(new Alarm(kind, tally.count(), sentence.get()));
    }
}
