package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A snapshot as metrics for Prometheus.
final class Metrics {
    private Metrics() {}

    static String write(RunSnapshot snapshot, LoopPulse pulse) {
        PrometheusText text = new PrometheusText();
        identity(text, snapshot);
        clips(text, snapshot);
        alarms(text, snapshot);
        pace(text, snapshot, pulse);
        workers(text, snapshot);
        return text.toString();
    }

    private static void identity(PrometheusText text, RunSnapshot snapshot) {
        RunDescription run = snapshot.description();
        text.gauge("vmaffleet_build_info", "Version of the coordinator.")
                .sample("vmaffleet_build_info", Map.of("version", run.version()), 1);
        text.gauge("vmaffleet_run_info", "The run that this coordinator holds.")
                .sample(
                        "vmaffleet_run_info",
                        Map.of(
                                "run", run.run().value(),
                                "queue", run.queue(),
                                "output", run.output(),
                                "engine",
                                        run.engine()
                                                .map(EngineFingerprint::value)
                                                .orElse("")),
                        1);
        text.gauge("vmaffleet_run_phase", "1 for the phase the run is in.");
        for (RunPhase phase : RunPhase.values()) {
            text.sample("vmaffleet_run_phase", Map.of("phase", phase.shown()), phase == snapshot.phase() ? 1 : 0);
        }
    }

    private static void clips(PrometheusText text, RunSnapshot snapshot) {
        ClipCounts counts = snapshot.counts();
        text.gauge("vmaffleet_clips_planned", "Clips of the plan: the sum of vmaffleet_clips.", counts.total());
        text.gauge("vmaffleet_clips", "Clips by state.");
        for (ShownState state : ShownState.values()) {
            text.sample("vmaffleet_clips", Map.of("state", state.shown()), counts.of(state));
        }
        text.gauge("vmaffleet_queue_depth", "Clips in the queue that no worker has taken.", counts.queueDepth());
        text.gauge(
                "vmaffleet_in_flight", "Clips that a worker holds or whose result is not on disk.", counts.inFlight());
        text.gauge("vmaffleet_backlog", "Clips that still need work: scale workers by this.", counts.backlog());
        text.counter("vmaffleet_clips_done_total", "Clips with their row on disk.", counts.done());
        byReason(text, "vmaffleet_clips_failed", "Clips given up, by reason.", snapshot.failedByReason());
        byReason(
                text,
                "vmaffleet_clips_left_out",
                "Clips that a rule of the recipe leaves out, by reason.",
                snapshot.leftOutByReason());
        text.counter("vmaffleet_duplicates_total", "Rows for clips that had one already.", snapshot.duplicates());
        text.counter(
                "vmaffleet_disagreements_total", "Such rows that differed from the first.", snapshot.disagreements());
        text.counter(
                "vmaffleet_geometry_mismatches_total",
                "Clips decoded in another geometry than their sidecar says.",
                snapshot.geometryMismatches());
    }

    private static void alarms(PrometheusText text, RunSnapshot snapshot) {
        text.gauge("vmaffleet_odd_clips", "Clips whose rows are hardly right, by what is odd.");
        for (Alarm.Kind kind : Alarm.Kind.values()) {
            text.sample(
                    "vmaffleet_odd_clips",
                    Map.of("kind", kind.name().toLowerCase(Locale.ROOT)),
                    snapshot.alarms().stream()
                            .filter(alarm -> alarm.kind() == kind)
                            .mapToLong(Alarm::clips)
                            .sum());
        }
    }

    /// Every reason has a sample from the start: a series that appears only with its first failure has no increase.
    private static void byReason(PrometheusText text, String name, String help, Map<FailureReason, Long> counts) {
        text.gauge(name, help);
        for (FailureReason reason : FailureReason.values()) {
            text.sample(name, Map.of("reason", reason.name()), counts.getOrDefault(reason, 0L));
        }
    }

    private static void pace(PrometheusText text, RunSnapshot snapshot, LoopPulse pulse) {
        Pace pace = snapshot.pace();
        text.counter(
                "vmaffleet_frames_done_total", "Frames measured since the coordinator's start.", pace.framesDone());
        text.gauge("vmaffleet_clips_per_second", "Clips ended a second, over the last minute.", pace.clipsPerSecond());
        text.gauge(
                "vmaffleet_frames_per_second",
                "Frames measured a second, over the last minute.",
                pace.framesPerSecond());
        text.gauge(
                "vmaffleet_eta_seconds",
                "Seconds to the end, NaN while unknown.",
                pace.eta().map(Metrics::seconds).orElse(Double.NaN));
        text.gauge(
                "vmaffleet_seconds_since_progress",
                "Seconds since a clip ended or came closer to its end.",
                seconds(pace.sinceProgress()));
        text.gauge("vmaffleet_seconds_since_loop", "Seconds since the run loop last turned.", seconds(pulse.age()));
    }

    private static void workers(PrometheusText text, RunSnapshot snapshot) {
        text.gauge(
                "vmaffleet_workers",
                "Workers with a heartbeat.",
                snapshot.workers().size());
        Map<String, Integer> slots = new TreeMap<>();
        // the states a heartbeat knows have a sample from the start
        for (String state : new String[] {"starting", "idle", "waiting", "measuring", "stuck"}) {
            slots.put(state, 0);
        }
        for (WorkerView worker : snapshot.workers()) {
            for (Heartbeat.Slot slot : worker.heartbeat().slots()) {
                slots.merge(slot.state(), 1, Integer::sum);
            }
        }
        text.gauge("vmaffleet_slots", "Slots of all workers by state.");
        slots.forEach((state, count) -> text.sample("vmaffleet_slots", Map.of("state", state), count));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
