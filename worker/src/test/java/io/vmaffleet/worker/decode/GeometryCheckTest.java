package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.task.ManifestGeometry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeometryCheckTest {
    private static final MediaFormat PORTRAIT = new MediaFormat(
            1920,
            1080,
            90,
            1080,
            1920,
            10,
            10,
            30000.0 / 1001,
            "h264",
            "yuv420p10le",
            Colour.of(Optional.empty(), Optional.empty()),
            0);

    @Test
    void theCodedSizeAndTheDisplayedOneAreBothRight() {
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1920, 1080, 29.97, 10), PORTRAIT))
                .isEmpty();
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1080, 1920, 29.97, 10), PORTRAIT))
                .isEmpty();
    }

    @Test
    void aRoundedRateIsNoMismatchAndAnotherRateIs() {
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1080, 1920, 30, 10), PORTRAIT))
                .isEmpty();
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1080, 1920, 29.97, 0), PORTRAIT))
                .isEmpty();
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1080, 1920, 0, 10), PORTRAIT))
                .isEmpty();
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1080, 1920, 25, 10), PORTRAIT))
                .hasValue("the sidecar says 25.000 frames a second and not 29.970, as decoded and measured");
    }

    @Test
    void everythingThatDiffersIsInOneSentence() {
        assertThat(GeometryCheck.mismatch(new ManifestGeometry(1280, 720, 60, 8), PORTRAIT))
                .hasValue("the sidecar says 1280x720 and not 1080x1920, 60.000 frames a second and not 29.970,"
                        + " 8 bits and not 10, as decoded and measured");
    }
}
