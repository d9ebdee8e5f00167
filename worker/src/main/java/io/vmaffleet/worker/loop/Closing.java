package io.vmaffleet.worker.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The word that a worker closes: whoever waits between two tries waits for it too. Safe for many threads.
public final class Closing {
    private final CountDownLatch latch = new CountDownLatch(1);

    public void begin() {
        latch.countDown();
    }

    public boolean hasBegun() {
        return latch.getCount() == 0;
    }

    /// Waits so long, or less when the closing begins.
    ///
    /// @return whether it has begun
    public boolean await(Duration bound) throws InterruptedException {
        return latch.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    }
}
