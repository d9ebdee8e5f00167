package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Measures how fast a run moves. Safe for many threads.
public final class PaceMeter {
    private static final Duration SHOWN = Duration.ofMinutes(1);
    /// Longer than what is shown: clips of a minute each must not make the end jump to and fro.
    private static final Duration FOR_THE_END = Duration.ofMinutes(10);
    private static final int CLIPS_BEFORE_AN_ETA = 3;
    private static final Duration TIME_BEFORE_AN_ETA = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private final RateWindow clips;
    private final RateWindow frames;
    private final RateWindow clipsForTheEnd;
    private long framesDone;
    private long progressNanos;

    public PaceMeter(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.clips = new RateWindow(SHOWN, nanoClock);
        this.frames = new RateWindow(SHOWN, nanoClock);
        this.clipsForTheEnd = new RateWindow(FOR_THE_END, nanoClock);
        this.progressNanos = nanoClock.getAsLong();
    }

    /// A clip is done, failed or left out.
    public synchronized void clipEnded(long framesMeasured) {
        clips.add(1);
        clipsForTheEnd.add(1);
        frames.add(framesMeasured);
        framesDone += framesMeasured;
        moved();
    }

    /// A clip has come closer to its end: frames of a slot went up.
    public synchronized void moved() {
        progressNanos = nanoClock.getAsLong();
    }

    /// The pace now, with `backlog` clips still to come.
    public synchronized Pace pace(long backlog) {
        return new Pace(
                clips.perSecond(),
                frames.perSecond(),
                framesDone,
                Duration.ofNanos(nanoClock.getAsLong() - progressNanos),
                eta(backlog));
    }

    private Optional<Duration> eta(long backlog) {
        if (backlog == 0) {
            return Optional.of(Duration.ZERO);
        }
        if (clipsForTheEnd.amount() < CLIPS_BEFORE_AN_ETA
                || clipsForTheEnd.covered().compareTo(TIME_BEFORE_AN_ETA) < 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil(backlog / clipsForTheEnd.perSecond())));
    }
}
