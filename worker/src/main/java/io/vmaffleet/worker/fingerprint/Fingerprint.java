package io.vmaffleet.worker.fingerprint;

import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.libvmaf.LibmDigest;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Takes an engine's fingerprint: it measures synthetic pairs with every extractor, every fast metric and the
/// default model, the way clips are measured, calls the C library's functions a million times, and digests that
/// together with versions and what the decoder made of a few clips.
///
/// What is measured counts, not what CPU or build it is: two hosts with other SIMD levels and the same bits are
/// the same engine.
public final class Fingerprint {
    private static final int FRAMES = 2;

    /// As many as it takes until our own loops are compiled: what is digested is what will measure, and no clip
    /// pays for it.
    private static final int FRAMES_OF_FAST = 6;

    /// Narrower than 544: measured in plain C. libvmaf's SIMD code is wrong at 270.
    private static final List<MediaFormat> PLAIN_C =
            List.of(SyntheticFrames.format(216, 176, 8), SyntheticFrames.format(270, 180, 10));

    /// Below a height of 320 speed_chroma has too few blocks and gives 0 for anything.
    private static final List<MediaFormat> SIMD =
            List.of(SyntheticFrames.format(544, 320, 8), SyntheticFrames.format(550, 176, 10));

    /// The first is reduced by two for float_ssim.
    private static final List<MediaFormat> OF_FAST =
            List.of(SyntheticFrames.format(544, 400, 8), SyntheticFrames.format(550, 176, 10));

    /// What is measured without libvmaf.
    private static final Recipe FAST = Recipe.K150K
            .withFeatures(
                    Stream.of(FastMetric.values()).map(FastMetric::feature).toList())
            .withPairing(Pairing.REFERENCE)
            .withMetrics(Metrics.FAST);

    private Fingerprint() {}

    /// @param extractor the engine's
    /// @param instrument what the engine measures by, in parts by name
    /// @param decoderVersion what the decoder calls itself
    /// @param decoded digests of what it made of the clips of its sample, by clip name
    public static EngineIdentity take(
            FeatureExtractor extractor,
            Map<String, String> instrument,
            String decoderVersion,
            Map<String, String> decoded) {
        PartDigest model = new PartDigest();
        Map<String, String> parts = new TreeMap<>(instrument);
        parts.put("decoder", decoderVersion);
        decoded.forEach((clip, digest) -> parts.put("decoder." + clip, digest));
        parts.put("scores.plain-c", scores(extractor, Recipe.K150K, PLAIN_C, FRAMES, model));
        parts.put("scores.simd", scores(extractor, Recipe.K150K, SIMD, FRAMES, model));
        parts.put("scores.fast", scores(extractor, FAST, OF_FAST, FRAMES_OF_FAST, model));
        parts.put("model", Recipe.K150K.model() + " " + model.hex());
        parts.put("libm", HexFormat.of().toHexDigits(LibmDigest.compute()));
        return new EngineIdentity(digest(parts), parts);
    }

    private static String scores(
            FeatureExtractor extractor, Recipe recipe, List<MediaFormat> formats, int frames, PartDigest model) {
        PartDigest digest = new PartDigest();
        for (MediaFormat format : formats) {
            try (SyntheticFrames reference = new SyntheticFrames(format, frames, SyntheticFrames.Side.REFERENCE);
                    SyntheticFrames distorted = new SyntheticFrames(format, frames, SyntheticFrames.Side.DISTORTED)) {
                FrameScores scores =
                        extractor.extract(FramePairSource.inStep(reference, distorted), recipe, FrameListener.NONE);
                for (Feature feature : recipe.features()) {
                    PartDigest into = feature == Feature.VMAF ? model : digest;
                    into.add(feature.column());
                    into.add(scores.of(feature));
                }
            }
        }
        return digest.hex();
    }

    private static EngineFingerprint digest(Map<String, String> sortedParts) {
        PartDigest digest = new PartDigest();
        sortedParts.forEach((name, value) -> {
            digest.add(name);
            digest.add(value);
        });
        return new EngineFingerprint(digest.hex());
    }
}
