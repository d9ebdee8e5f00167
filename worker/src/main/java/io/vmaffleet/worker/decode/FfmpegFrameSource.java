package io.vmaffleet.worker.decode;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.result.FailureReason;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
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
public final class FfmpegFrameSource implements TimedFrames {
    private static final int MATRIX_ENTRIES = 9;

    private final String path;
    private final ClipContainer container;
    private final PictureDecoder decoder;
    private final Rotation rotation;
    private final MediaFormat format;
    private final int firstFormat;
    private final boolean firstFullRange;
    private final Tick tick;
    private AVFrame decoded;
    private AVFrame ahead;
    private FramePreparation preparation;
    private PictureFormat pictures;
    private boolean aheadIsDecoded = true;
    private boolean begun;
    private boolean ended;
    private boolean closed;
    private long startTicks = avutil.AV_NOPTS_VALUE;
    private long endTicks = avutil.AV_NOPTS_VALUE;

    private FfmpegFrameSource(ClipContainer container, PictureDecoder decoder, AVFrame first) {
        this.path = container.path();
        this.container = container;
        this.decoder = decoder;
        this.tick = container.tick();
        this.rotation = rotation(first, container.parameters());
        this.firstFormat = first.format();
        this.firstFullRange = FrameConversion.isFullRange(first);
        this.format = mediaFormat(container, first, rotation);
        this.pictures = format.pictures();
        this.preparation = new FramePreparation(path, first, rotation, pictures);
        this.ahead = first;
        this.decoded = avutil.av_frame_alloc();
    }

    /// Opens a clip and decodes its first frame. The file may be closed once this has returned.
    ///
    /// @throws UnmeasurableClipException if the clip cannot be measured
    /// @throws DecoderUnavailableException if this host has no decoder
    public static TimedFrames open(ClipFile file) {
        return open(file, header -> {});
    }

    /// Opens a clip, as above.
    ///
    /// @param header told what the container says before a decoder takes memory for it
    public static TimedFrames open(ClipFile file, Consumer<ClipHeader> header) {
        DecoderLibrary.load();
        ClipContainer container = ClipContainer.open(file);
        try {
            header.accept(container.header());
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

    /// What a clip's container says, without a decoder.
    ///
    /// @throws UnmeasurableClipException if it cannot be read
    /// @throws DecoderUnavailableException if this host has no decoder
    public static ClipHeader header(ClipFile file) {
        DecoderLibrary.load();
        try (ClipContainer container = ClipContainer.open(file)) {
            return container.header();
        }
    }

    @Override
    public MediaFormat format() {
        return format;
    }

    @Override
    public PictureFormat pictures() {
        return pictures;
    }

    @Override
    public void scaleTo(PictureFormat wanted) {
        if (begun) {
            throw new IllegalStateException("other pictures of " + path + " in mid-way");
        }
        if (wanted.equals(pictures)) {
            return;
        }
        FramePreparation other = new FramePreparation(path, ahead, rotation, wanted);
        preparation.close();
        preparation = other;
        pictures = wanted;
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new IllegalStateException("the source of " + path + " is closed");
        }
        if (!aheadIsDecoded && !ended) {
            aheadIsDecoded = decoder.next(ahead);
            ended = !aheadIsDecoded;
        }
        return aheadIsDecoded;
    }

    @Override
    public OptionalLong nextTicks() {
        return hasNext() && ahead.best_effort_timestamp() != avutil.AV_NOPTS_VALUE
                ? OptionalLong.of(ahead.best_effort_timestamp())
                : OptionalLong.empty();
    }

    @Override
    public Tick tick() {
        return tick;
    }

    @Override
    public double seconds() {
        return startTicks == avutil.AV_NOPTS_VALUE || endTicks == avutil.AV_NOPTS_VALUE
                ? Double.NaN
                : (double) (endTicks - startTicks) * tick.numerator() / tick.denominator();
    }

    @Override
    public Optional<VideoFrame> next() {
        if (!hasNext()) {
            return Optional.empty();
        }
        countTime(nextTicks());
        AVFrame given = decoded;
        decoded = ahead;
        ahead = given;
        avutil.av_frame_unref(ahead);
        aheadIsDecoded = false;
        begun = true;
        checkUnchanged();
        return Optional.of(new PlanarFrame(preparation.prepare(decoded), pictures));
    }

    /// A frame that does not say how long it is shown is shown as long as the one before it.
    private void countTime(OptionalLong shown) {
        if (shown.isEmpty()) {
            endTicks = avutil.AV_NOPTS_VALUE;
            return;
        }
        long ticks = shown.getAsLong();
        if (!begun) {
            startTicks = ticks;
        }
        long before = begun ? decoded.best_effort_timestamp() : ticks;
        endTicks = ticks + (ahead.duration() > 0 ? ahead.duration() : ticks - before);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        preparation.close();
        avutil.av_frame_free(decoded);
        avutil.av_frame_free(ahead);
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

    static UnmeasurableClipException noFrame(ClipContainer container) {
        return new UnmeasurableClipException(
                container.packets() == 0 ? FailureReason.TRUNCATED : FailureReason.DECODE_ERROR,
                container.path() + " has " + container.packets()
                        + " packets of pictures and not one frame came of them; copy it again.");
    }

    static MediaFormat mediaFormat(ClipContainer container, AVFrame first, Rotation rotation) {
        AVCodecParameters parameters = container.parameters();
        return new MediaFormat(
                first.width(),
                first.height(),
                rotation.degrees(),
                rotation.width(first.width(), first.height()),
                rotation.height(first.width(), first.height()),
                FrameConversion.ownFormat(first).bitDepth(),
                FrameConversion.codedBitDepth(first.format()),
                container.fps(),
                avcodec.avcodec_get_name(parameters.codec_id()).getString(),
                FrameConversion.formatName(first.format()),
                colour(first, parameters),
                container.promisedFrames());
    }

    private static Colour colour(AVFrame first, AVCodecParameters parameters) {
        Optional<AVContentLightMetadata> light = Optional.ofNullable(sideData(
                        first,
                        parameters,
                        avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL,
                        avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL))
                .map(AVContentLightMetadata::new);
        return new Colour(
                said(first.color_trc(), parameters.color_trc(), avutil.AVCOL_TRC_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_transfer_name(code))),
                said(first.color_primaries(), parameters.color_primaries(), avutil.AVCOL_PRI_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_primaries_name(code))),
                // 0 is RGB here, and nobody's word for nothing
                Optional.of(first.colorspace())
                        .filter(code -> code != avutil.AVCOL_SPC_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_space_name(code))),
                Optional.of(first.color_range())
                        .filter(code -> code != avutil.AVCOL_RANGE_UNSPECIFIED)
                        .flatMap(code -> name(avutil.av_color_range_name(code))),
                light.map(level -> (double) level.MaxCLL()).orElse(Double.NaN),
                light.map(level -> (double) level.MaxFALL()).orElse(Double.NaN));
    }

    /// What the frame says, else what the stream says; 0 is a reserved code, which says nothing either.
    private static Optional<Integer> said(int ofFrame, int ofStream, int unspecified) {
        int code = ofFrame == unspecified || ofFrame == 0 ? ofStream : ofFrame;
        return code == unspecified || code == 0 ? Optional.empty() : Optional.of(code);
    }

    private static Optional<String> name(@Nullable BytePointer name) {
        return Optional.ofNullable(name).map(BytePointer::getString);
    }

    static Rotation rotation(AVFrame frame, AVCodecParameters parameters) {
        BytePointer matrix =
                sideData(frame, parameters, avutil.AV_FRAME_DATA_DISPLAYMATRIX, avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        return matrix == null ? Rotation.NONE : rotation(matrix);
    }

    /// What the frame has, else what the stream has.
    private static @Nullable BytePointer sideData(
            AVFrame frame, AVCodecParameters parameters, int ofFrames, int ofPackets) {
        AVFrameSideData ofFrame = avutil.av_frame_get_side_data(frame, ofFrames);
        if (ofFrame != null) {
            return ofFrame.data();
        }
        if (parameters.nb_coded_side_data() == 0) {
            return null;
        }
        AVPacketSideData ofStream = avcodec.av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), ofPackets);
        return ofStream == null ? null : ofStream.data();
    }

    private static Rotation rotation(BytePointer data) {
        int[] matrix = new int[MATRIX_ENTRIES];
        new IntPointer(data).get(matrix);
        return Rotation.of(matrix);
    }
}
