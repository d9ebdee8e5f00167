package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What an operator may do to a run at work. Each answer is one sentence; it fails with an [IllegalStateException]
/// where
/// the run is not at work. For any thread.
public interface RunControl {
    /// Nothing more is sent; what workers hold they measure to its end.
    CompletableFuture<String> pause();

    CompletableFuture<String> unpause();

    /// The run stops without waiting for what is in work; `resume` goes on with it.
    CompletableFuture<String> cancel();

    /// Lets given-up clips be tried again.
    ///
    /// @param reasons only clips given up for one of these; empty for all
    /// @param clips only these; empty for all
    CompletableFuture<String> retry(Set<FailureReason> reasons, Set<String> clips);
}
