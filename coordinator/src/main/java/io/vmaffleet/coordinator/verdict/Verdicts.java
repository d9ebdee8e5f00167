package io.vmaffleet.coordinator.verdict;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.FailureReason.Blame;
import java.util.List;
import java.util.Set;

/// Judges a clip by all that is known of its attempts: a pure function, the only place that decides.
///
/// Evidence comes from workers that have examined themselves first, so a failure is the clip's unless another host
/// shows otherwise.
public final class Verdicts {
    /// A fault of the file or of the engine is met so often before the clip is given up.
    private static final int FAILURES = 2;

    /// A clip that was lost so often beside others runs alone from then on.
    private static final int LOSSES_BESIDE_OTHERS = 2;

    /// A clip whose worker is lost so often with nothing beside it is given up.
    private static final int LOSSES_ALONE = 6;

    private Verdicts() {}

    /// The verdict on a clip whose attempts gave `evidence`, oldest first, none of them a row.
    ///
    /// @param hosts where workers are known to live that are fit for the run; not all of them need be known
    /// @throws IllegalArgumentException if there is no evidence
    public static Verdict judge(List<Evidence> evidence, Set<String> hosts) {
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("no evidence to judge by");
        }
        return switch (evidence.getLast()) {
            case Evidence.FailedOn failed ->
                switch (failed.reason().blame()) {
                    case RULE -> Verdict.LEFT_OUT;
                    case RECIPE -> Verdict.STOP_RUN;
                    case FILE ->
                        failures(evidence, Blame.FILE) < FAILURES && !hosts.equals(Set.of(failed.host()))
                                ? Verdict.AGAIN_ELSEWHERE
                                : Verdict.FAILED;
                    case ENGINE -> failures(evidence, Blame.ENGINE) < FAILURES ? Verdict.AGAIN_ALONE : Verdict.FAILED;
                    case WORKER -> lost(evidence);
                };
            case Evidence.Lost lost -> lost(evidence);
        };
    }

    /// The reason that goes with a verdict of FAILED or LEFT_OUT.
    public static FailureReason reason(List<Evidence> evidence) {
        return switch (evidence.getLast()) {
            case Evidence.FailedOn failed -> failed.reason();
            case Evidence.Lost lost -> FailureReason.WORKER_LOST;
        };
    }

    private static Verdict lost(List<Evidence> evidence) {
        if (losses(evidence, true) >= LOSSES_ALONE) {
            return Verdict.FAILED;
        }
        return losses(evidence, false) + losses(evidence, true) >= LOSSES_BESIDE_OTHERS
                ? Verdict.AGAIN_ALONE
                : Verdict.AGAIN;
    }

    private static long failures(List<Evidence> evidence, Blame blame) {
        return evidence.stream()
                .filter(one -> one instanceof Evidence.FailedOn failed
                        && failed.reason().blame() == blame)
                .count();
    }

    private static long losses(List<Evidence> evidence, boolean alone) {
        return evidence.stream()
                .filter(one -> switch (one) {
                    case Evidence.Lost lost -> lost.alone() == alone;
                    case Evidence.FailedOn failed -> failed.reason().blame() == Blame.WORKER && failed.alone() == alone;
                })
                .count();
    }
}
