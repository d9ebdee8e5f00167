package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskDeskTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final TaskDesk desk = new TaskDesk();
    private final ExecutorService slots = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        desk.stopTaking();
        slots.shutdownNow();
    }

    @Test
    void noMoreIsTakenThanThereAreFreeSlots() throws Exception {
        Future<Optional<Attempt>> one = fetching();
        Future<Optional<Attempt>> other = fetching();
        awaitCapacity(2);

        desk.give(attempt(Tasks.of("a")));
        Awaitility.await().atMost(BOUND).until(() -> one.isDone() || other.isDone());

        assertThat(desk.awaitCapacity()).isEqualTo(1);
    }

    @Test
    void aTaskThatRunsAloneWaitsForTheOthersAndKeepsOthersOut() throws Exception {
        desk.give(attempt(Tasks.of("a")));
        assertThat(name(fetching())).isEqualTo("a");
        desk.give(attempt(Tasks.alone("b")));
        Future<Optional<Attempt>> next = fetching();
        Future<Integer> capacity = slots.submit(desk::awaitCapacity);
        assertThat(next.isDone()).isFalse();

        desk.done();
        assertThat(name(next)).isEqualTo("b");

        Future<Optional<Attempt>> beside = fetching();
        desk.give(attempt(Tasks.of("c")));
        assertThat(capacity.isDone()).isFalse();
        assertThat(beside.isDone()).isFalse();

        desk.done();
        assertThat(name(beside)).isEqualTo("c");
    }

    @Test
    void tasksThatRunAloneRunOneAfterAnother() throws Exception {
        desk.give(attempt(Tasks.alone("a")));
        desk.give(attempt(Tasks.alone("b")));

        assertThat(name(fetching())).isEqualTo("a");
        Future<Optional<Attempt>> next = fetching();
        assertThat(next.isDone()).isFalse();

        desk.done();
        assertThat(name(next)).isEqualTo("b");
    }

    @Test
    void whatWasTakenIsStillGivenOutAfterTheLastTaking() throws Exception {
        desk.give(attempt(Tasks.of("a")));
        desk.stopTaking();

        assertThat(desk.awaitCapacity()).isZero();
        assertThat(name(fetching())).isEqualTo("a");
        assertThat(get(fetching())).isEmpty();
    }

    private Future<Optional<Attempt>> fetching() {
        return slots.submit(desk::fetch);
    }

    private void awaitCapacity(int free) {
        Awaitility.await().atMost(BOUND).until(() -> desk.awaitCapacity() == free);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private static String name(Future<Optional<Attempt>> future) throws Exception {
        return get(future).orElseThrow().task().clip().value();
    }

    private static Attempt attempt(ClipTask task) {
        return new Attempt(new Delivery("1-1", TaskCodec.encode(task)), task);
    }
}
