package io.vmaffleet.coordinator.ledger;

/// Where a line lies in a file, in one `long`: 40 bits of offset (a terabyte) and 24 of length, so that a clip's row
/// costs eight bytes of memory.
final class Place {
    /// The longest line that has a place, in bytes.
    static final int MAX_LENGTH = (1 << 24) - 1;

    private static final int LENGTH_BITS = 24;
    private static final long MAX_OFFSET = (1L << 40) - 2;

    private Place() {}

    static long of(long offset, int length) {
        if (offset < 0 || offset > MAX_OFFSET || length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a line of " + length + " bytes at " + offset + " has no place");
        }
        return offset << LENGTH_BITS | length;
    }

    static long offset(long place) {
        return place >>> LENGTH_BITS;
    }

    static int length(long place) {
        return (int) (place & MAX_LENGTH);
    }
}
