package io.vmaffleet.worker.clips;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.ShortPointer;

/// The picture stream of a synthetic clip.
final class PictureTrack extends TrackEncoder {
    /// Speed before quality: nobody looks at these clips.
    private static final Map<String, Map<String, String>> FAST = Map.of(
            "libvpx-vp9", Map.of("deadline", "realtime", "cpu-used", "8"),
            "libaom-av1", Map.of("usage", "realtime", "cpu-used", "8"));

    private final ClipSpec spec;
    private final SyntheticPicture picture;
    private int next;

    PictureTrack(ClipSpec spec, boolean globalHeader) {
        super(spec.codec(), globalHeader);
        this.spec = spec;
        this.picture = new SyntheticPicture(spec.seed());
        int format = pixelFormat(spec.pixelFormat());
        context.width(spec.width());
        context.height(spec.height());
        context.pix_fmt(format);
        context.time_base(fraction(spec.rateDenominator(), spec.rateNumerator()));
        context.framerate(fraction(spec.rateNumerator(), spec.rateDenominator()));
        context.gop_size(spec.keyFrameInterval());
        context.max_b_frames(spec.bFrames());
        if (spec.bitRate() > 0) {
            context.bit_rate(spec.bitRate());
        }
        code(spec.transfer(), avutil::av_color_transfer_from_name).ifPresent(context::color_trc);
        code(spec.primaries(), avutil::av_color_primaries_from_name).ifPresent(context::color_primaries);
        code(spec.matrix(), avutil::av_color_space_from_name).ifPresent(context::colorspace);
        code(spec.range(), avutil::av_color_range_from_name).ifPresent(context::color_range);
        Map<String, String> options = new TreeMap<>(FAST.getOrDefault(spec.codec(), Map.of()));
        options.putAll(spec.encoderOptions());
        open(options);
        allocate(frame, format);
    }

    @Override
    double seconds() {
        long timestamp = next < spec.frames() ? timestamp(next) : timestamp(spec.frames() - 1) + 1;
        return (double) timestamp * spec.rateDenominator() / spec.rateNumerator();
    }

    @Override
    boolean fillNext() {
        if (next == spec.frames()) {
            return false;
        }
        ClipEncoder.check(avutil.av_frame_make_writable(frame), "a frame of its own");
        fill(next);
        frame.pts(timestamp(next));
        next++;
        return true;
    }

    private long timestamp(int index) {
        return spec.timestamps().isEmpty() ? index : spec.timestamps().get(index);
    }

    private void fill(int index) {
        AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(frame.format());
        boolean planarYuv = (descriptor.flags() & avutil.AV_PIX_FMT_FLAG_PLANAR) != 0
                && (descriptor.flags() & avutil.AV_PIX_FMT_FLAG_RGB) == 0
                && descriptor.nb_components() == 3
                && descriptor.comp(1).step() == (descriptor.comp(1).depth() > 8 ? 2 : 1);
        if (planarYuv) {
            fillPlanes(frame, descriptor, index);
        } else {
            fillByConversion(index);
        }
    }

    private void fillPlanes(AVFrame target, AVPixFmtDescriptor descriptor, int index) {
        int bitDepth = descriptor.comp(0).depth();
        for (int plane = 0; plane < 3; plane++) {
            int subX = plane == 0 ? 0 : descriptor.log2_chroma_w();
            int subY = plane == 0 ? 0 : descriptor.log2_chroma_h();
            int width = -(-target.width() >> subX);
            int height = -(-target.height() >> subY);
            byte[] bytes = new byte[width];
            short[] shorts = new short[width];
            BytePointer out = target.data(plane);
            ShortPointer wideOut = new ShortPointer(target.data(plane));
            long stride = target.linesize(plane);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int sample = plane == 0
                            ? picture.luma(index, x, y, bitDepth)
                            : picture.chroma(plane, index, x << subX, y << subY, bitDepth);
                    bytes[x] = (byte) sample;
                    shorts[x] = (short) sample;
                }
                if (bitDepth == 8) {
                    out.position(y * stride).put(bytes, 0, width);
                } else {
                    wideOut.position(y * stride / 2).put(shorts, 0, width);
                }
            }
        }
    }

    /// Packed and RGB formats are made from planar 4:4:4.
    private void fillByConversion(int index) {
        int planar = avutil.AV_PIX_FMT_YUV444P;
        AVFrame source = avutil.av_frame_alloc();
        try {
            allocate(source, planar);
            fillPlanes(source, avutil.av_pix_fmt_desc_get(planar), index);
            SwsContext scaler = swscale.sws_getContext(
                    spec.width(),
                    spec.height(),
                    planar,
                    spec.width(),
                    spec.height(),
                    frame.format(),
                    swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT,
                    null,
                    null,
                    (DoublePointer) null);
            try {
                ClipEncoder.check(swscale.sws_scale_frame(scaler, frame, source), "converting a picture");
            } finally {
                swscale.sws_freeContext(scaler);
            }
        } finally {
            avutil.av_frame_free(source);
        }
    }

    private void allocate(AVFrame target, int format) {
        target.width(spec.width());
        target.height(spec.height());
        target.format(format);
        ClipEncoder.check(avutil.av_frame_get_buffer(target, 0), "memory for a frame");
    }

    private static int pixelFormat(String name) {
        return ClipEncoder.check(avutil.av_get_pix_fmt(name), "pixel format " + name);
    }

    private static Optional<Integer> code(Optional<String> name, ToIntFunction<String> codeOf) {
        return name.map(n -> ClipEncoder.check(codeOf.applyAsInt(n), "the colour word " + n));
    }
}
