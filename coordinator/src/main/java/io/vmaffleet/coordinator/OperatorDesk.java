package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.status.RunControl;
import io.vmaffleet.result.FailureReason;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Hands an operator's wishes to the run loop while there is one.
final class OperatorDesk implements RunControl {
    private volatile @Nullable RunLoop loop;

    /// What an operator asks of the loop.
    sealed interface Wish {
        record Pause() implements Wish {}

        record Unpause() implements Wish {}

        record Cancel() implements Wish {}

        record Retry(RetryChoice choice) implements Wish {}
    }

    void open(RunLoop begun) {
        loop = begun;
    }

    void close() {
        loop = null;
    }

    @Override
    public CompletableFuture<String> pause() {
        return ask(new Wish.Pause());
    }

    @Override
    public CompletableFuture<String> unpause() {
        return ask(new Wish.Unpause());
    }

    @Override
    public CompletableFuture<String> cancel() {
        return ask(new Wish.Cancel());
    }

    @Override
    public CompletableFuture<String> retry(Set<FailureReason> reasons, Set<String> clips) {
        return ask(new Wish.Retry(new RetryChoice(reasons, clips)));
    }

    private CompletableFuture<String> ask(Wish wish) {
        RunLoop current = loop;
        return current == null
                ? CompletableFuture.failedFuture(new IllegalStateException(
                        "the run is not at work now: it has not begun yet, or is about to end"))
                : current.ask(wish);
    }
}
