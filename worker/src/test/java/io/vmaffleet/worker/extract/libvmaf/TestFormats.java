package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.MediaFormat;
import java.util.Optional;

/// Formats of clips that are made up.
final class TestFormats {
    private TestFormats() {}

    static MediaFormat sdr(int width, int height) {
        return SyntheticFrames.format(width, height, 8);
    }

    static MediaFormat tenBits(int width, int height) {
        return SyntheticFrames.format(width, height, 10);
    }

    static MediaFormat hdr(int width, int height) {
        return new MediaFormat(
                width,
                height,
                0,
                width,
                height,
                10,
                10,
                25,
                "h264",
                "yuv420p10le",
                Colour.of(Optional.of("smpte2084"), Optional.of("bt2020")),
                0);
    }

    static MediaFormat at(double fps) {
        return at(960, 540, fps);
    }

    static MediaFormat at(int width, int height, double fps) {
        return new MediaFormat(
                width,
                height,
                0,
                width,
                height,
                8,
                8,
                fps,
                "h264",
                "yuv420p",
                Colour.of(Optional.empty(), Optional.empty()),
                0);
    }
}
