package io.vmaffleet.worker.extract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FramePairs;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import io.vmaffleet.worker.testing.FfmpegProgram;
import io.vmaffleet.worker.testing.Planes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our metrics against libvmaf's own scores and against the formulas in double.
class FastMetricsIT {
    private static final Recipe BY_LIBVMAF = Recipe.K150K
            .withFeatures(
                    Stream.of(FastMetric.values()).map(FastMetric::feature).toList())
            .withPairing(Pairing.REFERENCE);

    private static final Recipe FAST = BY_LIBVMAF.withMetrics(Metrics.FAST);

    /// Of ciede2000, where many pixels differ.
    private static final double NEAR_LIBVMAF = 1e-5;

    /// Of these pairs; the bound holds for any.
    private static final double OF_TWO_COLOURS = FastMetric.CIEDE2000.bound() / 6;

    private static final double NEAR_THE_FORMULA = 2e-5;

    /// Variances are differences of floats, in libvmaf as in ours.
    private static final double FLOATS_FROM_DOUBLES = 2e-4;

    private final FeatureExtractor libvmaf = new LibvmafExtractor(TestLibrary.get());
    private final FeatureExtractor ours = new FastExtractor(libvmaf);

    @TempDir
    private Path folder;

    private static final int[][] SIZES = {
        {216, 176}, {176, 216}, {217, 177}, {271, 203}, {322, 182}, {480, 270}, {770, 386}, {904, 640}
    };

    static Stream<Arguments> pictures() {
        List<Arguments> all = new ArrayList<>();
        for (Content content : Content.values()) {
            for (int[] size : SIZES) {
                for (int bitDepth : new int[] {8, 10}) {
                    all.add(Arguments.of(content, size[0], size[1], bitDepth));
                }
            }
        }
        return all.stream();
    }

    /// One pair of frames, as a clip.
    private static FramePairSource pair(DrawnFrame reference, DrawnFrame distorted) {
        Deque<FramePairSource.Pair> left = new ArrayDeque<>(List.of(new FramePairSource.Pair(reference, distorted)));
        return pairs(reference, left);
    }

    private static FramePairSource pairs(DrawnFrame like, Deque<FramePairSource.Pair> left) {
        MediaFormat format = SyntheticFrames.format(like.width(), like.height(), like.bitDepth());
        return new FramePairSource() {
            @Override
            public PictureFormat pictures() {
                return format.pictures();
            }

            @Override
            public MediaFormat distorted() {
                return format;
            }

            @Override
            public Optional<Pair> next() {
                return Optional.ofNullable(left.poll());
            }
        };
    }

    @ParameterizedTest(name = "{0} {1}x{2} {3}")
    @MethodSource("pictures")
    void scoresAreLibvmafs(Content content, int width, int height, int bitDepth) {
        DrawnFrame reference = content.reference(width, height, bitDepth);
        DrawnFrame distorted = content.distorted(width, height, bitDepth);

        FrameScores theirs = libvmaf.extract(pair(reference, distorted), BY_LIBVMAF, FrameListener.NONE);
        FrameScores mine = ours.extract(pair(reference, distorted), FAST, FrameListener.NONE);

        for (FastMetric metric : FastMetric.values()) {
            double wanted = theirs.at(metric.feature(), 0);
            double got = mine.at(metric.feature(), 0);
            if (metric.bound() == 0) {
                assertThat(Double.doubleToLongBits(got))
                        .as("%s is %s of %s", metric, got, wanted)
                        .isEqualTo(Double.doubleToLongBits(wanted));
            } else if (width % 2 == 0 && height % 2 == 0) {
                assertWithin(metric, got, wanted, NEAR_LIBVMAF);
            }
        }
        // libvmaf's own rounding is at times further from the formula, and of an odd size it reads chroma where there
        // is none
        double exact = ExactCiede2000.score(reference, distorted);
        assertWithin(
                FastMetric.CIEDE2000,
                mine.at(Feature.CIEDE2000, 0),
                Double.isFinite(exact) ? exact : Double.NaN,
                NEAR_THE_FORMULA);
    }

    private static void assertWithin(FastMetric metric, double got, double wanted, double bound) {
        if (Double.isNaN(wanted)) {
            assertThat(got).as("%s", metric).isNaN();
        } else {
            assertThat(got).as("%s", metric).isCloseTo(wanted, within(bound));
        }
    }

    /// The whole difference is that of two colours: no roundings of many pixels level out.
    @ParameterizedTest
    @ValueSource(ints = {8, 10})
    void whereTwoColoursAreTheWholeDifferenceItIsNearLibvmafs(int bitDepth) {
        Random random = new Random(bitDepth);
        Deque<FramePairSource.Pair> pairs = new ArrayDeque<>();
        for (int i = 0; i < 500; i++) {
            int[] colour = new int[3];
            int[] other = new int[3];
            for (int plane = 0; plane < 3; plane++) {
                colour[plane] = random.nextInt(16 << (bitDepth - 8), 235 << (bitDepth - 8));
                other[plane] = colour[plane] + random.nextInt(-1, 2);
            }
            pairs.add(new FramePairSource.Pair(flat(colour, bitDepth), flat(other, bitDepth)));
        }
        DrawnFrame like = flat(new int[3], bitDepth);
        List<Feature> feature = List.of(Feature.CIEDE2000);

        double[] theirs = libvmaf.extract(
                        pairs(like, new ArrayDeque<>(pairs)), BY_LIBVMAF.withFeatures(feature), FrameListener.NONE)
                .of(Feature.CIEDE2000);
        double[] mine = ours.extract(pairs(like, pairs), FAST.withFeatures(feature), FrameListener.NONE)
                .of(Feature.CIEDE2000);

        assertThat(mine).containsExactly(theirs, within(OF_TWO_COLOURS));
    }

    private static DrawnFrame flat(int[] colour, int bitDepth) {
        return new DrawnFrame(32, 32, bitDepth, (plane, x, y) -> colour[plane]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void similaritiesAreTheFormulas(Content content) {
        for (int bitDepth : new int[] {8, 10}) {
            DrawnFrame reference = content.reference(217, 181, bitDepth);
            DrawnFrame distorted = content.distorted(217, 181, bitDepth);

            double ssim = new Ssim(217, 181, bitDepth).score(reference, distorted);
            double msSsim = new MsSsim(217, 181, bitDepth).score(reference, distorted);

            assertThat(ssim).isCloseTo(ExactSsim.ssim(reference, distorted), within(FLOATS_FROM_DOUBLES));
            double exact = ExactSsim.msSsim(reference, distorted);
            if (Double.isNaN(exact)) {
                assertThat(msSsim).isNaN();
            } else {
                assertThat(msSsim).isCloseTo(exact, within(FLOATS_FROM_DOUBLES));
            }
        }
    }

    static Stream<Content> contents() {
        return Arrays.stream(Content.values());
    }

    /// Sizes, codecs and depths of clips, each with a bad copy.
    static Stream<Arguments> encodes() {
        ClipSpec eight = ClipSpec.of(640, 360, 5).build();
        ClipSpec small = ClipSpec.of(216, 176, 3).build();
        ClipSpec portrait = ClipSpec.of(360, 640, 3).build();
        ClipSpec hdr = ClipSpec.of(640, 360, 3).pqHdr().build();
        ClipSpec deep = ClipSpec.of(320, 240, 3)
                .codec("prores_ks", "yuv422p10le")
                .container("mov")
                .build();
        return Stream.of(eight, small, portrait, hdr, deep)
                .flatMap(spec -> Stream.of(
                        Arguments.of(
                                spec.width() + "x" + spec.height() + " " + spec.pixelFormat(), spec, "scale=iw/2:-2"),
                        Arguments.of(
                                spec.width() + "x" + spec.height() + " dark " + spec.pixelFormat(),
                                spec,
                                "lutyuv=y=val/3"),
                        Arguments.of(
                                spec.width() + "x" + spec.height() + " noisy " + spec.pixelFormat(),
                                spec,
                                "noise=alls=30")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodes")
    void scoresOfRealEncodesAreLibvmafs(String name, ClipSpec spec, String filter) throws IOException {
        Path reference = ClipEncoder.encode(spec, folder.resolve("reference." + spec.container()));
        Path distorted = folder.resolve("distorted.mp4");
        FfmpegProgram.run(
                "-i", reference.toString(), "-vf", filter, "-c:v", "mpeg4", "-q:v", "12", distorted.toString());

        FrameScores theirs = measured(libvmaf, reference, distorted, BY_LIBVMAF);
        FrameScores mine = measured(ours, reference, distorted, FAST);

        assertThat(theirs.frames()).isEqualTo(spec.frames());
        for (FastMetric metric : FastMetric.values()) {
            double[] wanted = theirs.of(metric.feature());
            double[] got = mine.of(metric.feature());
            if (metric.bound() == 0) {
                assertThat(got).as("%s", metric).isEqualTo(wanted);
            } else {
                assertThat(got).as("%s", metric).containsExactly(wanted, within(NEAR_LIBVMAF));
            }
        }
    }

    private static FrameScores measured(FeatureExtractor extractor, Path reference, Path distorted, Recipe recipe) {
        try (TimedFrames theirs = Planes.open(reference);
                TimedFrames ours = Planes.open(distorted)) {
            PictureFormat pictures = theirs.format().pictures();
            theirs.scaleTo(pictures);
            ours.scaleTo(pictures);
            FramePairs pairs = new FramePairs(theirs, ours, Pairing.FrameMatch.INDEX, false);
            return extractor.extract(pairs, recipe, FrameListener.NONE);
        }
    }

    /// What the decoder leaves is read by other means than a drawn frame.
    @Test
    void nothingIsMadeForADecodedFrame() throws IOException {
        Path clip = ClipEncoder.encode(ClipSpec.of(640, 400, 1).build(), folder.resolve("clip.mp4"));
        try (TimedFrames frames = Planes.open(clip)) {
            VideoFrame frame = frames.next().orElseThrow();
            for (FrameMetric metric : MetricDigest.all(640, 400, frame.bitDepth())) {
                MetricAllocationTest.assertNothingIsMade(metric, frame, frame);
            }
        }
    }

    @Test
    void oneFrameInThreeIsScoredOfEveryFeature() {
        List<Feature> features = List.of(Feature.PSNR_Y, Feature.FLOAT_SSIM);
        Recipe recipe = FAST.withFeatures(features).withSubsample(3);
        Deque<FramePairSource.Pair> left = new ArrayDeque<>();
        DrawnFrame like = Content.PICTURE.reference(216, 176, 8);
        for (int i = 0; i < 7; i++) {
            Content content = Content.values()[i];
            left.add(new FramePairSource.Pair(content.reference(216, 176, 8), content.distorted(216, 176, 8)));
        }
        List<FramePairSource.Pair> pairs = List.copyOf(left);
        List<Long> heard = new ArrayList<>();

        FrameScores scores = ours.extract(pairs(like, left), recipe, heard::add);

        assertThat(scores.frames()).isEqualTo(3);
        assertThat(scores.computed()).containsExactlyInAnyOrderElementsOf(features);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        for (int i = 0; i < 3; i++) {
            FramePairSource.Pair pair = pairs.get(3 * i);
            assertThat(scores.at(Feature.FLOAT_SSIM, i))
                    .isEqualTo(new Ssim(216, 176, 8).score(pair.reference(), pair.distorted()));
        }
    }

    @Test
    void aFeatureThatIsToldSomethingStaysLibvmafs() {
        Recipe told = FAST.withExtractorOptions(Map.of(Extractor.FLOAT_SSIM, Map.of("enable_db", "true")));
        DrawnFrame reference = Content.PICTURE.reference(216, 176, 8);
        DrawnFrame distorted = Content.PICTURE.distorted(216, 176, 8);

        FrameScores scores = ours.extract(pair(reference, distorted), told, FrameListener.NONE);

        assertThat(told.fastFeatures()).doesNotContain(Feature.FLOAT_SSIM).contains(Feature.CIEDE2000);
        double ratio = new Ssim(216, 176, 8).score(reference, distorted);
        assertThat(scores.at(Feature.FLOAT_SSIM, 0)).isCloseTo(-10 * Math.log10(1 - ratio), within(1e-9));
    }

    @Test
    void noPairsGiveNoScores() {
        DrawnFrame like = Content.PICTURE.reference(216, 176, 8);

        FrameScores alone = ours.extract(pairs(like, new ArrayDeque<>()), FAST, FrameListener.NONE);
        FrameScores beside = ours.extract(
                pairs(like, new ArrayDeque<>()),
                FAST.withFeatures(List.of(Feature.PSNR_Y, Feature.FLOAT_SSIM)),
                FrameListener.NONE);

        assertThat(alone.frames()).isZero();
        assertThat(beside.frames()).isZero();
    }
}
