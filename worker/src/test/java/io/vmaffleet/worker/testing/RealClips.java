package io.vmaffleet.worker.testing;

import io.vmaffleet.worker.clips.ClipSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Short clips of every kind that is measured in a way of its own.
public final class RealClips {
    private RealClips() {}

    /// By file name, whose stem says what is special.
    public static SortedMap<String, ClipSpec> specs() {
        SortedMap<String, ClipSpec> specs = new TreeMap<>();
        specs.put("8_bits.mp4", ClipSpec.of(640, 360, 4).build());
        specs.put("hdr_60fps.mp4", ClipSpec.of(640, 360, 4).rate(60, 1).pqHdr().build());
        specs.put("rotated.mp4", ClipSpec.of(640, 360, 3).rotation(90).build());
        specs.put(
                "4_2_2.mp4",
                ClipSpec.of(320, 240, 3)
                        .codec("prores_ks", "yuv422p10le")
                        .container("mov")
                        .build());
        specs.put(
                "variable_rate.mp4",
                ClipSpec.of(320, 240, 6)
                        .timestamps(List.of(0L, 1L, 4L, 5L, 11L, 12L))
                        .build());
        specs.put(
                "full_range.mp4",
                ClipSpec.of(320, 240, 3).codec("mjpeg", "yuvj420p").range("pc").build());
        specs.put("one_frame.mp4", ClipSpec.of(320, 240, 1).build());
        // libvmaf's SIMD is wrong at these two widths
        specs.put("portrait_360x640.mp4", ClipSpec.of(360, 640, 3).build());
        specs.put("portrait_270x480.mp4", ClipSpec.of(270, 480, 3).build());
        return specs;
    }
}
