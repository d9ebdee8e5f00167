package io.vmaffleet.coordinator.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A snapshot as the JSON of `/api/v1`. What is unknown is null; there is no NaN in it, since browsers cannot read one.
public final class StatusJson {
    private StatusJson() {}

    /// What operators see of a run through Redis, where its coordinator's address may be out of reach: the counts, the
    /// pace and where the run is in its life.
    public static ObjectNode brief(RunSnapshot snapshot) {
        RunDescription description = snapshot.description();
        ObjectNode json = Json.object();
        json.put("run", description.run().value());
        json.put("output", description.output());
        json.put("queue", description.queue());
        json.put("engine", description.engine().map(EngineFingerprint::value).orElse(null));
        json.put("phase", snapshot.phase().shown());
        ArrayNode pauses = json.putArray("paused_because");
        snapshot.pauses().forEach(pauses::add);
        putProgress(json, snapshot);
        return json;
    }

    private static void putProgress(ObjectNode json, RunSnapshot snapshot) {
        Pace pace = snapshot.pace();
        json.set("counts", counts(snapshot.counts()));
        json.put("queue_depth", snapshot.counts().queueDepth());
        json.put("backlog", snapshot.counts().backlog());
        json.set("failed_by_reason", byReason(snapshot.failedByReason()));
        json.set("left_out_by_reason", byReason(snapshot.leftOutByReason()));
        json.put("clips_per_second", pace.clipsPerSecond());
        json.put("frames_per_second", pace.framesPerSecond());
        json.put("frames_done", pace.framesDone());
        json.put("eta_seconds", eta(snapshot).map(Duration::toSeconds).orElse(null));
        json.put("seconds_since_progress", seconds(pace.sinceProgress()));
    }

    static ObjectNode run(RunSnapshot snapshot, LoopPulse pulse) {
        RunDescription description = snapshot.description();
        ObjectNode json = brief(snapshot);
        ObjectNode parts = json.putObject("engine_parts");
        new TreeMap<>(description.engineParts()).forEach(parts::put);
        json.put("redis", description.redis());
        json.put("version", description.version());
        json.put("started_at", description.startedAt().toString());
        json.put("seconds_since_loop", seconds(pulse.age()));
        json.put("loop_bound_seconds", seconds(pulse.bound()));
        json.put("workers", snapshot.workers().size());
        json.put("duplicates", snapshot.duplicates());
        json.put("disagreements", snapshot.disagreements());
        json.put("geometry_mismatches", snapshot.geometryMismatches());
        ArrayNode recent = json.putArray("recent_clips");
        snapshot.recentClips().forEach(clip -> recent.add(recentClip(clip)));
        ArrayNode alarms = json.putArray("alarms");
        snapshot.alarms()
                .forEach(alarm -> alarms.addObject()
                        .put("kind", alarm.kind().name().toLowerCase(Locale.ROOT))
                        .put("clips", alarm.clips())
                        .put("sentence", alarm.sentence()));
        ArrayNode notices = json.putArray("notices");
        snapshot.notices()
                .forEach(notice ->
                        notices.addObject().put("at", notice.at().toString()).put("sentence", notice.sentence()));
        return json;
    }

    static ObjectNode workers(RunSnapshot snapshot) {
        ObjectNode json = Json.object();
        ArrayNode workers = json.putArray("workers");
        snapshot.workers().forEach(worker -> workers.add(worker(worker, snapshot.description())));
        return json;
    }

    static ObjectNode clips(ClipPage page, long offset, int limit) {
        ObjectNode json = Json.object();
        json.put("offset", offset).put("limit", limit).put("matching", page.matching());
        ArrayNode clips = json.putArray("clips");
        for (ClipRow row : page.rows()) {
            clips.addObject()
                    .put("clip", row.clip())
                    .put("state", row.state().shown())
                    .put("reason", row.reason().map(FailureReason::name).orElse(null))
                    .put("attempts", row.attempts());
        }
        return json;
    }

    static ObjectNode series(Throughput.Series series) {
        ObjectNode json = Json.object();
        json.put("step_seconds", series.stepSeconds()).put("now_seconds", series.nowSeconds());
        ArrayNode at = json.putArray("at_seconds");
        ArrayNode queueDepth = json.putArray("queue_depth");
        ArrayNode clips = json.putArray("clips_per_second");
        ArrayNode frames = json.putArray("frames_per_second");
        for (Throughput.Point point : series.points()) {
            at.add(point.atSeconds());
            queueDepth.add(point.queueDepth());
            clips.add(point.clipsPerSecond());
            frames.add(point.framesPerSecond());
        }
        return json;
    }

    static ObjectNode error(String sentence) {
        return Json.object().put("error", sentence);
    }

    private static ObjectNode counts(ClipCounts counts) {
        ObjectNode json = Json.object().put("total", counts.total());
        for (ShownState state : ShownState.values()) {
            json.put(state.shown(), counts.of(state));
        }
        return json;
    }

    private static ObjectNode byReason(Map<FailureReason, Long> counts) {
        ObjectNode json = Json.object();
        counts.forEach((reason, count) -> json.put(reason.name(), count));
        return json;
    }

    /// A rate of the past says nothing about the end of a run that is not moving on purpose.
    private static Optional<Duration> eta(RunSnapshot snapshot) {
        return switch (snapshot.phase()) {
            case RUNNING -> snapshot.pace().eta();
            case STARTING, PAUSED, DRAINING, STOPPING, WRITING_TABLE, FINISHED, STOPPED -> Optional.empty();
        };
    }

    private static ObjectNode recentClip(RecentClip clip) {
        ObjectNode json = Json.object();
        json.put("clip", clip.clip());
        json.put("state", clip.state().shown());
        json.put("reason", clip.reason().map(FailureReason::name).orElse(null));
        json.put("host", clip.host());
        json.put("frames", clip.frames());
        putFinite(json, "seconds", clip.seconds());
        return json;
    }

    private static ObjectNode worker(WorkerView worker, RunDescription run) {
        Heartbeat heartbeat = worker.heartbeat();
        String runId = run.run().value();
        ObjectNode json = Json.object();
        json.put("worker", heartbeat.worker());
        json.put("host", heartbeat.host());
        json.put("pid", heartbeat.pid());
        json.put("version", heartbeat.version());
        json.put("engine", heartbeat.engine());
        json.put(
                "same_engine",
                run.engine().map(e -> e.value().equals(heartbeat.engine())).orElse(null));
        json.put("draining", heartbeat.draining());
        json.put("unfit", heartbeat.unfit().get(runId));
        json.put("heartbeat_age_seconds", seconds(worker.heartbeatAge()));
        json.put("clips_done", heartbeat.clipsDone());
        json.put("frames_done", heartbeat.framesDone());
        ArrayNode slots = json.putArray("slots");
        for (Heartbeat.Slot slot : heartbeat.slots()) {
            ObjectNode one = slots.addObject();
            one.put("slot", slot.index());
            one.put("state", slot.state());
            one.put("run", slot.run());
            one.put("this_run", slot.run().equals(runId));
            one.put("clip", slot.clip());
            one.put("frames", slot.frames());
            one.put("frames_expected", slot.framesExpected());
            putFinite(one, "seconds", slot.seconds());
        }
        return json;
    }

    private static void putFinite(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
