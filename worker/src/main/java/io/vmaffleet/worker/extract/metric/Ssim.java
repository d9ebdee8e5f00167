package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;

/// Structural similarity of the luma, at the one scale at which the smaller side has about 256 samples: the
/// mean of luminance times contrast times structure, see [SsimScale].
///
/// A ratio between -1 and 1, which equal pictures have but for rounding; always finite. The bits are those of
/// libvmaf's `float_ssim`.
final class Ssim implements FrameMetric {
    private static final float SIDE = 256f;

    private final BoxReduction reference;
    private final BoxReduction distorted;
    private final SsimScale scale;

    Ssim(int width, int height, int bitDepth) {
        int factor = Math.max(1, Math.round(Math.min(width, height) / SIDE));
        reference = new BoxReduction(width, height, bitDepth, factor);
        distorted = new BoxReduction(width, height, bitDepth, factor);
        scale = new SsimScale(reference.reducedWidth(), reference.reducedHeight(), true);
    }

    @Override
    public double score(VideoFrame referenceFrame, VideoFrame distortedFrame) {
        scale.begin();
        for (int y = 0; y < reference.reducedHeight(); y++) {
            scale.take(reference.row(referenceFrame, y), distorted.row(distortedFrame, y));
        }
        return scale.meanSsim();
    }
}
