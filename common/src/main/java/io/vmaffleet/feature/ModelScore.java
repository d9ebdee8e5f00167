package io.vmaffleet.feature;

import java.util.Optional;

/// The score of a model that a recipe has beside its first, which is the feature `vmaf`.
///
/// @param column its stem, which begins with `vmaf_`, so that no feature has it
public record ModelScore(String column) implements Score {
    private static final String PREFIX = "vmaf_";

    /// @throws IllegalArgumentException if the stem does not begin as it must
    public ModelScore {
        if (!column.startsWith(PREFIX) || column.length() == PREFIX.length()) {
            throw new IllegalArgumentException("a model's column named '" + column + "'");
        }
    }

    /// Of a model by its name; one that does not begin with `vmaf_` gets that in front.
    public static ModelScore of(String model) {
        return new ModelScore(model.startsWith(PREFIX) ? model : PREFIX + model);
    }

    /// The model's score of a column stem; empty if it is none's.
    static Optional<Score> named(String column) {
        return column.startsWith(PREFIX) && column.length() > PREFIX.length()
                ? Optional.of(new ModelScore(column))
                : Optional.empty();
    }
}
