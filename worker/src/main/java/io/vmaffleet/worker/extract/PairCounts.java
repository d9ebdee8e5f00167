package io.vmaffleet.worker.extract;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// How two clips met, frame by frame.
///
/// @param pairs frames that were compared
/// @param reference frames of the reference
/// @param distorted frames of the distorted clip
/// @param referenceOutside frames of the reference that are shown when the distorted clip has ended
/// @param distortedOutside frames of the distorted clip that are shown when the reference has ended
public record PairCounts(long pairs, long reference, long distorted, long referenceOutside, long distortedOutside) {
    private static final long ALWAYS_ALLOWED = 2;
    private static final long ALLOWED_ONE_IN = 20;

    /// Whether one of them goes on for too long without the other: for more than two frames and more than one frame in
    /// twenty of its own.
    public boolean differTooMuch() {
        return referenceOutside > allowedOutside(reference) || distortedOutside > allowedOutside(distorted);
    }

    /// In what they differ, with the figures, as a sentence for a person.
    ///
    /// @param name of the reference
    String difference(String name, double referenceFps, double distortedFps) {
        return "its frames do not go with those of its reference " + name + ": " + distorted + " frames at "
                + rate(distortedFps) + ", of which " + distortedOutside
                + " are shown after the reference's end (at most "
                + allowedOutside(distorted) + "), against " + reference + " at " + rate(referenceFps) + ", of which "
                + referenceOutside + " are shown after its own (at most " + allowedOutside(reference) + "), and "
                + pairs
                + " pairs; is it the right reference?";
    }

    private static String rate(double fps) {
        return fps == 0
                ? "an unknown rate"
                : BigDecimal.valueOf(fps)
                                .setScale(3, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString() + " a second";
    }

    /// How many of so many frames may lie outside of the time that both clips share.
    private static long allowedOutside(long frames) {
        return Math.max(ALWAYS_ALLOWED, frames / ALLOWED_ONE_IN);
    }
}
