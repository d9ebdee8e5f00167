package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import java.util.List;

/// A clip without a row and why: a line of `X.failed.jsonl`.
///
/// @param clipName as the corpus has it; a name that cannot be one with its bytes escaped
/// @param verdict FAILED or LEFT_OUT
/// @param attempts how often it was tried since the start or the last retry
/// @param hosts where, each once
public record FailedClip(
        String clipName, FailureReason reason, String detail, Verdict verdict, int attempts, List<String> hosts) {
    public FailedClip {
        hosts = List.copyOf(hosts);
        if (verdict != Verdict.FAILED && verdict != Verdict.LEFT_OUT) {
            throw new IllegalArgumentException(clipName + " is not given up by the verdict " + verdict);
        }
    }
}
