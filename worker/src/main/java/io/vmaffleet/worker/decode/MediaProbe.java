package io.vmaffleet.worker.decode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// Learns what a clip is without measuring it: one frame is decoded, since size, colours and rotation are the decoded
/// picture's and only it shows that the clip can be decoded; of the others the packets are read, not decoded. Many
/// threads may use it.
public final class MediaProbe {
    private MediaProbe() {}

    /// @throws UnmeasurableClipException if the clip cannot be read to its end, or its first frame not be decoded
    /// @throws DecoderUnavailableException if this host has no decoder
    public static ProbedMedia probe(ClipFile file) {
        DecoderLibrary.load();
        PictureTimes.Counter times = new PictureTimes.Counter();
        try (ClipContainer container = ClipContainer.open(file, times::add)) {
            MediaFormat format = firstFrame(container);
            AVPacket packet = avcodec.av_packet_alloc();
            try {
                boolean more = true;
                while (more) {
                    more = container.read(packet);
                }
            } finally {
                avcodec.av_packet_free(packet);
            }
            return new ProbedMedia(format, times.times(container.tick()));
        }
    }

    private static MediaFormat firstFrame(ClipContainer container) {
        try (PictureDecoder decoder = PictureDecoder.open(container)) {
            AVFrame first = avutil.av_frame_alloc();
            try {
                if (!decoder.next(first)) {
                    throw FfmpegFrameSource.noFrame(container);
                }
                return FfmpegFrameSource.mediaFormat(
                        container, first, FfmpegFrameSource.rotation(first, container.parameters()));
            } finally {
                avutil.av_frame_free(first);
            }
        }
    }
}
