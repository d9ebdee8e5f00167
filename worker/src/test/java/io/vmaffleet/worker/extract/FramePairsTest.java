package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.worker.decode.Tick;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FramePairSource.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramePairsTest {
    private static final Tick MILLISECOND = new Tick(1, 1000);
    private static final Tick FINE = new Tick(1, 90_000);

    private FramePairs pairs = new FramePairs(new TimedClip(FINE), new TimedClip(FINE), FrameMatch.TIME, false);

    /// For each distorted frame that has one, the number of its reference frame.
    private List<Integer> match(TimedClip reference, TimedClip distorted, FrameMatch match) {
        pairs = new FramePairs(reference, distorted, match, false);
        List<Integer> numbers = new ArrayList<>();
        for (Optional<Pair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
            numbers.add(TimedClip.number(pair.get().reference()));
        }
        return numbers;
    }

    private List<Integer> byTime(TimedClip reference, TimedClip distorted) {
        return match(reference, distorted, FrameMatch.TIME);
    }

    private static List<Integer> first(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"30,1", "30000,1001", "24000,1001", "25,1", "60000,1001", "120,1", "28760,1000"})
    void equalRatesAreMatchedOneByOneWhateverTheirContainersCountIn(int frames, int seconds) {
        for (Tick theirs : List.of(MILLISECOND, FINE, new Tick(1, 12_800), new Tick(seconds, frames))) {
            for (Tick ours : List.of(MILLISECOND, FINE, new Tick(1, 12_800), new Tick(seconds, frames))) {
                assertThat(byTime(
                                TimedClip.even(600, frames, seconds, theirs),
                                TimedClip.even(600, frames, seconds, ours)))
                        .isEqualTo(first(600));
                assertThat(pairs.counts()).isEqualTo(new PairCounts(600, 600, 600, 0, 0));
            }
        }
    }

    @Test
    void oneFrameMoreOfEitherIsOutside() {
        assertThat(byTime(TimedClip.even(10, 30, 1, FINE), TimedClip.even(11, 30, 1, FINE)))
                .isEqualTo(first(10));
        assertThat(pairs.counts()).isEqualTo(new PairCounts(10, 10, 11, 0, 1));

        assertThat(byTime(TimedClip.even(11, 30, 1, FINE), TimedClip.even(10, 30, 1, FINE)))
                .isEqualTo(first(10));
        assertThat(pairs.counts()).isEqualTo(new PairCounts(10, 11, 10, 1, 0));
        assertThat(pairs.counts().differTooMuch()).isFalse();
    }

    @Test
    void halfTheRateMeetsEverySecondFrame() {
        assertThat(byTime(TimedClip.even(8, 60, 1, FINE), TimedClip.even(4, 30, 1, FINE)))
                .containsExactly(0, 2, 4, 6);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(4, 8, 4, 0, 0));
    }

    @Test
    void twiceTheRateMeetsEachFrameTwice() {
        assertThat(byTime(TimedClip.even(4, 30, 1, FINE), TimedClip.even(8, 60, 1, FINE)))
                .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(8, 4, 8, 0, 0));
    }

    /// 1001 seconds hold 30,000 frames at one rate and 30,030 at the other: one is passed over every thousand.
    @Test
    void ratesThatAreNearlyEqualDriftAndSkipAFrameNowAndThen() {
        List<Integer> slower = byTime(TimedClip.even(2002, 30, 1, FINE), TimedClip.even(2000, 30_000, 1001, FINE));

        assertThat(slower)
                .startsWith(first(700).toArray(Integer[]::new))
                .endsWith(2001)
                .hasSize(2000);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(2000, 2002, 2000, 0, 0));

        List<Integer> faster = byTime(TimedClip.even(2000, 30_000, 1001, FINE), TimedClip.even(2002, 30, 1, FINE));
        assertThat(faster)
                .startsWith(first(250).toArray(Integer[]::new))
                .endsWith(1999)
                .hasSize(2002);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(2002, 2000, 2002, 0, 0));
    }

    /// The second picture of the reference stays for half a second.
    @Test
    void framesInALongIntervalOfTheReferenceMeetThePictureThatIsOnScreen() {
        TimedClip reference = new TimedClip(MILLISECOND, 0, 100, 600, 700);

        assertThat(byTime(reference, TimedClip.even(8, 10, 1, MILLISECOND))).containsExactly(0, 1, 1, 1, 1, 1, 2, 3);
    }

    @Test
    void framesOfTheReferenceInALongIntervalOfTheDistortedClipAreNotCompared() {
        TimedClip distorted = new TimedClip(MILLISECOND, 0, 100, 600, 700);

        assertThat(byTime(TimedClip.even(8, 10, 1, MILLISECOND), distorted)).containsExactly(0, 1, 6, 7);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(4, 8, 4, 0, 0));
    }

    @Test
    void bothBeginWithTheirFirstFramesWhereverTheirContainersBeginToCount() {
        TimedClip late = new TimedClip(FINE, 126_000, 129_000, 132_000, 135_000);
        TimedClip early = new TimedClip(FINE, -6000, -3000, 0, 3000);

        assertThat(byTime(late, early)).isEqualTo(first(4));
    }

    @ParameterizedTest
    @CsvSource({"724,1", "725,2"})
    void aTimeMayBeEarlyByAQuarterOfAnInterval(long third, int frame) {
        TimedClip distorted = new TimedClip(MILLISECOND, 0, 400, third);

        // the distorted interval is the shorter one: 324 or 325 of 400
        assertThat(byTime(new TimedClip(MILLISECOND, 0, 400, 806), distorted).getLast())
                .isEqualTo(frame);
    }

    @Test
    void aShorterDistortedClipLeavesFramesOfTheReferenceOutside() {
        assertThat(byTime(TimedClip.even(300, 30, 1, FINE), TimedClip.even(280, 30, 1, FINE)))
                .isEqualTo(first(280));

        PairCounts counts = pairs.counts();
        assertThat(counts).isEqualTo(new PairCounts(280, 300, 280, 20, 0));
        assertThat(counts.differTooMuch()).isTrue();
        assertThat(counts.difference("ref.mp4", 30, 30000.0 / 1001))
                .contains(
                        "ref.mp4", "280 frames at 29.97 a second", "300 at 30 a second", "20 are shown", "at most 15");
    }

    @ParameterizedTest
    @CsvSource({"40,38,false", "40,37,true", "200,190,false", "200,189,true"})
    void twoFramesOrOneInTwentyMayBeOutsideOfEither(int longer, int shorter, boolean tooMuch) {
        byTime(TimedClip.even(longer, 25, 1, FINE), TimedClip.even(shorter, 25, 1, FINE));
        assertThat(pairs.counts().differTooMuch()).isEqualTo(tooMuch);

        byTime(TimedClip.even(shorter, 25, 1, FINE), TimedClip.even(longer, 25, 1, FINE));
        assertThat(pairs.counts().differTooMuch()).isEqualTo(tooMuch);
    }

    @Test
    void byIndexTimesDoNotMatter() {
        TimedClip reference = new TimedClip(FINE, TimedClip.UNTIMED, 0, TimedClip.UNTIMED);

        assertThat(match(reference, TimedClip.even(5, 60, 1, FINE), FrameMatch.INDEX))
                .containsExactly(0, 1, 2);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(3, 3, 5, 0, 2));

        assertThat(match(TimedClip.even(4, 30, 1, FINE), TimedClip.even(3, 60, 1, FINE), FrameMatch.INDEX))
                .containsExactly(0, 1, 2);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(3, 4, 3, 1, 0));
    }

    @Test
    void aFrameWithoutATimeCannotBeMatchedByTime() {
        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(
                        () -> byTime(TimedClip.even(3, 30, 1, FINE), new TimedClip(FINE, 0, 3000, TimedClip.UNTIMED)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.REFERENCE_MISMATCH))
                .withMessageContaining("number 2")
                .withMessageContaining("--pair-by index");
    }

    @Test
    void aFrameThatIsShownBeforeItsPredecessorCannotBeMatchedByTime() {
        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> byTime(new TimedClip(FINE, 0, 3000, 2000, 6000), TimedClip.even(4, 30, 1, FINE)))
                .withMessageContaining("its reference");
    }

    @Test
    void aReferenceOfOneFrameIsAStill() {
        assertThat(byTime(new TimedClip(FINE, 5), TimedClip.even(3, 30, 1, FINE)))
                .containsExactly(0, 0, 0);
    }

    @Test
    void aSingleDistortedFrameLeavesTheRestOutside() {
        assertThat(byTime(TimedClip.even(4, 30, 1, FINE), new TimedClip(FINE, 7)))
                .containsExactly(0);
        assertThat(pairs.counts()).isEqualTo(new PairCounts(1, 4, 1, 3, 0));
    }

    @Test
    void timesThatAreHugeAreStillExact() {
        long years = 1L << 61;
        TimedClip reference = new TimedClip(new Tick(1, 1_000_000_000), years, years + 33_333_333, years + 66_666_666);

        assertThat(byTime(reference, TimedClip.even(3, 30, 1, new Tick(1, 600))))
                .isEqualTo(first(3));
    }
}
