package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.testing.RawVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Means that Netflix's own tests print for its pair `src01`, of 576x324 at 10 bits (`vmafexec_test.py` of libvmaf).
/// The
/// raw videos are looked for in the folder that `VMAF_FLEET_NETFLIX_VIDEOS` names; without them this is skipped.
final class PublishedValuesIT {
    private static final PictureFormat PICTURES = new PictureFormat(576, 324, 10);
    private static final String FOLDER = "VMAF_FLEET_NETFLIX_VIDEOS";

    /// As they are printed.
    private static final double PLACES = 5e-5;

    private final Path folder = Path.of(System.getenv().getOrDefault(FOLDER, "/nowhere"));
    private final Path reference = folder.resolve("src01_hrc00_576x324.yuv420p10le.yuv");
    private final Path distorted = folder.resolve("src01_hrc01_576x324.yuv420p10le.yuv");

    @BeforeEach
    void thePairIsThere() {
        assumeTrue(
                Files.isReadable(reference) && Files.isReadable(distorted),
                () -> reference.getFileName() + " and " + distorted.getFileName() + " are not in the folder that "
                        + FOLDER + " names");
    }

    @Test
    void aDistortedClipAgainstItsReference() {
        assertMeans(
                distorted,
                Map.of(
                        Feature.VIF_SCALE0, 0.4330893,
                        Feature.VIF_SCALE1, 0.830613,
                        Feature.VIF_SCALE2, 0.9072123,
                        Feature.VIF_SCALE3, 0.945896,
                        Feature.MOTION2, 2.8095493,
                        Feature.ADM2, 0.9517763,
                        Feature.FLOAT_SSIM, 0.897863,
                        Feature.FLOAT_MS_SSIM, 0.974749,
                        Feature.VMAF, 82.5642247));
    }

    @Test
    void aReferenceAgainstItself() {
        assertMeans(
                reference,
                Map.of(
                        Feature.VIF_SCALE0, 1.0,
                        Feature.VIF_SCALE3, 0.9999991,
                        Feature.MOTION2, 2.8095493,
                        Feature.ADM2, 1.0,
                        Feature.FLOAT_SSIM, 1.0,
                        Feature.FLOAT_MS_SSIM, 1.0,
                        Feature.VMAF, 99.142826));
    }

    private void assertMeans(Path clip, Map<Feature, Double> printed) {
        try (RawVideo one = new RawVideo(reference, PICTURES);
                RawVideo other = new RawVideo(clip, PICTURES)) {
            FrameScores scores = new LibvmafExtractor(TestLibrary.get())
                    .extract(FramePairSource.inStep(one, other), Recipe.K150K, FrameListener.NONE);

            printed.forEach((feature, mean) -> assertThat(
                            Arrays.stream(scores.of(feature)).average().orElseThrow())
                    .as(feature.column())
                    .isCloseTo(mean, within(PLACES)));
        }
    }
}
