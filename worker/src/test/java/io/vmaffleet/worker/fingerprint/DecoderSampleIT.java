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
                        entry("av1_hlg.mp4", "3fd8744043127ee0"),
                        entry("h264.mp4", "527ee40317ae33b6"),
                        entry("hevc_pq.mp4", "e3b355a28548d594"),
                        entry("mjpeg_full.mov", "2ba459aa8d19a99f"),
                        entry("mpeg4.mp4", "ed79bd199ebcfb1e"),
                        entry("prores_422.mov", "ada844c9a3be2ca5"),
                        entry("vp9_444.webm", "5dd28e34534cd7d0"),
                        entry("yuyv.mov", "d4fc5c61f0bb17e4"));
    }
}
