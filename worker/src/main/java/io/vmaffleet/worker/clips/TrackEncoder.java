package io.vmaffleet.worker.clips;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/// One track of a clip on its way into a container: frame in, packets out. What the frames are is the subclass's.
abstract class TrackEncoder implements AutoCloseable {
    private final AVCodec codec;
    private final AVPacket packet = avcodec.av_packet_alloc();
    final AVCodecContext context;
    final AVFrame frame = avutil.av_frame_alloc();
    private int streamIndex;
    private boolean ended;

    TrackEncoder(String encoder, boolean globalHeader) {
        AVCodec found = avcodec.avcodec_find_encoder_by_name(encoder);
        if (found == null) {
            throw new IllegalStateException("the decoder library has no encoder " + encoder);
        }
        codec = found;
        context = avcodec.avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.flags(avcodec.AV_CODEC_FLAG_BITEXACT | (globalHeader ? avcodec.AV_CODEC_FLAG_GLOBAL_HEADER : 0));
    }

    /// How far the track has come.
    abstract double seconds();

    /// Fills [#frame] with what comes next; false if nothing does.
    abstract boolean fillNext();

    final void open(Map<String, String> options) {
        AVDictionary dictionary = ClipEncoder.options(options);
        try {
            ClipEncoder.check(
                    avcodec.avcodec_open2(context, codec, dictionary),
                    "encoder " + codec.name().getString());
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    final AVStream addTo(AVFormatContext output) {
        AVStream stream = avformat.avformat_new_stream(output, null);
        streamIndex = stream.index();
        stream.time_base(context.time_base());
        stream.avg_frame_rate(context.framerate());
        ClipEncoder.check(avcodec.avcodec_parameters_from_context(stream.codecpar(), context), "stream parameters");
        return stream;
    }

    final void encodeNext(AVFormatContext output) {
        boolean more = fillNext();
        ClipEncoder.check(avcodec.avcodec_send_frame(context, more ? frame : null), "encoding a frame");
        AVStream stream = output.streams(streamIndex);
        while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
            packet.stream_index(streamIndex);
            if (packet.duration() == 0 && context.codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
                packet.duration(1);
            }
            avcodec.av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            ClipEncoder.check(avformat.av_interleaved_write_frame(output, packet), "writing a packet");
        }
        ended = !more;
    }

    final boolean ended() {
        return ended;
    }

    @Override
    public final void close() {
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }

    static AVRational fraction(int numerator, int denominator) {
        AVRational fraction = new AVRational();
        fraction.num(numerator);
        fraction.den(denominator);
        return fraction;
    }
}
