package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Passes a clip's frames through and keeps copies of those that are audited, the first two, to be measured
/// once more after it. The source stays its owner's to close; closing this frees the copies.
public final class KeptFrames implements FrameSource {
    private static final int AUDITED = 2;
    private static final int PLANES = 3;

    private final Arena arena = Arena.ofConfined();
    private final FrameSource source;
    private final List<VideoFrame> kept = new ArrayList<>();

    KeptFrames(FrameSource source) {
        this.source = source;
    }

    /// What [FeatureExtractor#extractAudited] is, by an extractor that measures what varies and then all.
    public static AuditedScores audited(
            FeatureExtractor extractor, FrameSource source, Recipe recipe, FrameListener listener) {
        try (KeptFrames kept = new KeptFrames(source)) {
            FrameScores scores = extractor.extract(kept, recipe, Scope.VARYING, listener);
            // after the first has ended, so that the full set's memory is not on top of it
            return new AuditedScores(scores, extractor.extract(kept.replay(), recipe, Scope.ALL, FrameListener.NONE));
        }
    }

    @Override
    public MediaFormat format() {
        return source.format();
    }

    @Override
    public Optional<VideoFrame> next() {
        Optional<VideoFrame> frame = source.next();
        if (kept.size() < AUDITED) {
            frame.ifPresent(picture -> kept.add(copy(picture)));
        }
        return frame;
    }

    private VideoFrame copy(VideoFrame frame) {
        MemorySegment[] planes = new MemorySegment[PLANES];
        long[] strides = new long[PLANES];
        for (int plane = 0; plane < PLANES; plane++) {
            int width = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
            int height = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
            strides[plane] = (long) width * (frame.bitDepth() > 8 ? 2 : 1);
            planes[plane] = arena.allocate(strides[plane] * height, ADDRESS.byteAlignment());
            PlaneCopy.copy(
                    frame.planeAddress(plane),
                    frame.strideBytes(plane),
                    planes[plane],
                    strides[plane],
                    strides[plane],
                    height);
        }
        return new NativeFrame(frame.width(), frame.height(), frame.bitDepth(), planes, strides);
    }

    /// The kept frames as a clip of their own, valid until this is closed.
    FrameSource replay() {
        Deque<VideoFrame> frames = new ArrayDeque<>(kept);
        return new FrameSource() {
            @Override
            public MediaFormat format() {
                return source.format();
            }

            @Override
            public Optional<VideoFrame> next() {
                return Optional.ofNullable(frames.poll());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        arena.close();
    }
}
