package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.queue.testing.OutageTaskQueue;
import io.vmaffleet.queue.testing.SettableClock;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.ScriptedEngine;
import io.vmaffleet.worker.engine.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final WorkerFace ME = new WorkerFace("here", new WorkerId("here:1:a"), ScriptedEngine.FINGERPRINT);
    private static final WorkerId OTHER = new WorkerId("there:2:b");

    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(new SettableClock());
    private final OutageTaskQueue link = new OutageTaskQueue(queue);
    private Duration passed = Duration.ZERO;
    private final LeaseKeeper keeper = new LeaseKeeper(
            link,
            EngineLimits.DEFAULT,
            LoopLimits.DEFAULT,
            new QueueContact(),
            () -> System.nanoTime() + passed.toNanos());

    @Test
    void aLeaseIsRenewedWhileItsAttemptMoves() {
        Attempt attempt = heldBy(ME.worker());

        assertThat(keeper.runOnce(ME)).isEqualTo(1);
        assertThat(keeper.runOnce(ME)).isEqualTo(1);

        assertThat(pending()).isEqualTo(new PendingTask(attempt.entry(), "here:1:a", 3));
    }

    @Test
    void anAttemptThatStandsStillLosesItsLease() {
        Attempt attempt = heldBy(ME.worker());
        passed = EngineLimits.DEFAULT.stall();

        assertThat(keeper.runOnce(ME)).isZero();

        assertThat(keeper.allMove()).isFalse();
        assertThat(pending()).isEqualTo(new PendingTask(attempt.entry(), "here:1:a", 1));
    }

    @Test
    void anEntryIsRunOnce() {
        Attempt attempt = heldBy(ME.worker());
        assertThat(keeper.hold(new Attempt(attempt.delivery(), attempt.task()))).isFalse();

        keeper.release(attempt);

        assertThat(keeper.holds(attempt.entry())).isFalse();
    }

    @Test
    void anEntryThatIsAnothersEndsTheAttemptAndIsLeftToThem() {
        Attempt attempt = heldBy(OTHER);
        List<String> stopped = new ArrayList<>();
        attempt.stoppable(stopped::add);

        assertThat(keeper.runOnce(ME)).isZero();
        assertThat(keeper.runOnce(ME)).isZero();

        assertThat(pending()).isEqualTo(new PendingTask(attempt.entry(), "there:2:b", 1));
        assertThat(stopped).containsExactly("another worker holds it now");
    }

    @Test
    void anAttemptThatEndedBeforeItCouldBeStoppedIsStoppedWhenItCan() {
        Attempt attempt = heldBy(OTHER);
        keeper.runOnce(ME);
        List<String> stopped = new ArrayList<>();

        attempt.stoppable(stopped::add);

        assertThat(stopped).hasSize(1);
    }

    @Test
    void aVanishedEntryIsStillRun() {
        Attempt attempt = heldBy(ME.worker());
        queue.flush();

        assertThat(keeper.runOnce(ME)).isZero();

        assertThat(keeper.holds(attempt.entry())).isTrue();
        assertThat(attempt.ended()).isEmpty();
    }

    @Test
    void anOutageEndsNoLease() {
        heldBy(ME.worker());
        link.goDown();
        assertThat(keeper.runOnce(ME)).isZero();

        link.comeBack();

        assertThat(keeper.runOnce(ME)).isEqualTo(1);
    }

    /// A measuring attempt of this worker whose entry the given one holds.
    private Attempt heldBy(WorkerId holder) {
        queue.send(ME.engine(), List.of(TaskCodec.encode(Tasks.of("clip.mp4"))));
        Delivery delivery = queue.take(ME.engine(), holder, 1, Duration.ZERO).getFirst();
        Attempt attempt = new Attempt(delivery, Tasks.of("clip.mp4"));
        attempt.goOn(Standing.Doing.MEASURING);
        assertThat(keeper.hold(attempt)).isTrue();
        return attempt;
    }

    private PendingTask pending() {
        return queue.pending(ME.engine()).getFirst();
    }
}
