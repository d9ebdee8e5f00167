package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.result.FailureReason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunSnapshotTest {
    @Test
    void countsThatAddUpAreTakenAndAnyOtherTotalIsRefusedWithItsNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long[] n = random.longs(7, 0, 1_000_000).toArray();
            long total = n[0] + n[1] + n[2] + n[3] + n[4] + n[5] + n[6];
            ClipCounts counts = new ClipCounts(total, n[0], n[1], n[2], n[3], n[4], n[5], n[6]);

            long bySum = 0;
            for (ShownState state : ShownState.values()) {
                bySum += counts.of(state);
            }
            assertThat(bySum).as("seed %d", seed).isEqualTo(total);
            assertThat(counts.backlog()).as("seed %d", seed).isEqualTo(total - n[0] - n[5] - n[6]);
            long wrong = total + random.nextLong(1, 10) * (random.nextBoolean() ? 1 : -1);
            assertThatThrownBy(() -> new ClipCounts(wrong, n[0], n[1], n[2], n[3], n[4], n[5], n[6]))
                    .as("seed %d", seed)
                    .hasMessageContaining("total " + wrong)
                    .hasMessageContaining("= " + total)
                    .hasMessageContaining("done " + n[0])
                    .hasMessageContaining("left out " + n[6]);
        }
    }

    @Test
    void aNegativeCountIsRefusedAlthoughTheSumIsRight() {
        assertThatThrownBy(() -> new ClipCounts(10, 13, 0, 0, -3, 0, 0, 0)).hasMessageContaining("in flight -3");
    }

    @Test
    void failuresByReasonMustMakeTheFailedClips() {
        RunSnapshot good = StagedRun.snapshot(StagedRun.counts(100, 10), RunPhase.RUNNING);

        assertThatThrownBy(() -> withFailures(good, Map.of(FailureReason.TRUNCATED, 6L)))
                .hasMessageContaining("7 clips failed")
                .hasMessageContaining("TRUNCATED=6");
        assertThat(withFailures(good, Map.of(FailureReason.TRUNCATED, 7L)).failedByReason())
                .containsExactly(Map.entry(FailureReason.TRUNCATED, 7L));
    }

    @Test
    void whatGrowsWithTheRunIsCut() {
        RunSnapshot good = StagedRun.snapshot(StagedRun.counts(100, 10), RunPhase.RUNNING);
        RecentClip clip = good.recentClips().getFirst();

        RunSnapshot full = new RunSnapshot(
                good.description(),
                good.phase(),
                good.counts(),
                good.failedByReason(),
                good.leftOutByReason(),
                good.pace(),
                good.workers(),
                Collections.nCopies(5_000, clip),
                List.of(),
                Collections.nCopies(5_000, new Notice(Instant.EPOCH, "a notice")),
                List.of(),
                0,
                0,
                0);

        assertThat(full.recentClips()).hasSize(RunSnapshot.MOST_RECENT);
        assertThat(full.notices()).hasSize(RunSnapshot.MOST_NOTICES);
    }

    @Test
    void aRedisAddressWithAPasswordIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> StagedRun.description("redis://:hunter2@10.0.0.5:6379"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"));
    }

    private static RunSnapshot withFailures(RunSnapshot of, Map<FailureReason, Long> failures) {
        return new RunSnapshot(
                of.description(),
                of.phase(),
                of.counts(),
                failures,
                of.leftOutByReason(),
                of.pace(),
                of.workers(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                0);
    }
}
