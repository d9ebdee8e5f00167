package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.PairSide;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Pairs the frames of a distorted clip with those of its reference, both read once and in step.
///
/// By time, a distorted frame is compared with the reference frame that is on screen when it appears; both clips begin
/// with their first frames. Since containers round times, a moment counts as reached a quarter of an interval early,
/// the shorter of two: that from the distorted frame before, and that between the two reference frames in question. All
/// of it is exact arithmetic; docs/concepts/frames.md has pictures. By index, the n-th is compared with the n-th.
///
/// Used by one thread, which closes both clips itself.
public final class FramePairs implements FramePairSource {
    private final FrameMatch frameMatch;
    private final boolean withLuma;
    private final Timeline reference;
    private final Timeline distorted;
    private @Nullable VideoFrame onScreen;
    private long pairs;
    private long referenceOutside;
    private long distortedOutside;
    private boolean ended;

    /// @param withLuma whether the luma of what is compared is measured on the way
    public FramePairs(TimedFrames reference, TimedFrames distorted, FrameMatch frameMatch, boolean withLuma) {
        this.frameMatch = frameMatch;
        this.withLuma = withLuma;
        this.reference = new Timeline(reference, "its reference");
        this.distorted = new Timeline(distorted, "it");
    }

    @Override
    public PictureFormat pictures() {
        return distorted.frames.pictures();
    }

    @Override
    public MediaFormat distorted() {
        return distorted.frames.format();
    }

    /// The next pair; empty when both clips have been read to their ends.
    ///
    /// @throws UnmeasurableClipException REFERENCE_MISMATCH where a frame has no time, or one before its
    ///     predecessor's; and for whatever is wrong with one of the clips
    @Override
    public Optional<Pair> next() {
        Optional<Pair> pair = switch (frameMatch) {
            case TIME -> nextByTime();
            case INDEX -> nextByIndex();
        };
        if (pair.isPresent()) {
            pairs++;
            if (withLuma) {
                reference.luma.take(pair.get().reference());
                distorted.luma.take(pair.get().distorted());
            }
        } else {
            ended = true;
        }
        return pair;
    }

    /// How they met, once [#next] has come to the end.
    public PairCounts counts() {
        if (!ended) {
            throw new IllegalStateException("pairs are counted at their end");
        }
        return new PairCounts(pairs, reference.count, distorted.count, referenceOutside, distortedOutside);
    }

    /// What was compared, once [#next] has come to the end.
    ///
    /// @param name of the reference
    /// @param scored how many pairs have scores
    PairFacts facts(String name, long scored) {
        return new PairFacts(
                name,
                pictures().width(),
                pictures().height(),
                pictures().bitDepth(),
                scored,
                side(reference),
                side(distorted));
    }

    private PairSide side(Timeline clip) {
        MediaFormat format = clip.frames.format();
        return new PairSide(
                clip.count,
                format.fps(),
                clip.frames.seconds(),
                format.codec(),
                format.pixelFormat(),
                format.colour(),
                withLuma ? Optional.of(clip.luma.signals()) : Optional.empty());
    }

    private Optional<Pair> nextByIndex() {
        if (distorted.frames.hasNext() && reference.frames.hasNext()) {
            return Optional.of(new Pair(reference.take(), distorted.take()));
        }
        for (; distorted.frames.hasNext(); distorted.take()) {
            distortedOutside++;
        }
        for (; reference.frames.hasNext(); reference.take()) {
            referenceOutside++;
        }
        return Optional.empty();
    }

    private Optional<Pair> nextByTime() {
        while (distorted.frames.hasNext()) {
            distorted.step(reference);
            VideoFrame ours = distorted.take();
            while (referenceAppears()) {
                reference.step(distorted);
                onScreen = reference.take();
            }
            if (onScreen != null && !referenceHasEnded()) {
                return Optional.of(new Pair(onScreen, ours));
            }
            distortedOutside++;
        }
        for (; reference.frames.hasNext(); reference.take()) {
            reference.step(distorted);
            if (isReached(distorted.end(), reference.now, reference.gap)) {
                referenceOutside++;
            }
        }
        return Optional.empty();
    }

    private boolean referenceAppears() {
        if (!reference.frames.hasNext()) {
            return false;
        }
        if (onScreen == null) {
            return true;
        }
        BigInteger next = reference.upcoming(distorted);
        return isReached(next, distorted.now, next.subtract(reference.now));
    }

    /// The last frame is shown as long as the one before it; one that is alone, for ever.
    private boolean referenceHasEnded() {
        return !reference.frames.hasNext()
                && reference.count > 1
                && isReached(reference.end(), distorted.now, reference.gap);
    }

    /// Whether a moment has come at `now`, or will within a quarter of the shorter interval.
    private boolean isReached(BigInteger moment, BigInteger now, BigInteger referenceGap) {
        BigInteger shorter = referenceGap.min(distorted.gap);
        return moment.subtract(now).shiftLeft(2).compareTo(shorter) <= 0;
    }

    /// One clip's frames and times, since its first frame, in units in which the other's times are whole as well.
    private static final class Timeline {
        private final TimedFrames frames;
        private final String whose;
        private final LumaMeter luma = new LumaMeter();
        private OptionalLong start = OptionalLong.empty();
        private BigInteger now = BigInteger.ZERO;
        private BigInteger gap = BigInteger.ZERO;
        private long count;

        Timeline(TimedFrames frames, String whose) {
            this.frames = frames;
            this.whose = whose;
        }

        /// Goes on to the frame that will be taken.
        void step(Timeline other) {
            BigInteger next = upcoming(other);
            if (next.compareTo(now) < 0) {
                throw untimed(" is shown before the one that it follows");
            }
            gap = next.subtract(now);
            now = next;
        }

        /// When the frame that will be taken is shown.
        BigInteger upcoming(Timeline other) {
            long ticks = frames.nextTicks().orElseThrow(() -> untimed(" has no time"));
            if (start.isEmpty()) {
                start = OptionalLong.of(ticks);
            }
            return BigInteger.valueOf(ticks)
                    .subtract(BigInteger.valueOf(start.getAsLong()))
                    .multiply(BigInteger.valueOf(frames.tick().numerator()))
                    .multiply(BigInteger.valueOf(other.frames.tick().denominator()));
        }

        /// When its last frame has been shown as long as the one before it.
        BigInteger end() {
            return now.add(gap);
        }

        VideoFrame take() {
            count++;
            return frames.next().orElseThrow();
        }

        private UnmeasurableClipException untimed(String what) {
            return new UnmeasurableClipException(
                    FailureReason.REFERENCE_MISMATCH,
                    "it cannot be paired by time, since " + whose + " has a frame (number " + count + ") that" + what
                            + "; give --pair-by index, or make the file anew.");
        }
    }
}
