package io.vmaffleet.worker.clips;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A synthetic clip to be encoded.
///
/// @param rateNumerator frames a second, as a fraction
/// @param rateDenominator of the same fraction
/// @param codec the library's name of a video encoder
/// @param pixelFormat the library's name; what the encoder is given
/// @param container the library's name of a muxer
/// @param transfer the library's name of a transfer characteristic
/// @param primaries the library's name of colour primaries
/// @param matrix the library's name of a colour matrix
/// @param range `tv` or `pc`
/// @param rotation clockwise degrees by which players turn the picture: 0, 90, 180 or 270
/// @param timestamps one a frame, in frame durations, growing; negative ones are cut off by an edit list where the
///     container has such; empty for 0, 1, 2 ...
/// @param seed of the noise in the pictures
/// @param bitRate bits a second, 0 for the encoder's own choice
/// @param keyFrameInterval frames from one key frame to the next
/// @param bFrames how many frames in a row may need a later one
/// @param sound whether the clip has a track of sound too, or nothing else
/// @param encoderOptions as the library names them
/// @param muxerOptions as the library names them
public record ClipSpec(
        int width,
        int height,
        int frames,
        int rateNumerator,
        int rateDenominator,
        String codec,
        String pixelFormat,
        String container,
        Optional<String> transfer,
        Optional<String> primaries,
        Optional<String> matrix,
        Optional<String> range,
        int rotation,
        List<Long> timestamps,
        long seed,
        long bitRate,
        int keyFrameInterval,
        int bFrames,
        Sound sound,
        Map<String, String> encoderOptions,
        Map<String, String> muxerOptions) {
    /// Whether there is sound beside the pictures.
    public enum Sound {
        NONE,
        BESIDE,
        /// No picture stream at all.
        ONLY
    }

    public ClipSpec {
        if (width < 2 || height < 2 || frames < 1) {
            throw new IllegalArgumentException("no clip of " + frames + " frames of " + width + "x" + height);
        }
        if (!timestamps.isEmpty() && timestamps.size() != frames) {
            throw new IllegalArgumentException(timestamps.size() + " timestamps for " + frames + " frames");
        }
        if (rotation % 90 != 0 || rotation < 0 || rotation > 270) {
            throw new IllegalArgumentException("rotation by " + rotation + " degrees");
        }
        timestamps = List.copyOf(timestamps);
        encoderOptions = Map.copyOf(encoderOptions);
        muxerOptions = Map.copyOf(muxerOptions);
    }

    /// H.264, 8 bits 4:2:0, 25 frames a second, in an mp4, until told otherwise.
    public static Builder of(int width, int height, int frames) {
        return new Builder(width, height, frames);
    }

    /// The same with something changed.
    public Builder but() {
        Builder builder = new Builder(width, height, frames);
        builder.rate(rateNumerator, rateDenominator).codec(codec, pixelFormat).container(container);
        builder.transfer = transfer;
        builder.primaries = primaries;
        builder.matrix = matrix;
        builder.range = range;
        builder.rotation(rotation).timestamps(timestamps).seed(seed).bitRate(bitRate);
        builder.keyFrameInterval(keyFrameInterval).bFrames(bFrames).sound(sound);
        builder.encoderOptions.putAll(encoderOptions);
        builder.muxerOptions.putAll(muxerOptions);
        return builder;
    }

    /// Collects what differs from the plain clip.
    public static final class Builder {
        private final int width;
        private final int height;
        private final int frames;
        private int rateNumerator = 25;
        private int rateDenominator = 1;
        private String codec = "libopenh264";
        private String pixelFormat = "yuv420p";
        private String container = "mp4";
        private Optional<String> transfer = Optional.empty();
        private Optional<String> primaries = Optional.empty();
        private Optional<String> matrix = Optional.empty();
        private Optional<String> range = Optional.empty();
        private int rotation;
        private List<Long> timestamps = List.of();
        private long seed = 1;
        private long bitRate;
        private int keyFrameInterval = 12;
        private int bFrames;
        private Sound sound = Sound.NONE;
        private final Map<String, String> encoderOptions = new TreeMap<>();
        private final Map<String, String> muxerOptions = new TreeMap<>();

        private Builder(int width, int height, int frames) {
            this.width = width;
            this.height = height;
            this.frames = frames;
        }

        public Builder rate(int numerator, int denominator) {
            rateNumerator = numerator;
            rateDenominator = denominator;
            return this;
        }

        public Builder codec(String name, String itsPixelFormat) {
            codec = name;
            pixelFormat = itsPixelFormat;
            return this;
        }

        public Builder container(String muxer) {
            container = muxer;
            return this;
        }

        /// 10 bits of AV1, PQ transfer and BT.2020: what phones call HDR10.
        public Builder pqHdr() {
            codec("libaom-av1", "yuv420p10le");
            return colour("smpte2084", "bt2020", "bt2020nc");
        }

        public Builder colour(String itsTransfer, String itsPrimaries, String itsMatrix) {
            transfer = Optional.of(itsTransfer);
            primaries = Optional.of(itsPrimaries);
            matrix = Optional.of(itsMatrix);
            return this;
        }

        /// `tv` or `pc`.
        public Builder range(String name) {
            range = Optional.of(name);
            return this;
        }

        /// Clockwise, by quarter turns.
        public Builder rotation(int degrees) {
            rotation = degrees;
            return this;
        }

        public Builder timestamps(List<Long> one) {
            timestamps = List.copyOf(one);
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder bitRate(long bitsASecond) {
            bitRate = bitsASecond;
            return this;
        }

        public Builder keyFrameInterval(int count) {
            keyFrameInterval = count;
            return this;
        }

        public Builder bFrames(int inARow) {
            bFrames = inARow;
            return this;
        }

        public Builder sound(Sound value) {
            sound = value;
            return this;
        }

        public Builder encoderOption(String name, String value) {
            encoderOptions.put(name, value);
            return this;
        }

        public Builder muxerOption(String name, String value) {
            muxerOptions.put(name, value);
            return this;
        }

        public ClipSpec build() {
            return new ClipSpec(
                    width,
                    height,
                    frames,
                    rateNumerator,
                    rateDenominator,
                    codec,
                    pixelFormat,
                    container,
                    transfer,
                    primaries,
                    matrix,
                    range,
                    rotation,
                    timestamps,
                    seed,
                    bitRate,
                    keyFrameInterval,
                    bFrames,
                    sound,
                    encoderOptions,
                    muxerOptions);
        }
    }
}
