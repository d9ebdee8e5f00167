package io.vmaffleet.task;

import java.util.List;

/// The models that libvmaf 3.2.0 has built in. An older or smaller build may lack some: then its workers give the run's
/// tasks back and say so.
public final class BuiltInModel {
    public static final List<String> NAMES = List.of(
            "vmaf_v0.6.1",
            "vmaf_v0.6.1neg",
            "vmaf_4k_v0.6.1",
            "vmaf_4k_v0.6.1neg",
            "vmaf_b_v0.6.3",
            "vmaf_v1.0.16_3d0h",
            "vmaf_v1.0.16_3d0h_2160",
            "vmaf_v1.0.16_5d0h",
            "vmaf_v1.0.16_1d5h_2160",
            "vmaf_v1.0.16_hfr_3d0h",
            "vmaf_v1.0.16_hfr_3d0h_2160",
            "vmaf_v1.0.16_hfr_5d0h",
            "vmaf_v1.0.16_hfr_1d5h_2160");

    private BuiltInModel() {}
}
