package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That the rule of plain C is needed: with its SIMD code libvmaf's adm, and so its vmaf, is wrong at these widths. If
/// a test here fails with a newer libvmaf, the fault is mended and the rule can go.
final class PlainCIT {
    /// How far wrong it is depends on the content and on the CPU: here by up to a point, and by 2e-5 at 328 with
    /// AVX-512.
    private static final double WRONG = 1e-6;

    private final VmafLibrary library = TestLibrary.get();

    @ParameterizedTest
    @ValueSource(ints = {270, 328})
    void simdIsWrongAtThisWidth(int width) throws IOException {
        assumeTrue(cpuHas("avx2"), "this CPU has no AVX2, so libvmaf's SIMD code does not run here");

        assertThat(vmafError(width)).isGreaterThan(WRONG);
    }

    @Test
    void avx2IsWrongAt360() throws IOException {
        assumeTrue(cpuHas("avx2"), "this CPU has no AVX2, so libvmaf's SIMD code does not run here");
        assumeTrue(!cpuHas("avx512f"), "this CPU has AVX-512, whose code is right at 360");

        assertThat(vmafError(360)).isGreaterThan(WRONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {544, 550, 638, 720})
    void simdIsExactAtThisWidth(int width) {
        assertThat(vmafError(width)).isZero();
    }

    /// The largest difference of a frame's vmaf between all CPU features and none.
    private double vmafError(int width) {
        MediaFormat format = TestFormats.sdr(width, 216);
        Measurement measurement = Measurement.of(format, Recipe.K150K, Scope.VARYING);
        FrameScores simd = Clips.measure(library, format, 2, Clips.withMask(measurement, Measurement.ALL_CPU_FEATURES));
        FrameScores plain = Clips.measure(library, format, 2, Clips.withMask(measurement, Measurement.PLAIN_C));
        double largest = 0;
        for (int frame = 0; frame < 2; frame++) {
            largest = Math.max(largest, Math.abs(simd.of(Feature.VMAF)[frame] - plain.of(Feature.VMAF)[frame]));
        }
        return largest;
    }

    private static boolean cpuHas(String flag) throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        return Files.exists(cpus) && Files.readString(cpus).matches("(?s).*\\b" + flag + "\\b.*");
    }
}
