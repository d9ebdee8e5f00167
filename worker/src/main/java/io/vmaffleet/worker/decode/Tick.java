package io.vmaffleet.worker.decode;

/// The unit that a stream counts time in: so many seconds, exactly.
///
/// @param numerator at least 1
/// @param denominator at least 1
public record Tick(int numerator, int denominator) {
    public Tick {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("a tick of " + numerator + "/" + denominator + " seconds");
        }
    }
}
