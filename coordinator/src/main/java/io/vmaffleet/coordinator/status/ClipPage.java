package io.vmaffleet.coordinator.status;

import java.util.List;

/// A bounded piece of the clip list, in corpus order.
///
/// @param matching how many clips the filter lets through, on this page or not
public record ClipPage(long matching, List<ClipRow> rows) {
    public ClipPage {
        rows = List.copyOf(rows);
    }
}
