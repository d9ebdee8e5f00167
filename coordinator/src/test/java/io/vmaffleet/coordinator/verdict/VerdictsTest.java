package io.vmaffleet.coordinator.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.FailureReason.Blame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
    private static final Set<String> ONE = Set.of("a");
    private static final Set<String> TWO = Set.of("a", "b");

    /// Every row of the table, and what it becomes as evidence grows.
    static Stream<Arguments> rows() {
        Evidence file = failed("a", FailureReason.TRUNCATED);
        Evidence missing = failed("a", FailureReason.MISSING_FILE);
        Evidence crash = failed("a", FailureReason.ENGINE_CRASH);
        Evidence killed = failed("a", FailureReason.ENGINE_KILLED);
        Evidence lost = new Evidence.Lost("a:1:0", false);
        Evidence lostAlone = new Evidence.Lost("a:1:0", true);
        return Stream.of(
                row("a rule", TWO, Verdict.LEFT_OUT, failed("a", FailureReason.TOO_SMALL)),
                row("constants differ", TWO, Verdict.STOP_RUN, failed("a", FailureReason.CONSTANTS_DIFFER)),
                row("a file, and no other host", ONE, Verdict.FAILED, file),
                row("a file, and another host", TWO, Verdict.AGAIN_ELSEWHERE, file),
                row("a file, and nobody is known to live", Set.of(), Verdict.AGAIN_ELSEWHERE, file),
                row("a file, on another host too", TWO, Verdict.FAILED, file, failed("b", FailureReason.TRUNCATED)),
                row("a file, twice on the same host", TWO, Verdict.FAILED, missing, file),
                row("a crash", ONE, Verdict.AGAIN_ALONE, crash),
                row("a crash, and a second one alone", ONE, Verdict.FAILED, crash, crash),
                row("a stall", TWO, Verdict.AGAIN_ALONE, failed("a", FailureReason.ENGINE_STALL)),
                row("a crash after a file's fault", ONE, Verdict.AGAIN_ALONE, missing, crash),
                row("a file's fault after a crash", TWO, Verdict.AGAIN_ELSEWHERE, crash, file),
                row("lost", ONE, Verdict.AGAIN, lost),
                row("lost twice", ONE, Verdict.AGAIN_ALONE, lost, lost),
                row("a crash between losses does not count as one", ONE, Verdict.AGAIN_ALONE, lost, crash),
                row("lost alone", ONE, Verdict.AGAIN_ALONE, lost, lost, lostAlone),
                row("killed by somebody", ONE, Verdict.AGAIN, killed),
                row("killed and lost", ONE, Verdict.AGAIN_ALONE, killed, lost),
                row("lost alone five times", ONE, Verdict.AGAIN_ALONE, times(5, lostAlone, lost, lost)),
                row("lost alone six times", ONE, Verdict.FAILED, times(6, lostAlone, lost, lost)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theTable(String name, Set<String> hosts, Verdict verdict, List<Evidence> evidence) {
        assertThat(Verdicts.judge(evidence, hosts)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void everyReasonComesToAnEndWhateverWasBefore(FailureReason reason) {
        List<Evidence> evidence = new ArrayList<>();
        Verdict verdict = Verdict.AGAIN;
        boolean alone = false;
        for (int i = 0; i < 10 && !isEnd(verdict); i++) {
            evidence.add(new Evidence.FailedOn(i % 2 == 0 ? "a" : "b", reason, alone));
            verdict = Verdicts.judge(evidence, TWO);
            alone = verdict == Verdict.AGAIN_ALONE;
        }

        assertThat(isEnd(verdict)).as("%s ends with %s", reason, verdict).isTrue();
        if (verdict == Verdict.FAILED) {
            assertThat(Verdicts.reason(evidence)).isEqualTo(reason);
        }
        assertThat(evidence).hasSizeLessThanOrEqualTo(reason.blame() == Blame.WORKER ? 8 : 2);
    }

    @Test
    void aClipWhoseWorkersAreLostIsGivenUpAsThat() {
        assertThat(Verdicts.reason(List.of(new Evidence.Lost("a:1:0", true)))).isEqualTo(FailureReason.WORKER_LOST);
    }

    @Test
    void noEvidenceIsNoCase() {
        assertThatIllegalArgumentException().isThrownBy(() -> Verdicts.judge(List.of(), ONE));
    }

    private static boolean isEnd(Verdict verdict) {
        return verdict == Verdict.FAILED || verdict == Verdict.LEFT_OUT || verdict == Verdict.STOP_RUN;
    }

    private static Evidence failed(String host, FailureReason reason) {
        return new Evidence.FailedOn(host, reason, false);
    }

    private static Arguments row(String name, Set<String> hosts, Verdict verdict, Evidence... evidence) {
        return Arguments.of(name, hosts, verdict, List.of(evidence));
    }

    private static Evidence[] times(int count, Evidence last, Evidence... before) {
        List<Evidence> all = new ArrayList<>(Arrays.asList(before));
        all.addAll(Collections.nCopies(count, last));
        return all.toArray(Evidence[]::new);
    }
}
