package io.vmaffleet.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.result.FailureReason;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskBookTest {
    private final TaskBook book = new TaskBook(3);

    @Test
    void clipsAreSentInCorpusOrder() {
        assertThat(book.nextToSend(0)).hasValue(0);
        book.sent(0, "1-0", 0);
        assertThat(book.nextToSend(0)).hasValue(1);
    }

    @Test
    void aRetryThatIsDueGoesBeforeWhatWasNeverSent() {
        book.sent(0, "1-0", 0);
        book.gone("1-0");
        book.retry(0, 100);

        assertThat(book.nextToSend(99)).hasValue(1);
        assertThat(book.nextToSend(100)).hasValue(0);
    }

    @Test
    void aTaskThatWasTakenBackLeavesItsClipAsIfItHadNeverBeenSent() {
        book.sent(0, "1-0", 0);
        book.sent(1, "2-0", 0);
        book.gone("1-0");

        book.unsent(0, 100);

        assertThat(book.state(0)).isEqualTo(ClipState.WAITING);
        assertThat(book.nextToSend(0)).hasValue(0);
    }

    @Test
    void aClipThatRunsAloneStillDoesWhenItsTaskWasTakenBack() {
        book.retryAlone(0, 0);
        book.sent(0, "1-0", 0);
        book.gone("1-0");

        book.unsent(0, 0);

        assertThat(book.state(0)).isEqualTo(ClipState.RETRYING_ALONE);
    }

    @Test
    void aClipThatMustRunAloneWaitsUntilNothingElseIsLeftToSend() {
        book.sent(0, "1-0", 0);
        book.gone("1-0");
        book.retryAlone(0, 0);
        assertThat(book.nextAlone(0)).isEmpty();

        book.sent(1, "2-0", 0);
        book.sent(2, "3-0", 0);

        assertThat(book.nextAlone(0)).hasValue(0);
        book.sent(0, "4-0", 0);
        assertThat(book.nextAlone(0)).isEmpty();
        assertThat(book.aloneOut()).isEqualTo(1);
        book.gone("4-0");
        assertThat(book.aloneOut()).isZero();
    }

    @Test
    void aClipIsNotRetriedWhileAnotherTaskOfItIsOut() {
        book.sent(0, "1-0", 0);
        book.sent(0, "2-0", 0);
        book.gone("1-0");

        book.retry(0, 0);

        assertThat(book.state(0)).isEqualTo(ClipState.OUT);
        assertThat(book.forget(0)).containsExactly("2-0");
        assertThat(book.entriesOut()).isZero();
    }

    @Test
    void doneBeatsFailedWhicheverCameFirst() {
        book.giveUp(0, ClipState.FAILED, FailureReason.TRUNCATED);
        assertThat(book.reasons(ClipState.FAILED)).containsExactly(Map.entry(FailureReason.TRUNCATED, 1L));
        book.done(0);
        book.giveUp(0, ClipState.FAILED, FailureReason.TRUNCATED);

        assertThat(book.state(0)).isEqualTo(ClipState.DONE);
        assertThat(book.reason(0)).isEmpty();
        assertThatThrownBy(() -> book.giveUp(0, ClipState.OUT, FailureReason.TRUNCATED))
                .hasMessageContaining("OUT");
    }

    @Test
    void whatMustRunAloneStaysAloneWhateverBecomesOfItsTask() {
        book.retryAlone(2, 0);
        book.sent(0, "1-0", 0);
        book.sent(1, "2-0", 0);
        book.sent(2, "3-0", 0);
        assertThat(book.isAloneOut("3-0")).isTrue();
        assertThat(book.isAloneOut("2-0")).isFalse();

        book.gone("3-0");
        book.retry(2, 10);

        assertThat(book.state(2)).isEqualTo(ClipState.RETRYING_ALONE);
        assertThat(book.nextAlone(9)).isEmpty();
        assertThat(book.nextAlone(10)).hasValue(2);
        book.giveUp(2, ClipState.FAILED, FailureReason.WORKER_LOST);
        book.reopen(2, 0);
        assertThat(book.runsAlone(2)).isFalse();
        assertThat(book.nextToSend(0)).hasValue(2);
    }

    @Test
    void aNewDelayTakesThePlaceOfTheOneBefore() {
        book.sent(0, "1-0", 0);
        book.gone("1-0");
        book.retry(0, 10);
        book.chosen(0);

        book.retry(0, 100);

        assertThat(book.nextToSend(10)).hasValue(1);
        assertThat(book.nextToSend(100)).hasValue(0);
    }

    @Test
    void theStatesAlwaysAddUpToThePlan() {
        long seed = 20261124;
        Random random = new Random(seed);
        int clips = 40;
        TaskBook book = new TaskBook(clips);
        for (int step = 0; step < 20_000; step++) {
            int clip = random.nextInt(clips);
            switch (random.nextInt(8)) {
                case 0 -> book.nextToSend(step).ifPresent(next -> book.sent(next, next + "-" + random.nextInt(), 0));
                case 1 -> book.nextAlone(0).ifPresent(next -> book.sent(next, next + "-" + random.nextInt(), 0));
                case 2 -> book.inHand(clip);
                case 3 -> book.forget(clip);
                case 4 -> book.retry(clip, step);
                case 5 -> book.retryAlone(clip, step);
                case 6 -> book.releaseHand(clip);
                default -> {
                    if (random.nextInt(50) == 0) {
                        book.giveUp(clip, ClipState.FAILED, FailureReason.NO_VIDEO);
                    }
                }
            }
            int sum = Arrays.stream(ClipState.values()).mapToInt(book::count).sum();
            assertThat(sum).as("seed %d step %d", seed, step).isEqualTo(clips);
            for (ClipState state : ClipState.values()) {
                int counted = 0;
                for (int i = 0; i < clips; i++) {
                    counted += book.state(i) == state ? 1 : 0;
                }
                assertThat(book.count(state))
                        .as("seed %d step %d %s", seed, step, state)
                        .isEqualTo(counted);
            }
        }
    }
}
