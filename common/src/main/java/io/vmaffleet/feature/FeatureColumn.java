package io.vmaffleet.feature;

import java.util.Optional;

/// A column of a table that holds one statistic of one score.
///
/// @param score a feature's, or a further model's
/// @param statistic over the frames of a clip
public record FeatureColumn(Score score, Statistic statistic) {
    /// As the table names it: `<score>_<statistic>`.
    public String name() {
        return score.column() + "_" + statistic.shown();
    }

    /// The column of a name; empty if it is no score's.
    public static Optional<FeatureColumn> named(String name) {
        int end = name.lastIndexOf('_');
        if (end < 0) {
            return Optional.empty();
        }
        String stem = name.substring(0, end);
        Optional<Score> score =
                Feature.named(stem).<Score>map(feature -> feature).or(() -> ModelScore.named(stem));
        return score.flatMap(
                one -> Statistic.named(name.substring(end + 1)).map(statistic -> new FeatureColumn(one, statistic)));
    }
}
