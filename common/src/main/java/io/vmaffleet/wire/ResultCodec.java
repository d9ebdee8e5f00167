package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A result as JSON beside its plain fields: `run`, `clip`, `task` (the task's entry id), `engine`, `recipe`, `size`.
///
/// Per-frame scores are entries of their own right before their result's: `task`, `part` (from 0) and `scores`, a part
/// of [FrameCodec]. The result then has the field `parts`: how many there are.
public final class ResultCodec {
    /// The field that only an entry with per-frame scores has.
    public static final String SCORES = "scores";

    private ResultCodec() {}

    public static ResultMessage encode(AttemptReport report) {
        return encode(report, List.of());
    }

    /// @param scores of a row's frames, in parts; empty where they were not asked for
    public static ResultMessage encode(AttemptReport report, List<String> scores) {
        ObjectNode object = Json.object();
        ResultMessage.Kind kind = switch (report.result()) {
            case ClipResult.Extracted(var row) -> {
                RowCodec.put(object.putObject("row"), row);
                yield ResultMessage.Kind.EXTRACTED;
            }
            case ClipResult.Failed(var reason, var detail) -> {
                object.put("reason", reason.name()).put("detail", detail);
                yield ResultMessage.Kind.FAILED;
            }
            case ClipResult.HandedBack(var why) -> {
                object.put("handed_back", why);
                yield ResultMessage.Kind.HANDED_BACK;
            }
        };
        object.set("provenance", writeProvenance(report.provenance()));
        return new ResultMessage(
                report.run().value(),
                report.clip().value(),
                report.taskEntry(),
                report.provenance().engine().value(),
                report.recipeDigest(),
                report.sizeBytes(),
                kind,
                Json.write(object),
                scores);
    }

    /// Reads a results entry by its plain fields and its JSON.
    ///
    /// @throws WireFormatException if it cannot be read
    public static AttemptReport decode(Map<String, String> fields) {
        ObjectNode json = Json.readObject(field(fields, "result"));
        Fields body = new Fields("result", json);
        try {
            return new AttemptReport(
                    new RunId(field(fields, "run")),
                    new ClipName(field(fields, "clip")),
                    field(fields, "task"),
                    field(fields, "recipe"),
                    Long.parseLong(field(fields, "size")),
                    result(json, body),
                    readProvenance(body.object("provenance")));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The plain fields of a results entry, by name.
    public static Map<String, String> fields(ResultMessage message) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "run", message.run(),
                "clip", message.clip(),
                "task", message.taskEntry(),
                "engine", message.engine(),
                "recipe", message.recipeDigest(),
                "size", Long.toString(message.sizeBytes()),
                "result", message.result()));
        if (!message.scores().isEmpty()) {
            fields.put("parts", Integer.toString(message.scores().size()));
        }
        return Map.copyOf(fields);
    }

    /// The plain fields of the entries that go before a result's, one a part of its per-frame scores.
    public static List<Map<String, String>> scoreFields(ResultMessage message) {
        List<Map<String, String>> entries = new ArrayList<>();
        for (String scores : message.scores()) {
            entries.add(Map.of("task", message.taskEntry(), "part", Integer.toString(entries.size()), SCORES, scores));
        }
        return entries;
    }

    /// Provenance as the object that stands beside a row or a failure.
    public static ObjectNode writeProvenance(Provenance provenance) {
        ObjectNode object = Json.object();
        object.put("host", provenance.host());
        object.put("worker", provenance.worker().value());
        object.put("engine", provenance.engine().value());
        object.put("frames", provenance.frames());
        object.put("seconds", provenance.seconds());
        object.put("constants_audited", provenance.constantsAudited());
        provenance.geometryMismatch().ifPresent(mismatch -> object.put("geometry_mismatch", mismatch));
        return object;
    }

    /// Reads what [#writeProvenance] wrote.
    ///
    /// @throws WireFormatException if it cannot be read
    public static Provenance readProvenance(ObjectNode provenance) {
        try {
            return readProvenance(new Fields("provenance", provenance));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Provenance readProvenance(Fields provenance) {
        return new Provenance(
                provenance.text("host"),
                new WorkerId(provenance.text("worker")),
                new EngineFingerprint(provenance.text("engine")),
                provenance.whole("frames"),
                provenance.number("seconds"),
                provenance.truth("constants_audited"),
                provenance.optionalText("geometry_mismatch"));
    }

    private static ClipResult result(ObjectNode json, Fields body) {
        if (json.get("row") instanceof ObjectNode row) {
            return new ClipResult.Extracted(RowCodec.read(row));
        }
        if (body.optionalText("reason").isPresent()) {
            return new ClipResult.Failed(FailureReason.valueOf(body.text("reason")), body.text("detail"));
        }
        return new ClipResult.HandedBack(body.text("handed_back"));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new WireFormatException("a result without its field '" + name + "'");
        }
        return value;
    }
}
