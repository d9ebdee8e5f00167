package io.vmaffleet.coordinator.verdict;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.FailureReason.Blame;
import java.util.List;

/// Judges a clip by all that is known of its attempts: a pure function, the only place that decides.
public final class Verdicts {
    /// How often a fault of the engine, or a lost worker, is met before the clip is given up.
    private static final int ATTEMPTS = 3;

    private Verdicts() {}

    /// The verdict on a clip whose attempts gave `evidence`, oldest first, none of them a row.
    ///
    /// @throws IllegalArgumentException if there is no evidence
    public static Verdict judge(List<Evidence> evidence) {
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("no evidence to judge by");
        }
        return switch (evidence.getLast()) {
            case Evidence.FailedOn failed ->
                switch (failed.reason().blame()) {
                    case RULE -> Verdict.LEFT_OUT;
                    case FILE -> Verdict.FAILED;
                    case RECIPE -> Verdict.STOP_RUN;
                    case ENGINE, WORKER -> failures(evidence) < ATTEMPTS ? Verdict.AGAIN_ALONE : Verdict.FAILED;
                };
            case Evidence.Lost lost -> losses(evidence) < ATTEMPTS ? Verdict.AGAIN : Verdict.FAILED;
        };
    }

    /// The reason that goes with a verdict of FAILED or LEFT_OUT.
    public static FailureReason reason(List<Evidence> evidence) {
        return switch (evidence.getLast()) {
            case Evidence.FailedOn failed -> failed.reason();
            case Evidence.Lost lost -> FailureReason.WORKER_LOST;
        };
    }

    private static long failures(List<Evidence> evidence) {
        return evidence.stream()
                .filter(one -> one instanceof Evidence.FailedOn failed
                        && (failed.reason().blame() == Blame.ENGINE
                                || failed.reason().blame() == Blame.WORKER))
                .count();
    }

    private static long losses(List<Evidence> evidence) {
        return evidence.stream().filter(Evidence.Lost.class::isInstance).count();
    }
}
