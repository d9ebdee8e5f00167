package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/// Decodes a clip in process: container, decoder, conversion to 4:2:0, turning for display.
///
/// The first frame is decoded when it is opened, since colour, size and rotation are the decoded picture's.
public final class FfmpegFrameSource implements FrameSource {
    private static final int MATRIX_ENTRIES = 9;

    private final String path;
    private final ClipContainer container;
    private final PictureDecoder decoder;
    private final AVFrame decoded;
    private final FrameConversion conversion;
    private final @Nullable FrameTurner turner;
    private final Rotation rotation;
    private final MediaFormat format;
    private final int firstFormat;
    private final boolean firstFullRange;
    private boolean firstIsWaiting = true;
    private boolean ended;
    private boolean closed;

    private FfmpegFrameSource(ClipContainer container, PictureDecoder decoder, AVFrame first) {
        this.path = container.path();
        this.container = container;
        this.decoder = decoder;
        this.decoded = first;
        this.rotation = rotation(first, container.parameters());
        this.firstFormat = first.format();
        this.firstFullRange = FrameConversion.isFullRange(first);
        this.conversion = FrameConversion.of(path, first);
        try {
            this.turner = rotation.isNone()
                    ? null
                    : new FrameTurner(rotation, first.width(), first.height(), conversion.bitDepth());
        } catch (RuntimeException | Error e) {
            conversion.close();
            throw e;
        }
        this.format = mediaFormat(container, first, rotation, conversion.bitDepth());
    }

    /// Opens a clip and decodes its first frame. The file may be closed once this has returned.
    ///
    /// @throws UnmeasurableClipException if the clip cannot be measured
    /// @throws DecoderUnavailableException if this host has no decoder
    public static FrameSource open(ClipFile file) {
        return open(file, header -> {});
    }

    /// Opens a clip, as above.
    ///
    /// @param header told what the container says before a decoder takes memory for it
    public static FrameSource open(ClipFile file, Consumer<ClipHeader> header) {
        DecoderLibrary.load();
        ClipContainer container = ClipContainer.open(file);
        try {
            AVCodecParameters parameters = container.parameters();
            header.accept(new ClipHeader(
                    parameters.width(),
                    parameters.height(),
                    FrameConversion.codedBitDepth(parameters.format()),
                    container.promisedFrames()));
            PictureDecoder decoder = PictureDecoder.open(container);
            try {
                AVFrame first = avutil.av_frame_alloc();
                try {
                    if (!decoder.next(first)) {
                        throw noFrame(container);
                    }
                    return new FfmpegFrameSource(container, decoder, first);
                } catch (RuntimeException | Error e) {
                    avutil.av_frame_free(first);
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                decoder.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            container.close();
            throw e;
        }
    }

    @Override
    public MediaFormat format() {
        return format;
    }

    @Override
    public Optional<VideoFrame> next() {
        if (closed) {
            throw new IllegalStateException("the source of " + path + " is closed");
        }
        if (ended) {
            return Optional.empty();
        }
        if (!firstIsWaiting && !decoder.next(decoded)) {
            ended = true;
            return Optional.empty();
        }
        firstIsWaiting = false;
        checkUnchanged();
        AVFrame frame = conversion.convert(decoded);
        return Optional.of(new PlanarFrame(turner == null ? frame : turner.turn(frame), format));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (turner != null) {
            turner.close();
        }
        conversion.close();
        avutil.av_frame_free(decoded);
        decoder.close();
        container.close();
    }

    private void checkUnchanged() {
        boolean same = decoded.width() == format.codedWidth()
                && decoded.height() == format.codedHeight()
                && decoded.format() == firstFormat
                && FrameConversion.isFullRange(decoded) == firstFullRange
                && rotation(decoded, container.parameters()).equals(rotation);
        if (!same) {
            throw new UnmeasurableClipException(
                    FailureReason.GEOMETRY_CHANGED,
                    path + " changes in mid-stream, from " + format.codedWidth() + "x" + format.codedHeight() + " "
                            + format.pixelFormat() + " to " + decoded.width() + "x" + decoded.height() + " "
                            + FrameConversion.formatName(decoded.format())
                            + ", or its range or rotation does; cut it into clips of one picture format.");
        }
    }

    private static UnmeasurableClipException noFrame(ClipContainer container) {
        return new UnmeasurableClipException(
                container.packets() == 0 ? FailureReason.TRUNCATED : FailureReason.DECODE_ERROR,
                container.path() + " has " + container.packets()
                        + " packets of pictures and not one frame came of them; copy it again.");
    }

    private static MediaFormat mediaFormat(ClipContainer container, AVFrame first, Rotation rotation, int bitDepth) {
        AVCodecParameters parameters = container.parameters();
        return new MediaFormat(
                first.width(),
                first.height(),
                rotation.degrees(),
                rotation.width(first.width(), first.height()),
                rotation.height(first.width(), first.height()),
                bitDepth,
                FrameConversion.codedBitDepth(first.format()),
                container.fps(),
                FrameConversion.formatName(first.format()),
                said(first.color_trc(), parameters.color_trc(), avutil.AVCOL_TRC_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_transfer_name(code))),
                said(first.color_primaries(), parameters.color_primaries(), avutil.AVCOL_PRI_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_primaries_name(code))),
                container.promisedFrames());
    }

    /// What the frame says, else what the stream says; 0 is a reserved code, which says nothing either.
    private static Optional<Integer> said(int ofFrame, int ofStream, int unspecified) {
        int code = ofFrame == unspecified || ofFrame == 0 ? ofStream : ofFrame;
        return code == unspecified || code == 0 ? Optional.empty() : Optional.of(code);
    }

    private static Optional<String> name(@Nullable BytePointer name) {
        return Optional.ofNullable(name).map(BytePointer::getString);
    }

    private static Rotation rotation(AVFrame frame, AVCodecParameters parameters) {
        AVFrameSideData ofFrame = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
        if (ofFrame != null) {
            return rotation(ofFrame.data());
        }
        if (parameters.nb_coded_side_data() == 0) {
            return Rotation.NONE;
        }
        AVPacketSideData ofStream = avcodec.av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        return ofStream == null ? Rotation.NONE : rotation(ofStream.data());
    }

    private static Rotation rotation(BytePointer data) {
        int[] matrix = new int[MATRIX_ENTRIES];
        new IntPointer(data).get(matrix);
        return Rotation.of(matrix);
    }
}
