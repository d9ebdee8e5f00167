package io.vmaffleet.worker.testing;

import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.VideoFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The samples of a frame, copied out of native memory.
public final class Planes {
    private final int width;
    private final int height;
    private final int[][] samples;

    private Planes(int width, int height, int[][] samples) {
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    public static Planes of(VideoFrame frame) {
        int[][] samples = new int[3][];
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
            int height = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
            samples[plane] = new int[width * height];
            long stride = frame.strideBytes(plane);
            MemorySegment memory =
                    MemorySegment.ofAddress(frame.planeAddress(plane)).reinterpret(stride * height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    samples[plane][y * width + x] = frame.bitDepth() == 8
                            ? memory.get(ValueLayout.JAVA_BYTE, y * stride + x) & 0xff
                            : memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, y * stride + 2L * x) & 0xffff;
                }
            }
        }
        return new Planes(frame.width(), frame.height(), samples);
    }

    /// All frames of a clip.
    public static List<Planes> allOf(Path clip) {
        try (FrameSource source = open(clip)) {
            List<Planes> all = new ArrayList<>();
            for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
                all.add(of(frame.get()));
            }
            return all;
        }
    }

    /// Opens a clip as a worker with its folder as root does.
    public static TimedFrames open(Path clip) {
        try (ClipFile file = ClipFile.open(clip.toString(), Files.size(clip), Roots.of(clip.resolveSibling("")))) {
            return FfmpegFrameSource.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int luma(int x, int y) {
        return samples[0][y * width + x];
    }

    public int chroma(int plane, int x, int y) {
        return samples[plane][y * ((width + 1) / 2) + x];
    }

    /// The largest difference of two samples at the same place.
    public int distance(Planes other) {
        int largest = 0;
        for (int plane = 0; plane < 3; plane++) {
            for (int i = 0; i < samples[plane].length; i++) {
                largest = Math.max(largest, Math.abs(samples[plane][i] - other.samples[plane][i]));
            }
        }
        return largest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Planes planes
                && width == planes.width
                && height == planes.height
                && Arrays.deepEquals(samples, planes.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(samples);
    }

    @Override
    public String toString() {
        return width + "x" + height + "#" + Integer.toHexString(hashCode());
    }
}
