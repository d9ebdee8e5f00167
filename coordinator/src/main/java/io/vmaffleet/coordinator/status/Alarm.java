package io.vmaffleet.coordinator.status;

/// Rows that are hardly right, though each was measured without an error.
///
/// @param clips how many rows are meant
/// @param sentence what is odd, which clips, and what to look at
public record Alarm(Kind kind, long clips, String sentence) {
    /// What is odd.
    public enum Kind {
        /// A content's rungs have nearly the same score.
        RUNGS_ALIKE,
        /// A distorted clip has not lost anything against its reference.
        PERFECT_PAIR,
        /// A feature has one value for all clips.
        NEVER_VARIES,
        /// Opinions are the lower, the higher the measured quality is.
        SCORES_AGAINST
    }
}
