package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.Tasks;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private static final TaskMessage TASK = TaskCodec.encode(Tasks.of("a.mp4"));

    @Test
    void aTaskOfARunningRunBegins() {
        assertThat(accept(TASK)).isEqualTo(new Acceptance.Begin(Tasks.of("a.mp4")));
    }

    @Test
    void whatNamesNoRunOrNoClipIsNonsenseWhateverElseIsInIt() {
        assertThat(accept(new TaskMessage("", "", 0, ""))).isInstanceOf(Acceptance.Nonsense.class);
        assertThat(accept(new TaskMessage("\0\uFFFD", "a.mp4", 1, TASK.task())))
                .isInstanceOf(Acceptance.Nonsense.class);
        assertThat(accept(new TaskMessage(TASK.run() + "a", "a.mp4", 1, TASK.task())))
                .isInstanceOf(Acceptance.Nonsense.class);
        assertThat(accept(new TaskMessage(TASK.run(), "", 1, TASK.task()))).isInstanceOf(Acceptance.Nonsense.class);
        assertThat(accept(new TaskMessage(TASK.run(), "../a.mp4", 1, TASK.task())))
                .isInstanceOf(Acceptance.Nonsense.class);
    }

    @Test
    void whatCannotBeReadGoesBackToARunThatIsThere() {
        TaskMessage torn = new TaskMessage(TASK.run(), "a.mp4", 1, TASK.task().substring(0, 20));

        assertThat(accept(torn)).isInstanceOf(Acceptance.HandBack.class);
        assertThat(Acceptance.of(torn, "here", _ -> Optional.empty(), _ -> Optional.empty()))
                .isInstanceOf(Acceptance.Drop.class);
    }

    @Test
    void aTaskThatSaysItIsAnothersGoesBack() {
        assertThat(accept(new TaskMessage("00112233445566bb", "a.mp4", 1, TASK.task())))
                .isInstanceOfSatisfying(
                        Acceptance.HandBack.class,
                        back -> assertThat(back.why()).contains("00112233445566bb", TASK.run()));
        assertThat(accept(new TaskMessage(TASK.run(), "b.mp4", 1, TASK.task())))
                .isInstanceOfSatisfying(
                        Acceptance.HandBack.class,
                        back -> assertThat(back.why()).contains("a.mp4", "b.mp4"));
    }

    private static Acceptance accept(TaskMessage message) {
        return Acceptance.of(message, "here", _ -> Optional.of(RunState.RUNNING), _ -> Optional.empty());
    }
}
