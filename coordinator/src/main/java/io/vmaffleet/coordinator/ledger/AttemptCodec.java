package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The lines of `X.attempts.jsonl`: `kind, clip, task, attempt, alone, reason, detail, verdict, host, worker, engine,
/// at`,
/// then the CRC; `alone` is there when it is true, and what is not known is absent. A result that names no clip has
/// `kind` `unreadable_result`.
final class AttemptCodec {
    private static final String WITHOUT_CLIP = "unreadable_result";

    private AttemptCodec() {}

    static byte[] encode(AttemptEvent event) {
        ObjectNode json = Json.object();
        json.put("kind", lower(event.kind()));
        json.put("clip", event.clip().value());
        event.taskEntry().ifPresent(task -> json.put("task", task));
        json.put("attempt", event.attempt());
        if (event.alone()) {
            json.put("alone", true);
        }
        event.reason().ifPresent(reason -> json.put("reason", reason.name()));
        json.put("detail", event.detail());
        event.verdict().ifPresent(verdict -> json.put("verdict", lower(verdict)));
        event.host().ifPresent(host -> json.put("host", host));
        event.worker().ifPresent(worker -> json.put("worker", worker));
        event.engine().ifPresent(engine -> json.put("engine", engine));
        json.put("at", event.at().toString());
        return CheckedLine.seal(json);
    }

    static byte[] encode(LedgerWrite.Unreadable unreadable, Instant at) {
        ObjectNode json = Json.object();
        json.put("kind", WITHOUT_CLIP);
        json.put("result", unreadable.resultEntry());
        String detail = unreadable.detail();
        json.put("detail", detail.substring(0, Math.min(detail.length(), AttemptEvent.MAX_DETAIL_CHARS)));
        json.put("at", at.toString());
        return CheckedLine.seal(json);
    }

    /// The event of a line; empty for a result that named no clip.
    ///
    /// @throws WireFormatException if it cannot be read
    static Optional<AttemptEvent> decode(byte[] bytes, int from, int to) {
        ObjectNode json = Json.readObject(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        String kind = text(json, "kind");
        if (kind.equals(WITHOUT_CLIP)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AttemptEvent(
                    AttemptEvent.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    new ClipName(text(json, "clip")),
                    optional(json, "task"),
                    optional(json, "reason").map(FailureReason::valueOf),
                    text(json, "detail"),
                    optional(json, "host"),
                    optional(json, "worker"),
                    optional(json, "engine"),
                    Instant.parse(text(json, "at")),
                    json.path("attempt").asInt(),
                    json.path("alone").asBoolean(),
                    optional(json, "verdict").map(verdict -> Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)))));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode json, String field) {
        return optional(json, field)
                .orElseThrow(() -> new WireFormatException("an attempt without its field '" + field + "'"));
    }

    private static Optional<String> optional(ObjectNode json, String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
