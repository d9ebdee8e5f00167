package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.status.RunControl;
import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Where an operator's wishes lie until the thread that has the run in hand answers them.
final class OperatorDesk implements RunControl, AutoCloseable {
    private final List<Asked> asked = new ArrayList<>();
    private final Set<Asked> unanswered = new HashSet<>();
    private boolean closed;

    /// What an operator asks of a run.
    sealed interface Wish {
        record Pause() implements Wish {}

        record Unpause() implements Wish {}

        record Cancel() implements Wish {}

        record Retry(RetryChoice choice) implements Wish {}
    }

    private static final class Asked {
        final Wish wish;
        final CompletableFuture<String> answer = new CompletableFuture<>();

        Asked(Wish wish) {
            this.wish = wish;
        }
    }

    /// Answers a wish in one sentence.
    interface Clerk {
        /// @return complete when what was asked is on the disk, where it is to outlive this process
        /// @throws IllegalStateException if the wish cannot be granted now
        /// @throws IOException if the ledger cannot be told
        CompletableFuture<String> answer(Wish wish) throws IOException;
    }

    /// Whatever was not answered is refused, and all that comes. May be called again.
    @Override
    public synchronized void close() {
        closed = true;
        unanswered.forEach(one -> one.answer.completeExceptionally(closed()));
        unanswered.clear();
        asked.clear();
    }

    /// Answers what was asked since the last call.
    void serve(Clerk clerk) {
        for (Asked one : take()) {
            try {
                // the fault, if there is one, is the answer's
                var _ = clerk.answer(one.wish).whenComplete((said, fault) -> answer(one, said, fault));
            } catch (IOException | RuntimeException e) {
                answer(one, "", e);
            }
        }
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

    private synchronized CompletableFuture<String> ask(Wish wish) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        Asked one = new Asked(wish);
        asked.add(one);
        unanswered.add(one);
        return one.answer;
    }

    private synchronized void answer(Asked one, String said, @Nullable Throwable fault) {
        unanswered.remove(one);
        if (fault == null) {
            one.answer.complete(said);
        } else {
            one.answer.completeExceptionally(fault);
        }
    }

    private synchronized List<Asked> take() {
        List<Asked> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "the run is about to end or to stop and takes no more orders: ask again when it has, in a moment");
    }
}
