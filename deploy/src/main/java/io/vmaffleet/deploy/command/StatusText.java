package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A run and its workers as lines for a terminal, out of the JSON that the coordinator's API gives.
final class StatusText {
    private static final int MOST_NOTICES = 5;
    private static final String WITHOUT_TABLE = "finished, but its table is missing";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private StatusText() {}

    /// @param status `{"run": ..., "workers": [...]}`; a resting run lacks what only a living one knows
    static List<String> of(ObjectNode status) {
        JsonNode run = status.path("run");
        List<String> lines = new ArrayList<>();
        lines.add(run.path("output").asText() + "  " + phase(run) + "  (run "
                + run.path("run").asText() + ", queue " + run.path("queue").asText() + ", engine "
                + run.path("engine").asText("not yet known") + ")");
        lines.add(counts(run.path("counts")));
        if (run.has("clips_per_second")) {
            lines.add(pace(run));
        }
        reasons("failed", run.path("failed_by_reason"), lines);
        reasons("left out", run.path("left_out_by_reason"), lines);
        run.path("paused_because").forEach(why -> lines.add("paused: " + why.asText()));
        next(run).ifPresent(lines::add);
        run.path("alarms")
                .forEach(alarm -> lines.add("odd: " + alarm.path("sentence").asText()));
        notices(run.path("notices"), lines);
        lines.addAll(workers(status.path("workers")));
        return lines;
    }

    /// Of a resting run also how the next `resume` finds it, where that is not as usual.
    private static String phase(JsonNode run) {
        String phase = run.path("phase").asText();
        String state = run.path("state").asText();
        if (phase.equals("finished") && run.path("table_missing").asBoolean()) {
            return WITHOUT_TABLE;
        }
        return phase.equals("stopped") && List.of("paused", "cancelled").contains(state) ? phase + ", " + state : phase;
    }

    /// What an operator of a run that nobody is at work on may type next.
    private static Optional<String> next(JsonNode run) {
        String output = run.path("output").asText();
        boolean hasFailed = run.path("counts").path("failed").asLong() > 0;
        return switch (phase(run)) {
            case "stopped", "stopped, cancelled" -> Optional.of("next: 'vmaf-fleet resume " + output + "' goes on");
            case "stopped, paused" ->
                Optional.of(
                        "next: 'vmaf-fleet unpause " + output + "', then 'vmaf-fleet resume " + output + "' goes on");
            case WITHOUT_TABLE ->
                Optional.of("next: bring " + output + " back from a copy, or 'vmaf-fleet resume " + output
                        + "' measures its clips again");
            case "finished" ->
                Optional.of("next: 'vmaf-fleet failed " + output + "' tells why clips failed, 'vmaf-fleet retry "
                                + output + "' has them tried again")
                        .filter(tells -> hasFailed);
            default -> Optional.empty();
        };
    }

    /// The newest, with the time of this terminal's place.
    private static void notices(JsonNode notices, List<String> lines) {
        for (int i = 0; i < Math.min(MOST_NOTICES, notices.size()); i++) {
            String at = CLOCK.format(
                    Instant.parse(notices.get(i).path("at").asText()).atZone(ZoneId.systemDefault()));
            lines.add(at + "  " + notices.get(i).path("sentence").asText());
        }
        if (notices.size() > MOST_NOTICES) {
            lines.add("(" + (notices.size() - MOST_NOTICES) + " notices before these: see --json)");
        }
    }

    /// A line a slot, with the worker's name on its first.
    static List<String> workers(JsonNode workers) {
        TextTable table =
                new TextTable("worker", "engine", "age", "clips", "slot", "state", "clip", "frames", "seconds");
        for (JsonNode worker : workers) {
            String name =
                    worker.path("host").asText() + ":" + worker.path("pid").asText()
                            + (worker.path("draining").asBoolean() ? " (draining)" : "")
                            + (worker.path("unfit").isTextual()
                                    ? " (unfit: " + worker.path("unfit").asText() + ")"
                                    : "");
            String engine = worker.path("engine").asText();
            String age = worker.has("heartbeat_age_seconds") ? seconds(worker.path("heartbeat_age_seconds")) : "";
            String clips = worker.path("clips_done").asText();
            for (JsonNode slot : worker.path("slots")) {
                long expected = slot.path("frames_expected").asLong();
                table.add(
                        name,
                        engine,
                        age,
                        clips,
                        slot.path("slot").asText(),
                        slot.path("state").asText(),
                        slot.path("clip").asText(),
                        slot.path("frames").asText() + (expected > 0 ? "/" + expected : ""),
                        seconds(slot.path("seconds")));
                name = "";
                engine = "";
                age = "";
                clips = "";
            }
        }
        return table.isEmpty() ? List.of() : table.lines();
    }

    private static String counts(JsonNode counts) {
        StringBuilder line = new StringBuilder();
        if (counts.has("total")) {
            long total = counts.path("total").asLong();
            line.append(total).append(total == 1 ? " clip: " : " clips: ");
        }
        line.append(counts.path("done").asText()).append(" done");
        for (String state : List.of("in_flight", "out", "waiting", "retrying", "to_do", "failed", "left_out")) {
            if (counts.has(state)) {
                line.append(", ")
                        .append(counts.path(state).asText())
                        .append(' ')
                        .append(state.equals("out") ? "in the queue" : state.replace('_', ' '));
            }
        }
        return line.toString();
    }

    private static String pace(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "%.2f clips/s, %.0f frames/s, ETA %s, last progress %s ago",
                run.path("clips_per_second").asDouble(),
                run.path("frames_per_second").asDouble(),
                run.path("eta_seconds").isNumber()
                        ? ClockText.of(run.path("eta_seconds").asLong())
                        : "unknown",
                seconds(run.path("seconds_since_progress")) + " s");
    }

    private static void reasons(String what, JsonNode byReason, List<String> lines) {
        List<String> parts = new ArrayList<>();
        byReason.properties().forEach(entry -> parts.add(entry.getValue().asText() + " " + entry.getKey()));
        if (!parts.isEmpty()) {
            lines.add(what + ": " + String.join(", ", parts));
        }
    }

    private static String seconds(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.0f", number.asDouble()) : "";
    }
}
