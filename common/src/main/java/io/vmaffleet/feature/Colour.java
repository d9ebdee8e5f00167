package io.vmaffleet.feature;

import java.util.Optional;

/// What a stream says of its colours, by libav's names; empty or NaN where it says nothing.
///
/// @param transfer characteristic
/// @param primaries of colour
/// @param space the matrix of Y, Cb and Cr
/// @param range tv or pc
/// @param maxContentNits MaxCLL, in candela a square metre
/// @param maxAverageNits MaxFALL, in candela a square metre
public record Colour(
        Optional<String> transfer,
        Optional<String> primaries,
        Optional<String> space,
        Optional<String> range,
        double maxContentNits,
        double maxAverageNits) {
    /// A stream that says no more than these.
    public static Colour of(Optional<String> transfer, Optional<String> primaries) {
        return new Colour(transfer, primaries, Optional.empty(), Optional.empty(), Double.NaN, Double.NaN);
    }
}
