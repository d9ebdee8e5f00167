package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.GivenUpClips;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the files of a run tell while no coordinator holds it. They are read as they lie, without the lock.
final class RestingRun {
    private RestingRun() {}

    /// @param phase to be shown
    /// @return the run in the form of a living one's answer, as far as files can tell it.
    static ObjectNode read(LedgerFiles files, RunManifest manifest, String phase) throws IOException {
        ObjectNode run = Json.object();
        run.put("run", manifest.run().value());
        run.put("output", files.output().toString());
        run.put("queue", manifest.queue());
        run.put("engine", manifest.engine().map(EngineFingerprint::value).orElse(null));
        run.put("phase", phase);
        run.put("state", manifest.state().name().toLowerCase(Locale.ROOT));
        if (manifest.state() == RunManifest.State.FINISHED && !Files.exists(files.output())) {
            run.put("table_missing", true);
        }
        ObjectNode counts = run.putObject("counts");
        List<FailedClip> givenUp = GivenUpClips.read(files);
        long leftOut = givenUp.stream()
                .filter(clip -> clip.verdict() == Verdict.LEFT_OUT)
                .count();
        long clips = manifest.digests().clips();
        long done = Math.min(lines(files.done()), clips - givenUp.size());
        counts.put("total", clips);
        counts.put("done", done);
        counts.put("to_do", clips - done - givenUp.size());
        counts.put("failed", givenUp.size() - leftOut);
        counts.put("left_out", leftOut);
        run.set("failed_by_reason", byReason(givenUp, Verdict.FAILED));
        run.set("left_out_by_reason", byReason(givenUp, Verdict.LEFT_OUT));
        ObjectNode status = Json.object();
        status.set("run", run);
        status.putArray("workers");
        return status;
    }

    private static ObjectNode byReason(List<FailedClip> givenUp, Verdict verdict) {
        Map<FailureReason, Long> counts = new EnumMap<>(FailureReason.class);
        givenUp.stream()
                .filter(clip -> clip.verdict() == verdict)
                .forEach(clip -> counts.merge(clip.reason(), 1L, Long::sum));
        ObjectNode json = Json.object();
        counts.forEach((reason, count) -> json.put(reason.name(), count));
        return json;
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long count = 0;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int b = bytes.read(); b >= 0; b = bytes.read()) {
                count += b == '\n' ? 1 : 0;
            }
        }
        return count;
    }
}
