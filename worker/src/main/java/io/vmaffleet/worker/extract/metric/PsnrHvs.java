package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.libvmaf.Libm;

/// PSNR-HVS-M of whole frames: 10 log10 of one over the error, 0.8 of it the luma's and 0.1 that of each chroma
/// plane, see [HvsPlane].
///
/// N. Ponomarenko, F. Silvestri, K. Egiazarian, M. Carli, J. Astola and V. Lukin, "On between-coefficient
/// contrast masking of DCT basis functions", VPQM 2007; with Daala's transform and its tables of sensitivity,
/// as libvmaf has it. In dB, about 15 for strong distortion and above 60 where hardly anything is seen; NaN,
/// which libvmaf gives as infinite, where nothing differs. The bits are those of libvmaf's `psnr_hvs`.
final class PsnrHvs implements FrameMetric {
    private static final float[] LUMA = {
        1.6193873f, 2.2901595f, 2.0850976f, 1.4836609f,
        1.0022751f, 0.678297f, 0.4662249f, 0.32650915f,
        2.2901595f, 1.9432181f, 2.0479307f, 1.687311f,
        1.2305667f, 0.8689203f, 0.6128099f, 0.4364058f,
        2.0850976f, 2.0479307f, 1.3432902f, 1.0920564f,
        0.8757488f, 0.67088294f, 0.50173193f, 0.37250426f,
        1.4836609f, 1.687311f, 1.0920564f, 0.7728198f,
        0.60563636f, 0.48309407f, 0.38042945f, 0.29577404f,
        1.0022751f, 1.2305667f, 0.8757488f, 0.60563636f,
        0.44899625f, 0.35288927f, 0.283007f, 0.22695135f,
        0.678297f, 0.8689203f, 0.67088294f, 0.48309407f,
        0.35288927f, 0.27032074f, 0.21501774f, 0.17408067f,
        0.4662249f, 0.6128099f, 0.50173193f, 0.38042945f,
        0.283007f, 0.21501774f, 0.16886954f, 0.13615394f,
        0.32650915f, 0.4364058f, 0.37250426f, 0.29577404f,
        0.22695135f, 0.17408067f, 0.13615394f, 0.109083846f
    };

    private static final float[] CB = {
        1.911131f, 2.460742f, 1.1828419f, 1.1498257f,
        1.0501708f, 0.89801884f, 0.7472539f, 0.61510557f,
        2.460742f, 1.585293f, 1.2136325f, 1.3819003f,
        1.3310019f, 1.1742855f, 0.99640435f, 0.8308904f,
        1.1828419f, 1.2136325f, 0.97871244f, 1.0262451f,
        1.0314515f, 0.96006036f, 0.8498234f, 0.73122126f,
        1.1498257f, 1.3819003f, 1.0262451f, 0.8613175f,
        0.8018211f, 0.7514376f, 0.6853985f, 0.60869473f,
        1.0501708f, 1.3310019f, 1.0314515f, 0.8018211f,
        0.67655545f, 0.6055032f, 0.55002016f, 0.49580455f,
        0.89801884f, 1.1742855f, 0.96006036f, 0.7514376f,
        0.6055032f, 0.5146744f, 0.45435348f, 0.4070503f,
        0.7472539f, 0.99640435f, 0.8498234f, 0.6853985f,
        0.55002016f, 0.45435348f, 0.3892349f, 0.342354f,
        0.61510557f, 0.8308904f, 0.73122126f, 0.60869473f,
        0.49580455f, 0.4070503f, 0.342354f, 0.29553062f
    };

    private static final float[] CR = {
        2.03872f, 2.6250234f, 1.2618095f, 1.1101979f,
        1.0139775f, 0.86706936f, 0.72150046f, 0.5939065f,
        2.6250234f, 1.6911286f, 1.1718057f, 1.3342743f,
        1.28513f, 1.1338147f, 0.96206415f, 0.8022545f,
        1.2618095f, 1.1718057f, 0.94498193f, 0.9908764f,
        0.9959034f, 0.92697275f, 0.820535f, 0.7060203f,
        1.1101979f, 1.3342743f, 0.9908764f, 0.8316329f,
        0.7741871f, 0.7255399f, 0.66177684f, 0.58771664f,
        1.0139775f, 1.28513f, 0.9959034f, 0.7741871f,
        0.65323853f, 0.584635f, 0.53106415f, 0.47871706f,
        0.86706936f, 1.1338147f, 0.92697275f, 0.7255399f,
        0.584635f, 0.49693665f, 0.43869457f, 0.39302167f,
        0.72150046f, 0.96206415f, 0.820535f, 0.66177684f,
        0.53106415f, 0.43869457f, 0.37582025f, 0.33055505f,
        0.5939065f, 0.8022545f, 0.7060203f, 0.58771664f,
        0.47871706f, 0.39302167f, 0.33055505f, 0.2853454f
    };

    private final HvsPlane luma;
    private final HvsPlane cb;
    private final HvsPlane cr;

    PsnrHvs(int width, int height, int bitDepth) {
        PlaneRows rows = new PlaneRows(width, bitDepth);
        luma = new HvsPlane(rows, 0, width, height, bitDepth, LUMA);
        // an odd last column or row of chroma is left out
        cb = new HvsPlane(rows, 1, width / 2, height / 2, bitDepth, CB);
        cr = new HvsPlane(rows, 2, width / 2, height / 2, bitDepth, CR);
    }

    @Override
    public double score(VideoFrame reference, VideoFrame distorted) {
        double ofLuma = luma.error(reference, distorted);
        double ofChroma = (double) cb.error(reference, distorted) + cr.error(reference, distorted);
        double score = 10 * -Libm.log10(ofLuma * .8 + .1 * ofChroma);
        return Double.isFinite(score) ? score : Double.NaN;
    }
}
