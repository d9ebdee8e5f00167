package io.vmaffleet.worker.fingerprint;

import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.DecoderUnavailableException;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What this host's decoder and conversions make of a few tiny clips that come with the engine: a digest of each
/// clip's frames as they would be measured.
///
/// The clips are what corpora hold, and each conversion to 4:2:0 once: 8 and 10 bits, limited and full range, 4:2:2,
/// 4:4:4 and packed. They were made by `worker/src/test/python/fingerprint_streams.py`.
public final class DecoderSample {
    private static final List<String> CLIPS = List.of(
            "h264.mp4",
            "hevc_pq.mp4",
            "av1_hlg.mp4",
            "vp9_444.webm",
            "mpeg4.mp4",
            "mjpeg_full.mov",
            "prores_422.mov",
            "yuyv.mov");

    private static final int PLANES = 3;

    private DecoderSample() {}

    /// Decodes every clip; digests by clip name.
    ///
    /// @throws DecoderUnavailableException if one cannot be decoded here, which no host of ours has a right to
    public static Map<String, String> take() {
        Map<String, String> digests = new TreeMap<>();
        for (String clip : CLIPS) {
            try (ClipFile file = ClipFile.inMemory(clip, content(clip));
                    FrameSource source = FfmpegFrameSource.open(file)) {
                digests.put(clip, digest(source));
            } catch (UnmeasurableClipException e) {
                throw new DecoderUnavailableException(
                        "the decoder library cannot decode a clip that every engine decodes at its start (" + e.detail()
                                + "); put the vmaf-fleet of this host in place again.",
                        e);
            }
        }
        return digests;
    }

    private static String digest(FrameSource source) {
        PartDigest digest = new PartDigest();
        MediaFormat format = source.format();
        digest.add(format.toString());
        while (true) {
            Optional<VideoFrame> frame = source.next();
            if (frame.isEmpty()) {
                return digest.hex();
            }
            for (int plane = 0; plane < PLANES; plane++) {
                addRows(frame.get(), plane, digest);
            }
        }
    }

    private static void addRows(VideoFrame frame, int plane, PartDigest digest) {
        int width = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
        int height = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
        int rowBytes = frame.bitDepth() > 8 ? 2 * width : width;
        for (int row = 0; row < height; row++) {
            digest.add(Posix.bytesAt(frame.planeAddress(plane) + row * frame.strideBytes(plane), rowBytes));
        }
    }

    private static byte[] content(String clip) {
        try (InputStream stream = DecoderSample.class.getResourceAsStream(clip)) {
            if (stream == null) {
                throw new IllegalStateException(clip + " is missing from the jar");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
