package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The history of queue depth and rates since the start, in a bounded number of points: when they are full, each two
/// neighbours become one, so an hour and a week take the same room. Safe for many threads.
final class Throughput {
    private final int most;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final List<Bucket> buckets = new ArrayList<>();
    private long stepNanos;

    Throughput(Duration firstStep, int most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.stepNanos = firstStep.toNanos();
    }

    synchronized void observe(RunSnapshot snapshot) {
        // more than once when the process slept: points far apart become neighbours only after several doublings
        while (buckets.size() == most && buckets.getLast().index < elapsedNanos() / stepNanos) {
            halve();
        }
        long index = elapsedNanos() / stepNanos;
        Bucket seen = new Bucket(
                index,
                1,
                snapshot.counts().queueDepth(),
                snapshot.pace().clipsPerSecond(),
                snapshot.pace().framesPerSecond());
        append(buckets, seen);
    }

    synchronized Series series() {
        double step = stepNanos / 1e9;
        List<Point> points = buckets.stream()
                .map(bucket -> new Point(
                        bucket.index * step,
                        bucket.queueDepth / bucket.observations,
                        bucket.clipsPerSecond / bucket.observations,
                        bucket.framesPerSecond / bucket.observations))
                .toList();
        return new Series(step, elapsedNanos() / 1e9, points);
    }

    private void halve() {
        stepNanos *= 2;
        List<Bucket> halved = new ArrayList<>(most);
        for (Bucket bucket : buckets) {
            append(halved, bucket.at(bucket.index / 2));
        }
        buckets.clear();
        buckets.addAll(halved);
    }

    private static void append(List<Bucket> to, Bucket next) {
        if (!to.isEmpty() && to.getLast().index >= next.index) {
            to.set(to.size() - 1, to.getLast().with(next));
        } else {
            to.add(next);
        }
    }

    private long elapsedNanos() {
        return Math.max(0, nanoClock.getAsLong() - startNanos);
    }

    /// @param stepSeconds between two points
    /// @param nowSeconds since the start, as the points' times are
    record Series(double stepSeconds, double nowSeconds, List<Point> points) {}

    record Point(double atSeconds, double queueDepth, double clipsPerSecond, double framesPerSecond) {}

    /// Sums over the observations of one step.
    private record Bucket(
            long index, long observations, double queueDepth, double clipsPerSecond, double framesPerSecond) {
        Bucket at(long newIndex) {
            return new Bucket(newIndex, observations, queueDepth, clipsPerSecond, framesPerSecond);
        }

        Bucket with(Bucket other) {
            return new Bucket(
                    index,
                    observations + other.observations,
                    queueDepth + other.queueDepth,
                    clipsPerSecond + other.clipsPerSecond,
                    framesPerSecond + other.framesPerSecond);
        }
    }
}
