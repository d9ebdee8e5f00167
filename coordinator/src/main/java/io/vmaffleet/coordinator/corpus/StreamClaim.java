package io.vmaffleet.coordinator.corpus;

import java.util.Optional;

/// What a sidecar says of a clip's file and picture stream; empty where it has no such key, or no value.
///
/// @param coded size of the coded pictures (`width`, `height`)
/// @param manifest the size that the clip was made for, coded or as displayed (`chug_width_manifest`,
///     `chug_height_manifest`)
/// @param orientation as `Portrait` (`chug_orientation`)
/// @param rate frames a second of the stream (`framerate`)
/// @param manifestRate frames a second that the clip was made for (`chug_framerate_manifest`)
/// @param bitDepth 8 or 10 (`chug_bit_depth`); another number is no claim
/// @param pixelFormat libav's name (`pix_fmt`)
/// @param transfer libav's name (`color_transfer`)
/// @param primaries libav's name (`color_primaries`)
/// @param seconds how long it is (`duration_s`)
/// @param bytes how large the file is (`src_size_bytes`)
public record StreamClaim(
        Optional<Size> coded,
        Optional<Size> manifest,
        Optional<String> orientation,
        Optional<Double> rate,
        Optional<Double> manifestRate,
        Optional<Integer> bitDepth,
        Optional<String> pixelFormat,
        Optional<String> transfer,
        Optional<String> primaries,
        Optional<Double> seconds,
        Optional<Long> bytes) {
    /// Of a picture, in pixels.
    public record Size(long width, long height) {
        /// Whether its width is the other's height, and its height the other's width.
        public boolean isTurned(Size other) {
            return width == other.height && height == other.width;
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }
}
