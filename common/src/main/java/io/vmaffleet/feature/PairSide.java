package io.vmaffleet.feature;

import java.util.Optional;

/// One of two clips that were compared.
///
/// @param frames that were decoded
/// @param fps frames a second (`r_frame_rate` of the stream), 0 when unknown
/// @param seconds from its first frame to the end of its last one; NaN when the stream does not tell the time
/// @param codec libav's name of the codec
/// @param pixelFormat libav's name of the coded format
/// @param luma of its pictures as they were compared, where the recipe has it
public record PairSide(
        long frames,
        double fps,
        double seconds,
        String codec,
        String pixelFormat,
        Colour colour,
        Optional<LumaSignals> luma) {}
