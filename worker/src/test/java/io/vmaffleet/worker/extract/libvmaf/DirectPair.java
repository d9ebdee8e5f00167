package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.testing.FfmpegProgram;
import io.vmaffleet.worker.testing.Planes;
import io.vmaffleet.worker.testing.RawVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// A pair as ffmpeg's own filters and libvmaf have it, by way of raw video.
public final class DirectPair {
    private final Path folder;
    private final PictureFormat pictures;
    private final Recipe recipe;
    private final boolean plainC;

    /// @param plainC whether libvmaf's SIMD code is off at every width
    public DirectPair(Path folder, PictureFormat pictures, Recipe recipe, boolean plainC) {
        this.folder = folder;
        this.pictures = pictures;
        this.recipe = recipe;
        this.plainC = plainC;
    }

    /// The statistics of each feature.
    ///
    /// @param referenceFrames an expression of ffmpeg's select filter: which frames of the reference are
    ///     compared, one for each of the distorted clip
    public Map<Feature, FeatureStats> measure(Path reference, Path distorted, String referenceFrames)
            throws IOException {
        Path theirs = Files.createTempFile(folder, "reference", ".yuv");
        Path ours = Files.createTempFile(folder, "distorted", ".yuv");
        FfmpegProgram.raw(reference, referenceFrames, pictures, theirs);
        FfmpegProgram.raw(distorted, "1", pictures, ours);
        try (TimedFrames clip = Planes.open(distorted);
                RawVideo referenceVideo = new RawVideo(theirs, pictures);
                RawVideo distortedVideo = new RawVideo(ours, pictures)) {
            Measurement usual = Measurement.of(clip.format(), pictures, recipe, Scope.ALL);
            FrameScores scores = new LibvmafExtractor(TestLibrary.get())
                    .extract(
                            FramePairSource.inStep(referenceVideo, distortedVideo),
                            plainC ? Clips.withMask(usual, Measurement.PLAIN_C) : usual,
                            FrameListener.NONE);
            Map<Feature, FeatureStats> stats = new EnumMap<>(Feature.class);
            recipe.features().forEach(feature -> stats.put(feature, FeatureStats.of(scores.of(feature))));
            return stats;
        } finally {
            Files.delete(theirs);
            Files.delete(ours);
        }
    }
}
