package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// Decodes a container's picture stream, each coded frame once, in display order. Damage is not concealed.
final class PictureDecoder implements AutoCloseable {
    private static final int AVERROR_EAGAIN = -11;
    private static final int AVERROR_ENOMEM = -12;

    private final ClipContainer container;
    private final AVCodecContext context;
    private final AVPacket packet;
    private long frames;

    private PictureDecoder(ClipContainer container, AVCodecContext context, AVPacket packet) {
        this.container = container;
        this.context = context;
        this.packet = packet;
    }

    static PictureDecoder open(ClipContainer container) {
        AVCodec codec = avcodec.avcodec_find_decoder(container.parameters().codec_id());
        if (codec == null) {
            String name =
                    avcodec.avcodec_get_name(container.parameters().codec_id()).getString();
            throw new UnmeasurableClipException(
                    FailureReason.UNSUPPORTED_FORMAT,
                    container.path() + " has pictures in a codec that cannot be decoded (" + name + "); convert it.");
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        AVPacket packet = avcodec.av_packet_alloc();
        PictureDecoder decoder = new PictureDecoder(container, context, packet);
        try {
            decoder.configure(codec);
            return decoder;
        } catch (RuntimeException | Error e) {
            decoder.close();
            throw e;
        }
    }

    /// Decodes the next frame that is shown; false after the last one.
    boolean next(AVFrame frame) {
        FfmpegLog.forget();
        while (true) {
            int status = avcodec.avcodec_receive_frame(context, frame);
            if (status == AVERROR_EAGAIN) {
                feed();
            } else if (status == avutil.AVERROR_EOF) {
                return false;
            } else if (status < 0) {
                throw damaged("decoding failed", status);
            } else if ((frame.flags() & AVFrame.AV_FRAME_FLAG_DISCARD) == 0) {
                frames++;
                checkWhole(frame);
                return true;
            }
        }
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }

    private void configure(AVCodec codec) {
        FfmpegLog.forget();
        int status = avcodec.avcodec_parameters_to_context(context, container.parameters());
        if (status >= 0) {
            // one thread a slot, and the same bits on every CPU
            context.thread_count(1);
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
            context.err_recognition(
                    avcodec.AV_EF_CRCCHECK | avcodec.AV_EF_BITSTREAM | avcodec.AV_EF_BUFFER | avcodec.AV_EF_EXPLODE);
            status = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        }
        if (status < 0) {
            throw damaged("the decoder cannot be set up", status);
        }
    }

    private void feed() {
        // a null packet tells the decoder to give what it holds back
        int status = container.read(packet)
                ? avcodec.avcodec_send_packet(context, packet)
                : avcodec.avcodec_send_packet(context, null);
        if (status < 0) {
            throw damaged("packet " + container.packets() + " cannot be decoded", status);
        }
    }

    private void checkWhole(AVFrame frame) {
        if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
            throw damaged("frame " + frames + " has holes", avutil.AVERROR_INVALIDDATA);
        }
    }

    private UnmeasurableClipException damaged(String what, int status) {
        if (status == AVERROR_ENOMEM) {
            throw new OutOfMemoryError("the decoder library has no memory left for " + container.path());
        }
        String codec = context.codec().name().getString();
        return new UnmeasurableClipException(
                status == avutil.AVERROR_PATCHWELCOME ? FailureReason.UNSUPPORTED_FORMAT : FailureReason.DECODE_ERROR,
                container.path() + " is damaged: " + what + " (" + codec + ", " + DecoderLibrary.errorText(status) + ")"
                        + FfmpegLog.lastError().map(line -> ", '" + line + "'").orElse("") + "; copy it again.");
    }
}
