package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/// Brings decoded frames to the wanted pictures, scaled by the bicubic filter where they have another size; frames that
/// are so already pass untouched.
///
/// Chroma is sited in the middle, as ffmpeg's scale filter has it when nothing else is asked for.
final class FrameConversion implements AutoCloseable {
    /// These give other bits from CPU to CPU when they go to 4:2:0 in one step.
    private static final Set<Integer> BY_WAY_OF_PLANAR =
            Set.of(avutil.AV_PIX_FMT_YUYV422, avutil.AV_PIX_FMT_UYVY422, avutil.AV_PIX_FMT_YVYU422);

    private static final Set<Integer> NAMED_FULL_RANGE = Set.of(
            avutil.AV_PIX_FMT_YUVJ420P,
            avutil.AV_PIX_FMT_YUVJ422P,
            avutil.AV_PIX_FMT_YUVJ444P,
            avutil.AV_PIX_FMT_YUVJ440P,
            avutil.AV_PIX_FMT_YUVJ411P);

    /// One call of swscale and the frame that it writes.
    private record Step(SwsContext context, AVFrame target) {}

    private final List<Step> steps = new ArrayList<>();

    private FrameConversion() {}

    /// For frames like this one, which is a clip's first.
    static FrameConversion of(String path, AVFrame first, PictureFormat wanted) {
        FrameConversion conversion = new FrameConversion();
        int target = wanted.pixelFormat();
        boolean sameSize = first.width() == wanted.width() && first.height() == wanted.height();
        if (first.format() == target && sameSize && !isFullRange(first) && hasRowsFromTheTop(first)) {
            return conversion;
        }
        try {
            int source = first.format();
            if (BY_WAY_OF_PLANAR.contains(source)) {
                int planar = avutil.AV_PIX_FMT_YUV422P;
                conversion.add(path, first, source, planar, first.width(), first.height(), isFullRange(first));
                source = planar;
            }
            conversion.add(path, first, source, target, wanted.width(), wanted.height(), false);
            return conversion;
        } catch (RuntimeException | Error e) {
            conversion.close();
            throw e;
        }
    }

    /// Pictures of this frame's size as they are measured: 8 bits where it has 8, else 10.
    static PictureFormat ownFormat(AVFrame frame) {
        return new PictureFormat(frame.width(), frame.height(), codedBitDepth(frame.format()) > 8 ? 10 : 8);
    }

    static int codedBitDepth(int format) {
        AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(format);
        return descriptor == null ? 0 : descriptor.comp(0).depth();
    }

    /// Whether black is 0 and not 16.
    static boolean isFullRange(AVFrame frame) {
        return frame.color_range() == avutil.AVCOL_RANGE_JPEG || NAMED_FULL_RANGE.contains(frame.format());
    }

    /// The frame itself or one that the next call overwrites.
    AVFrame convert(AVFrame frame) {
        AVFrame current = frame;
        for (Step step : steps) {
            int status = swscale.sws_scale_frame(step.context, step.target, current);
            if (status < 0) {
                throw new IllegalStateException("swscale: " + DecoderLibrary.errorText(status));
            }
            current = step.target;
        }
        return current;
    }

    @Override
    public void close() {
        for (Step step : steps) {
            swscale.sws_freeContext(step.context);
            avutil.av_frame_free(step.target);
        }
        steps.clear();
    }

    /// A decoder may hand rows out from the bottom, which nobody behind us reads.
    private static boolean hasRowsFromTheTop(AVFrame frame) {
        return frame.linesize(0) > 0 && frame.linesize(1) > 0 && frame.linesize(2) > 0;
    }

    private void add(String path, AVFrame like, int source, int target, int width, int height, boolean targetFull) {
        if (swscale.sws_isSupportedInput(source) == 0) {
            throw new UnmeasurableClipException(
                    FailureReason.UNSUPPORTED_FORMAT,
                    path + " has pictures of format " + formatName(source) + ", which cannot be converted to 4:2:0;"
                            + " convert it.");
        }
        SwsContext context = swscale.sws_alloc_context();
        AVFrame frame = avutil.av_frame_alloc();
        steps.add(new Step(context, frame));
        context.flags(swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT);
        context.src_w(like.width());
        context.src_h(like.height());
        context.dst_w(width);
        context.dst_h(height);
        context.src_format(source);
        context.dst_format(target);
        context.src_range(isFullRange(like) ? 1 : 0);
        context.dst_range(targetFull ? 1 : 0);
        AVPixFmtDescriptor from = avutil.av_pix_fmt_desc_get(source);
        AVPixFmtDescriptor to = avutil.av_pix_fmt_desc_get(target);
        context.src_h_chr_pos(middle(from.log2_chroma_w()));
        context.src_v_chr_pos(middle(from.log2_chroma_h()));
        context.dst_h_chr_pos(middle(to.log2_chroma_w()));
        context.dst_v_chr_pos(middle(to.log2_chroma_h()));
        int status = swscale.sws_init_context(context, null, null);
        if (status >= 0) {
            status = allocate(frame, width, height, target);
        }
        if (status < 0) {
            throw new IllegalStateException(
                    "swscale cannot be set up for " + path + " (" + formatName(source) + ", " + like.width() + "x"
                            + like.height() + " to " + width + "x" + height + "): " + DecoderLibrary.errorText(status));
        }
    }

    /// Gives a frame memory of its own.
    static int allocate(AVFrame frame, int width, int height, int format) {
        frame.width(width);
        frame.height(height);
        frame.format(format);
        return avutil.av_frame_get_buffer(frame, 0);
    }

    static String formatName(int format) {
        return String.valueOf(avutil.av_get_pix_fmt_name(format).getString());
    }

    /// In 1/256 of a luma sample from the first one's corner; -513 is swscale's word for no subsampling.
    private static int middle(int log2Subsampling) {
        return log2Subsampling == 0 ? -513 : 128 * ((1 << log2Subsampling) - 1);
    }
}
