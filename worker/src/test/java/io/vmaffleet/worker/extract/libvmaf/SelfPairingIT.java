package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What self pairing leaves out and what the SIMD rule changes, against everything measured in plain C.
final class SelfPairingIT {
    private static final int FRAMES = 3;
    private final VmafLibrary library = TestLibrary.get();

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of("8 bits, a width where SIMD is wrong", TestFormats.sdr(270, 216)),
                Arguments.of("another such width", TestFormats.sdr(360, 176)),
                Arguments.of("8 bits with SIMD", TestFormats.sdr(960, 180)),
                Arguments.of("10 bits with SIMD", TestFormats.tenBits(960, 180)),
                Arguments.of("10 bits in plain C", TestFormats.tenBits(216, 270)),
                Arguments.of("60 frames a second", TestFormats.at(560, 176, 60)),
                Arguments.of("59.94 frames a second", TestFormats.at(216, 176, 60000 / 1001.0)),
                Arguments.of("HDR", TestFormats.hdr(560, 176)),
                Arguments.of("odd sides", TestFormats.sdr(217, 177)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void whatVariesAndTheConstantsAreTheFullSetMeasuredInPlainC(String name, MediaFormat format) {
        FrameScores full = Clips.measure(
                library,
                format,
                FRAMES,
                Clips.withMask(Measurement.of(format, Recipe.K150K, Scope.ALL), Measurement.PLAIN_C));
        FrameScores varying =
                Clips.measure(library, format, FRAMES, Measurement.of(format, Recipe.K150K, Scope.VARYING));

        assertThat(varying.frames()).isEqualTo(FRAMES);
        for (Feature feature : Recipe.K150K.features()) {
            assertThat(varying.has(feature)).as(feature.column()).isEqualTo(feature.variesWhenIdentical());
            if (varying.has(feature)) {
                assertThat(varying.of(feature)).as(feature.column()).containsExactly(full.of(feature), within(1e-9));
            }
        }
        assertThat(ConstantsAudit.difference(Recipe.K150K, full, format.bitDepth()))
                .isEmpty();
        for (Feature exact : List.of(Feature.PSNR_Y, Feature.PSNR_CB, Feature.PSNR_CR, Feature.CIEDE2000)) {
            double constant = exact.whenIdentical(format.bitDepth());
            assertThat(full.of(exact)).as(exact.column()).containsExactly(constant, constant, constant);
        }
    }

    @Test
    void theDistortedCambiIsTheSameWithAndWithoutTheReferences() {
        MediaFormat format = TestFormats.hdr(560, 176);
        Measurement without = Measurement.of(format, Recipe.K150K, Scope.VARYING);
        Measurement with = cambiOptions(without, Map.of("eotf", "pq", "full_ref", "true"));

        assertThat(Clips.measure(library, format, FRAMES, with).of(Feature.CAMBI)[1])
                .isPositive();
        assertThat(Clips.measure(library, format, FRAMES, with).of(Feature.CAMBI))
                .containsExactly(Clips.measure(library, format, FRAMES, without).of(Feature.CAMBI));
    }

    @Test
    void readingHdrPicturesAsPqChangesCambi() {
        MediaFormat hdr = TestFormats.hdr(560, 176);
        MediaFormat sdr = TestFormats.tenBits(560, 176);

        FrameScores asPq = Clips.measure(library, hdr, 1, Measurement.of(hdr, Recipe.K150K, Scope.VARYING));
        FrameScores asSdr = Clips.measure(library, sdr, 1, Measurement.of(sdr, Recipe.K150K, Scope.VARYING));

        assertThat(asPq.of(Feature.CAMBI)[0]).isNotEqualTo(asSdr.of(Feature.CAMBI)[0]);
        assertThat(asPq.of(Feature.ADM2)).containsExactly(asSdr.of(Feature.ADM2));
    }

    @Test
    void theWeightScalesMotionAndLeavesTheModelAlone() {
        MediaFormat slow = TestFormats.at(560, 176, 25);
        MediaFormat fast = TestFormats.at(560, 176, 60);

        FrameScores plain = Clips.measure(library, slow, FRAMES, Measurement.of(slow, Recipe.K150K, Scope.VARYING));
        FrameScores halved = Clips.measure(library, fast, FRAMES, Measurement.of(fast, Recipe.K150K, Scope.VARYING));

        assertThat(plain.of(Feature.MOTION)[1]).isGreaterThan(1);
        for (Feature motion : List.of(Feature.MOTION, Feature.MOTION2, Feature.MOTION3)) {
            for (int frame = 0; frame < FRAMES; frame++) {
                assertThat(halved.of(motion)[frame])
                        .as("%s of frame %s", motion, frame)
                        .isCloseTo(plain.of(motion)[frame] / 2, within(1e-9));
            }
        }
        assertThat(halved.of(Feature.VMAF)).containsExactly(plain.of(Feature.VMAF));
    }

    @Test
    void theFirstFrameHasNoMotion() {
        MediaFormat format = TestFormats.sdr(560, 176);

        FrameScores scores = Clips.measure(library, format, 2, Measurement.of(format, Recipe.K150K, Scope.VARYING));

        assertThat(scores.of(Feature.MOTION)[0]).isZero();
        assertThat(scores.of(Feature.MOTION2)[0]).isZero();
        assertThat(scores.of(Feature.MOTION2)[1]).isPositive();
    }

    @Test
    void sharingAPictureGivesTheScoresOfTwoCopies() {
        MediaFormat format = TestFormats.tenBits(217, 179);
        Measurement measurement = Measurement.of(format, Recipe.K150K, Scope.VARYING);
        VmafLibrary copying = TestLibrary.without("vmaf_picture_ref");

        FrameScores copied = Clips.measure(copying, format, FRAMES, measurement);
        FrameScores shared = Clips.measure(library, format, FRAMES, measurement);

        assertThat(library.bindings().hasPictureRef()).isTrue();
        assertThat(copying.bindings().hasPictureRef()).isFalse();
        for (Score feature : shared.computed()) {
            assertThat(copied.of(feature)).as(feature.column()).containsExactly(shared.of(feature));
        }
    }

    private static Measurement cambiOptions(Measurement measurement, Map<String, String> options) {
        List<Measurement.ExtractorUse> uses = new ArrayList<>();
        for (Measurement.ExtractorUse use : measurement.extractors()) {
            uses.add(use.name().equals("cambi") ? new Measurement.ExtractorUse("cambi", options) : use);
        }
        return new Measurement(
                measurement.cpuMask(),
                1,
                measurement.models(),
                uses,
                measurement.scoreNames(),
                measurement.takenForOne());
    }
}
