package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.wire.WireFormatException;
import java.util.Optional;
import java.util.function.Function;

/// What a worker does with a task that it was given.
sealed interface Acceptance {
    /// It is run here.
    record Begin(ClipTask task) implements Acceptance {}

    /// It is taken out of the queue, to nobody's account: its owner sends it again, if there is one.
    record Drop(String why) implements Acceptance {}

    /// It names nobody to whom it could go back, so it is taken out too; somebody writes into our stream.
    record Nonsense(String why) implements Acceptance {}

    /// It goes back to its owner with a word.
    record HandBack(String why) implements Acceptance {}

    /// Decides by what the queue says of the task's run and by how fit the host is for it.
    static Acceptance of(
            TaskMessage message,
            String host,
            Function<RunId, Optional<RunState>> states,
            Function<RunId, Optional<String>> unfit) {
        RunId run;
        try {
            run = new RunId(message.run());
        } catch (IllegalArgumentException e) {
            return new Nonsense("it names no run: '" + message.run() + "'");
        }
        if (!ClipName.isUsable(message.clip())) {
            return new Nonsense("it names no clip: '" + message.clip() + "'");
        }
        Optional<RunState> state = states.apply(run);
        if (!state.equals(Optional.of(RunState.RUNNING))) {
            return new Drop("the run is " + state.map(Enum::name).orElse("unknown or held by nobody"));
        }
        ClipTask task;
        try {
            task = TaskCodec.decode(message);
        } catch (WireFormatException e) {
            return new HandBack("this worker cannot read the task: " + e.getMessage());
        }
        // whoever routes it by its fields and whoever measures it by its JSON must speak of the same clip
        if (!task.run().equals(run) || !task.clip().value().equals(message.clip())) {
            return new HandBack("the task of " + message.clip() + " of run " + run + " says it is of " + task.clip()
                    + " of run " + task.run());
        }
        Optional<String> why = unfit.apply(run);
        if (why.isPresent()) {
            return new HandBack("host " + host + " is not fit for the run: " + why.get());
        }
        if (task.avoidHost().equals(Optional.of(host))) {
            return new HandBack("the task wishes to avoid host " + host);
        }
        return new Begin(task);
    }
}
