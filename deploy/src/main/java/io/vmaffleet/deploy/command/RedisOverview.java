package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The runs and workers of a queue, as Redis knows them: what the runs' coordinators have published, and the workers'
/// own words.
final class RedisOverview {
    private RedisOverview() {}

    /// `{"runs": [...], "workers": [...]}`.
    static ObjectNode read(CoordinatorQueue queue) {
        ObjectNode overview = Json.object();
        ArrayNode runs = overview.putArray("runs");
        new TreeMap<>(queue.runs()).forEach((run, facts) -> runs.add(run(queue, run, facts)));
        ArrayNode workers = overview.putArray("workers");
        queue.heartbeats().stream().sorted().forEach(heartbeat -> workers.add(worker(heartbeat)));
        return overview;
    }

    /// In the form of `/api/v1/run` as its coordinator last published it, with who holds it.
    private static ObjectNode run(CoordinatorQueue queue, String id, Map<String, String> facts) {
        ObjectNode run;
        try {
            run = Json.readObject(facts.getOrDefault("status", "{}"));
        } catch (WireFormatException e) {
            // of another version, or of nobody we know: that the run is there is worth a line
            run = Json.object();
        }
        run.put("run", id);
        run.put("state", facts.getOrDefault("state", ""));
        run.put("host", facts.getOrDefault("host", ""));
        run.put("holder", queue.holder(new RunId(id)).orElse(null));
        return run;
    }

    /// In the form of `/api/v1/workers`.
    private static ObjectNode worker(String json) {
        ObjectNode worker = Json.object();
        try {
            Heartbeat heartbeat = Heartbeat.decode(json);
            worker.put("worker", heartbeat.worker());
            worker.put("host", heartbeat.host());
            worker.put("pid", heartbeat.pid());
            worker.put("version", heartbeat.version());
            worker.put("engine", heartbeat.engine());
            worker.put("draining", heartbeat.draining());
            worker.put("clips_done", heartbeat.clipsDone());
            worker.put("frames_done", heartbeat.framesDone());
            ArrayNode slots = worker.putArray("slots");
            for (Heartbeat.Slot slot : heartbeat.slots()) {
                slots.addObject()
                        .put("slot", slot.index())
                        .put("state", slot.state())
                        .put("run", slot.run())
                        .put("clip", slot.clip())
                        .put("frames", slot.frames())
                        .put("frames_expected", slot.framesExpected())
                        .put("seconds", slot.seconds());
            }
        } catch (WireFormatException e) {
            // A worker of another version: that it lives is worth a line.
            worker.put("worker", "unreadable: " + e.getMessage());
            worker.putArray("slots");
        }
        return worker;
    }

    static List<String> lines(ObjectNode overview) {
        List<String> lines = new ArrayList<>();
        if (overview.path("runs").isEmpty()) {
            lines.add("no runs");
        }
        for (JsonNode run : overview.path("runs")) {
            if (run.has("counts")) {
                ObjectNode status = Json.object();
                status.set("run", run);
                lines.addAll(StatusText.of(status));
            } else {
                lines.add("run " + run.path("run").asText() + "  "
                        + run.path("state").asText());
            }
            lines.add(
                    run.path("holder").isTextual()
                            ? "held by " + run.path("holder").asText()
                            : "! no coordinator holds it: 'resume' on the host of its files goes on");
        }
        List<String> workers = StatusText.workers(overview.path("workers"));
        lines.addAll(workers.isEmpty() ? List.of("no workers") : workers);
        return lines;
    }
}
