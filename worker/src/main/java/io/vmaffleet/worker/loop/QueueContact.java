package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.QueueUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the queue answers, as all threads of a worker see it together: said once when it stops answering and once
/// when it does so again, however many of them try. Safe for many threads.
public final class QueueContact {
    private static final Logger LOG = LoggerFactory.getLogger(QueueContact.class);
    private final AtomicBoolean lost = new AtomicBoolean();

    public void answered() {
        if (lost.compareAndSet(true, false)) {
            // as loud as the beginning, so that whoever read of that one reads of this one
            LOG.warn("the queue answers again");
        }
    }

    public void failed(QueueUnavailableException e) {
        if (lost.compareAndSet(false, true)) {
            LOG.warn("the queue does not answer ({}); this worker keeps its clips and tries again", e.getMessage());
        }
    }
}
