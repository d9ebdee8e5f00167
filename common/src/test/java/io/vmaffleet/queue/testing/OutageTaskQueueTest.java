package io.vmaffleet.queue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.EngineFingerprint;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTaskQueueTest {
    private static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    private static final List<TaskMessage> TASKS = List.of(new TaskMessage("00000000000000a1", "a", 1, "{}"));

    private final InMemoryTaskQueue behind = new InMemoryTaskQueue(new SettableClock());
    private final OutageTaskQueue queue = new OutageTaskQueue(behind);

    @Test
    void whileItIsDownNothingIsDone() {
        queue.goDown();
        assertThatThrownBy(() -> queue.send(ENGINE, TASKS)).isInstanceOf(QueueUnavailableException.class);
        queue.comeBack();

        assertThat(queue.depth(ENGINE)).isZero();
    }

    @Test
    void aLostAnswerIsThatOfSomethingDoneAndOfOneAlone() {
        queue.loseNextAnswer();
        assertThatThrownBy(() -> queue.send(ENGINE, TASKS)).isInstanceOf(QueueUnavailableException.class);

        assertThat(queue.depth(ENGINE)).isEqualTo(1);
        assertThat(queue.send(ENGINE, TASKS)).hasSize(1);
    }
}
