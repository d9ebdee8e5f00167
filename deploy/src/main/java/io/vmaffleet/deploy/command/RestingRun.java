package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// What the files of a run tell while no coordinator holds it. They are read as they lie, without the lock.
final class RestingRun {
    private RestingRun() {}

    /// The run in the form of a living one's answer, as far as files can tell it.
    static ObjectNode read(LedgerFiles files, RunManifest manifest) throws IOException {
        ObjectNode run = Json.object();
        run.put("run", manifest.run().value());
        run.put("output", files.output().toString());
        run.put("queue", manifest.queue());
        run.put("engine", manifest.engine().map(EngineFingerprint::value).orElse(null));
        boolean finished = manifest.state() == RunManifest.State.FINISHED;
        run.put("phase", finished ? "finished" : "stopped");
        run.put("state", manifest.state().name().toLowerCase(Locale.ROOT));
        ObjectNode counts = run.putObject("counts");
        counts.put("done", lines(files.done()));
        counts.put("failed", clipsWithVerdict(files.failed(), "failed"));
        counts.put("left_out", clipsWithVerdict(files.failed(), "left_out"));
        ObjectNode status = Json.object();
        status.set("run", run);
        status.putArray("workers");
        return status;
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

    private static long clipsWithVerdict(Path failed, String verdict) throws IOException {
        if (!Files.exists(failed)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(failed, StandardCharsets.UTF_8)) {
            return lines.filter(line -> verdict.equals(verdictIn(line))).count();
        }
    }

    /// A line that is still being written has none.
    private static String verdictIn(String line) {
        try {
            return Json.readObject(line).path("verdict").asText();
        } catch (WireFormatException e) {
            return "";
        }
    }
}
