package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;

/// Measures synthetic clips in one line.
final class Clips {
    private Clips() {}

    /// Clips with bands, so that their cambi is not 0.
    static SyntheticFrames of(MediaFormat format, int frames) {
        return new SyntheticFrames(format, frames, SyntheticFrames.Side.DISTORTED);
    }

    static FrameScores measure(VmafLibrary library, MediaFormat format, int frames, Measurement measurement) {
        try (SyntheticFrames clip = of(format, frames)) {
            return new LibvmafExtractor(library).extract(clip, measurement, FrameListener.NONE);
        }
    }

    /// The same measurement with other CPU features.
    static Measurement withMask(Measurement measurement, long cpuMask) {
        return new Measurement(
                cpuMask,
                1,
                measurement.models(),
                measurement.extractors(),
                measurement.scoreNames(),
                measurement.takenForOne());
    }
}
