package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import java.time.Instant;
import java.util.Optional;

/// One line of `X.attempts.jsonl`: what happened to a clip that is not a row.
///
/// @param taskEntry the attempt's identity; an attempt is recorded once however often its result is delivered
/// @param reason always there when the verdict gives the clip up
/// @param detail one sentence for a person; what is longer than [#MAX_DETAIL_CHARS] is cut
/// @param attempt which sending it was, from 1; 0 where it was none
/// @param alone whether nothing else ran beside it
/// @param verdict what becomes of the clip; empty where nothing changes for it
public record AttemptEvent(
        Kind kind,
        ClipName clip,
        Optional<String> taskEntry,
        Optional<FailureReason> reason,
        String detail,
        Optional<String> host,
        Optional<String> worker,
        Optional<String> engine,
        Instant at,
        int attempt,
        boolean alone,
        Optional<Verdict> verdict) {
    /// Bounds a line, whatever a worker sends.
    public static final int MAX_DETAIL_CHARS = 4_000;

    public AttemptEvent {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt " + attempt + " of " + clip);
        }
        if (detail.length() > MAX_DETAIL_CHARS) {
            detail = detail.substring(0, MAX_DETAIL_CHARS - 3) + "...";
        }
        if (isGivingUp(verdict) && reason.isEmpty()) {
            throw new IllegalArgumentException(clip + " given up without a reason: " + detail);
        }
    }

    /// An operator wants a clip tried again.
    public static AttemptEvent retryRequested(ClipName clip, Instant at) {
        return new AttemptEvent(
                Kind.RETRY_REQUESTED,
                clip,
                Optional.empty(),
                Optional.empty(),
                "an operator wants it tried again",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at,
                0,
                false,
                Optional.empty());
    }

    /// What happened.
    public enum Kind {
        /// A worker reported a failure.
        FAILED,
        /// The lease ran out.
        EXPIRED,
        /// A result came that could not be read.
        UNREADABLE,
        /// A second row differed from the one that is kept.
        DISAGREED,
        /// An operator wants the clip tried again: all its counters start anew.
        RETRY_REQUESTED;

        /// Whether it is one sending of the clip that came to nothing.
        public boolean isAttempt() {
            return this == FAILED || this == EXPIRED || this == UNREADABLE;
        }
    }

    /// Whether the clip is given up by this.
    public boolean givesUp() {
        return isGivingUp(verdict);
    }

    private static boolean isGivingUp(Optional<Verdict> verdict) {
        return verdict.filter(v -> v == Verdict.FAILED || v == Verdict.LEFT_OUT).isPresent();
    }
}
