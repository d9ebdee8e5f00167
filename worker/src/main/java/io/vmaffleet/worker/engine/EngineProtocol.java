package io.vmaffleet.worker.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Fields;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.wire.RowCodec;
import io.vmaffleet.wire.WireFormatException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The messages as JSON objects; `kind` says which. Both ends are of one build, so what is unknown or missing is a
/// fault and never passed over.
///
/// To the engine: `{"kind":"measure","task":"<task JSON>"}`, `{"kind":"probe","probes":"<probes JSON>"}`,
/// `{"kind":"grant"}`, `{"kind":"stop"}`. From the engine: `{"kind":"probed"[,"problem":..]}`,
/// `{"kind":"ready","fingerprint":..,"parts":{..},"frames_per_second":..}`,
/// `{"kind":"needs","bytes":..,"frames":..,"seconds":..}`, `{"kind":"frames","done":..}`,
/// `{"kind":"scores","part":..}` as often as there are parts,
/// `{"kind":"result","frames":..,"size":..,"constants_audited":..[,"geometry_mismatch":..]}` with one of `"row":{..}`,
/// `"reason":..,"detail":..` and `"handed_back":..`, and `{"kind":"poisoned"[,"reason":..],"detail":..}`.
final class EngineProtocol {
    private EngineProtocol() {}

    static String encode(EngineMessage message) {
        ObjectNode object = Json.object();
        switch (message) {
            case EngineMessage.Measure(var task) ->
                object.put("kind", "measure").put("task", task);
            case EngineMessage.Probe(var probes) ->
                object.put("kind", "probe").put("probes", ProbeCodec.encode(probes));
            case EngineMessage.Probed(var problem) -> {
                object.put("kind", "probed");
                problem.ifPresent(sentence -> object.put("problem", sentence));
            }
            case EngineMessage.Grant() -> object.put("kind", "grant");
            case EngineMessage.Stop() -> object.put("kind", "stop");
            case EngineMessage.Ready(var ready) -> {
                object.put("kind", "ready")
                        .put("fingerprint", ready.fingerprint().value())
                        .put("frames_per_second", ready.framesPerSecond());
                ObjectNode parts = object.putObject("parts");
                new TreeMap<>(ready.parts()).forEach(parts::put);
            }
            case EngineMessage.Needs(var bytes, var frames, var seconds) ->
                object.put("kind", "needs")
                        .put("bytes", bytes)
                        .put("frames", frames)
                        .put("seconds", seconds);
            case EngineMessage.Frames(var done) -> object.put("kind", "frames").put("done", done);
            case EngineMessage.Scores(var part) -> object.put("kind", "scores").put("part", part);
            case EngineMessage.Result(var measurement) -> put(object, measurement);
            case EngineMessage.Poisoned(var reason, var detail) -> {
                object.put("kind", "poisoned").put("detail", detail);
                reason.ifPresent(known -> object.put("reason", known.name()));
            }
        }
        return Json.write(object);
    }

    /// @throws WireFormatException if it is no message to an engine
    static EngineMessage.ToEngine decodeToEngine(String json) {
        Fields fields = new Fields("message to an engine", Json.readObject(json));
        return switch (fields.text("kind")) {
            case "measure" -> {
                fields.onlyKnown(Set.of("kind", "task"));
                yield new EngineMessage.Measure(fields.text("task"));
            }
            case "probe" -> {
                fields.onlyKnown(Set.of("kind", "probes"));
                yield new EngineMessage.Probe(ProbeCodec.decode(fields.text("probes")));
            }
            case "grant" -> {
                fields.onlyKnown(Set.of("kind"));
                yield new EngineMessage.Grant();
            }
            case "stop" -> {
                fields.onlyKnown(Set.of("kind"));
                yield new EngineMessage.Stop();
            }
            case String other -> throw new WireFormatException("no message to an engine is called '" + other + "'");
        };
    }

    /// @throws WireFormatException if it is no message from an engine
    static EngineMessage.FromEngine decodeFromEngine(String json) {
        ObjectNode object = Json.readObject(json);
        Fields fields = new Fields("message from an engine", object);
        try {
            return switch (fields.text("kind")) {
                case "ready" -> {
                    fields.onlyKnown(Set.of("kind", "fingerprint", "parts", "frames_per_second"));
                    yield new EngineMessage.Ready(new EngineReady(
                            new EngineFingerprint(fields.text("fingerprint")),
                            parts(fields, object),
                            fields.number("frames_per_second")));
                }
                case "probed" -> {
                    fields.onlyKnown(Set.of("kind", "problem"));
                    yield new EngineMessage.Probed(fields.optionalText("problem"));
                }
                case "needs" -> {
                    fields.onlyKnown(Set.of("kind", "bytes", "frames", "seconds"));
                    yield new EngineMessage.Needs(
                            fields.whole("bytes"), fields.whole("frames"), fields.number("seconds"));
                }
                case "frames" -> {
                    fields.onlyKnown(Set.of("kind", "done"));
                    yield new EngineMessage.Frames(fields.whole("done"));
                }
                case "scores" -> {
                    fields.onlyKnown(Set.of("kind", "part"));
                    yield new EngineMessage.Scores(fields.text("part"));
                }
                case "result" -> new EngineMessage.Result(measurement(fields, object));
                case "poisoned" -> {
                    fields.onlyKnown(Set.of("kind", "reason", "detail"));
                    yield new EngineMessage.Poisoned(
                            fields.optionalText("reason").map(FailureReason::valueOf), fields.text("detail"));
                }
                case String other ->
                    throw new WireFormatException("no message from an engine is called '" + other + "'");
            };
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void put(ObjectNode object, Measurement measurement) {
        object.put("kind", "result")
                .put("frames", measurement.frames())
                .put("size", measurement.sizeBytes())
                .put("constants_audited", measurement.constantsAudited());
        measurement.geometryMismatch().ifPresent(mismatch -> object.put("geometry_mismatch", mismatch));
        switch (measurement.result()) {
            case ClipResult.Extracted(var row) -> RowCodec.put(object.putObject("row"), row);
            case ClipResult.Failed(var reason, var detail) ->
                object.put("reason", reason.name()).put("detail", detail);
            case ClipResult.HandedBack(var why) -> object.put("handed_back", why);
        }
    }

    private static Measurement measurement(Fields fields, ObjectNode object) {
        fields.onlyKnown(Set.of(
                "kind",
                "frames",
                "size",
                "constants_audited",
                "geometry_mismatch",
                "row",
                "reason",
                "detail",
                "handed_back"));
        return new Measurement(
                result(fields, object),
                fields.whole("frames"),
                fields.whole("size"),
                fields.truth("constants_audited"),
                fields.optionalText("geometry_mismatch"));
    }

    private static ClipResult result(Fields fields, ObjectNode object) {
        if (object.get("row") instanceof ObjectNode row) {
            return new ClipResult.Extracted(RowCodec.read(row));
        }
        if (object.has("reason")) {
            return new ClipResult.Failed(FailureReason.valueOf(fields.text("reason")), fields.text("detail"));
        }
        return new ClipResult.HandedBack(fields.text("handed_back"));
    }

    private static Map<String, String> parts(Fields fields, ObjectNode object) {
        Fields parts = fields.object("parts");
        Map<String, String> read = new TreeMap<>();
        object.path("parts").fieldNames().forEachRemaining(name -> read.put(name, parts.text(name)));
        return read;
    }
}
