package io.vmaffleet.coordinator.status;

import java.util.Optional;

/// The clips of the plan, a page at a time: a corpus may have a million, and no answer holds them all.
@FunctionalInterface
public interface ClipPages {
    /// The most rows of one page.
    int MOST = 1_000;

    /// The clips behind the first `offset` that the filter lets through; called by many threads.
    ///
    /// @param limit 1 to [#MOST]
    /// @param state only clips in this state; empty: all
    ClipPage page(long offset, int limit, Optional<ShownState> state);
}
