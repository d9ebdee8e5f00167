package io.vmaffleet.worker.engine;

import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.ProbeCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tasks for tests.
public final class Tasks {
    public static final RunId RUN = new RunId("00112233445566aa");

    private Tasks() {}

    public static ClipTask of(String clip) {
        return task(clip, false);
    }

    public static ClipTask alone(String clip) {
        return task(clip, true);
    }

    private static ClipTask task(String clip, boolean alone) {
        return new ClipTask(
                RUN,
                new ClipName(clip),
                1,
                "/clips/" + clip,
                1234,
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                alone,
                Optional.empty());
    }

    /// What a coordinator publishes of its run: clips to be seen, or their folder where there are none.
    public static Map<String, String> facts(Path folder, ProbeClip... clips) {
        return Map.of(ProbeCodec.FACT, ProbeCodec.encode(new ProbeCodec.Probes(folder.toString(), List.of(clips))));
    }
}
