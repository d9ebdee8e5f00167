package io.vmaffleet.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class DecoderSampleIT {
    /// With and without the CPU's SIMD the decoders give the same frames, so these hold on any host.
    @Test
    void thePinnedDecoderGivesTheseFrames() {
        assertThat(DecoderSample.take())
                .containsOnly(
                        entry("av1_hlg.mp4", "f15b4bc9983969fd"),
                        entry("h264.mp4", "bd851a682fac67d8"),
                        entry("hevc_pq.mp4", "a1a2f004cad96bff"),
                        entry("mjpeg_full.mov", "e799b9cea76a3ca6"),
                        entry("mpeg4.mp4", "1fa3e75135cb5f2d"),
                        entry("prores_422.mov", "637073b420060451"),
                        entry("vp9_444.webm", "032682e5c4924737"),
                        entry("yuyv.mov", "5e338e135560f427"));
    }
}
