package io.vmaffleet.feature;

import java.util.Optional;

/// A column of a table that holds one statistic of one feature.
///
/// @param feature whose scores
/// @param statistic over the frames of a clip
public record FeatureColumn(Feature feature, Statistic statistic) {
    /// As the table names it: `<feature>_<statistic>`.
    public String name() {
        return feature.column() + "_" + statistic.shown();
    }

    /// The column of a name; empty if it is no feature's.
    public static Optional<FeatureColumn> named(String name) {
        int end = name.lastIndexOf('_');
        if (end < 0) {
            return Optional.empty();
        }
        return Feature.named(name.substring(0, end))
                .flatMap(feature -> Statistic.named(name.substring(end + 1))
                        .map(statistic -> new FeatureColumn(feature, statistic)));
    }
}
