package io.vmaffleet.queue;

import java.util.List;
import java.util.Map;

/// What a task stream held when it was looked at: the entries of one run, and everything that is pending.
///
/// @param lastDelivered the group's last-delivered-id, read first; `0-0` when there is no group
/// @param entries entry id to clip name, in stream order
/// @param pending what is held, of all runs on the stream
public record StreamView(String lastDelivered, Map<String, String> entries, List<PendingTask> pending) {
    /// Compares two stream entry ids (`milliseconds-sequence`) in stream order.
    public static int compareIds(String a, String b) {
        int dashA = a.indexOf('-');
        int dashB = b.indexOf('-');
        int byTime =
                Long.compareUnsigned(Long.parseUnsignedLong(a, 0, dashA, 10), Long.parseUnsignedLong(b, 0, dashB, 10));
        return byTime != 0
                ? byTime
                : Long.compareUnsigned(
                        Long.parseUnsignedLong(a, dashA + 1, a.length(), 10),
                        Long.parseUnsignedLong(b, dashB + 1, b.length(), 10));
    }
}
