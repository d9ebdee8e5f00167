package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Checks what self pairing takes for granted: that a feature called constant really has that value. One clip of
/// 500, chosen by its name alone, pays for it with two frames measured in full.
public final class ConstantsAudit {
    /// One clip of this many is audited: at two frames each that costs well under a hundredth of a run.
    static final int ONE_OF = 500;

    /// libvmaf adds up SSIM in floats, so equal pictures often give 1 less or more a float's last place or two.
    private static final double SSIM_ROUNDING = 5e-7;

    /// libvmaf's cap on speed_chroma, under which its `MIN` also hides a NaN: where a picture has hardly more blocks
    /// than unknowns (wide and low ones) its linear system may be next to singular and have no usable solution.
    private static final double SPEED_CHROMA_CAP = 1000;

    private ConstantsAudit() {}

    /// Whether this clip is one of those that are audited; the same answer on every host.
    public static boolean isAudited(ClipName clip) {
        CRC32C hash = new CRC32C();
        hash.update(clip.value().getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % ONE_OF == 0;
    }

    /// The first constant that does not hold in scores of every feature, as one sentence; empty when all hold.
    /// Compared exactly, but for what libvmaf's own arithmetic does to SSIM and to the SpEED features.
    ///
    /// @param inFull scores of every feature, of pictures compared with themselves
    public static Optional<String> difference(Recipe recipe, FrameScores inFull, int bitDepth) {
        for (Feature feature : recipe.features()) {
            if (isMeasured(feature, recipe)) {
                continue;
            }
            double constant = feature.whenIdentical(bitDepth);
            double[] scores = inFull.of(feature);
            for (int frame = 0; frame < scores.length; frame++) {
                if (!holds(feature, scores[frame], constant)) {
                    return Optional.of(feature.column() + " is " + named(scores[frame]) + " on frame " + frame
                            + " where a picture compared with itself must give " + named(constant)
                            + ": this libvmaf cannot be trusted with the recipe");
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a feature is measured where clips are compared with themselves: where it varies, and where its
    /// extractor is told something that its constant does not know of.
    public static boolean isMeasured(Feature feature, Recipe recipe) {
        return feature.variesWhenIdentical() || recipe.options().tell(feature);
    }

    private static boolean holds(Feature feature, double score, double constant) {
        if (score == constant || (Double.isNaN(score) && Double.isNaN(constant))) {
            return true;
        }
        return switch (feature) {
            case FLOAT_SSIM, FLOAT_MS_SSIM -> Math.abs(score - constant) <= SSIM_ROUNDING;
            case SPEED_TEMPORAL -> Double.isNaN(score);
            case SPEED_CHROMA_U, SPEED_CHROMA_V, SPEED_CHROMA_UV -> score == SPEED_CHROMA_CAP;
            default -> false;
        };
    }

    private static String named(double score) {
        return Double.isNaN(score) ? "no finite value" : Double.toString(score);
    }
}
