package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pairs of another source, of which one in so many is measured before it is handed on. Used by one thread.
final class MeteredPairs implements FramePairSource {
    private static final int FRAMES_AT_FIRST = 512;

    private final FramePairSource pairs;
    private final int subsample;
    private final List<Meter> meters = new ArrayList<>();
    private int frames;
    private int scored;

    /// @param features that have a fast metric
    MeteredPairs(FramePairSource pairs, List<Feature> features, int subsample) {
        this.pairs = pairs;
        this.subsample = subsample;
        for (Feature feature : features) {
            meters.add(new Meter(feature, metric(FastMetric.of(feature).orElseThrow(), pairs.pictures())));
        }
    }

    private static FrameMetric metric(FastMetric metric, PictureFormat pictures) {
        int width = pictures.width();
        int height = pictures.height();
        int bitDepth = pictures.bitDepth();
        return switch (metric) {
            case FLOAT_SSIM -> new Ssim(width, height, bitDepth);
            case FLOAT_MS_SSIM -> new MsSsim(width, height, bitDepth);
            case CIEDE2000 -> new Ciede2000(width, height, bitDepth);
            case PSNR_HVS -> new PsnrHvs(width, height, bitDepth);
        };
    }

    @Override
    public PictureFormat pictures() {
        return pairs.pictures();
    }

    @Override
    public MediaFormat distorted() {
        return pairs.distorted();
    }

    @Override
    public Optional<Pair> next() {
        Optional<Pair> next = pairs.next();
        next.ifPresent(this::take);
        return next;
    }

    private void take(Pair pair) {
        pictures().require(pair.reference(), frames);
        pictures().require(pair.distorted(), frames);
        if (frames % subsample == 0) {
            for (Meter meter : meters) {
                meter.put(scored, meter.metric.score(pair.reference(), pair.distorted()));
            }
            scored++;
        }
        frames++;
    }

    /// Those of the pairs handed on so far that are scored.
    FrameScores scores() {
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        meters.forEach(meter -> scores.put(meter.feature, Arrays.copyOf(meter.scores, scored)));
        return new FrameScores(scored, scores);
    }

    /// One feature's metric and what it gave so far.
    private static final class Meter {
        private final Feature feature;
        private final FrameMetric metric;
        private double[] scores = new double[FRAMES_AT_FIRST];

        Meter(Feature feature, FrameMetric metric) {
            this.feature = feature;
            this.metric = metric;
        }

        void put(int place, double score) {
            if (place == scores.length) {
                scores = Arrays.copyOf(scores, 2 * place);
            }
            scores[place] = score;
        }
    }
}
