package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.ledger.RunManifest.Adopted;
import io.vmaffleet.coordinator.ledger.RunManifest.Digests;
import io.vmaffleet.coordinator.ledger.RunManifest.Frames;
import io.vmaffleet.coordinator.ledger.RunManifest.Holder;
import io.vmaffleet.coordinator.ledger.RunManifest.Source;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RecipeCodec;
import io.vmaffleet.wire.WireFormatException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `X.run.json` as text.
final class ManifestCodec {
    private ManifestCodec() {}

    static String encode(RunManifest manifest) {
        ObjectNode json = Json.object();
        json.put("schema", RunManifest.SCHEMA);
        json.put("run", manifest.run().value());
        json.put("state", manifest.state().name().toLowerCase(Locale.ROOT));
        json.set("recipe", RecipeCodec.encode(manifest.recipe()));
        Source source = manifest.source();
        json.put("clips_dir", source.clipsDir().toString());
        source.scores().ifPresent(scores -> json.put("scores", scores.toString()));
        source.sidecar().ifPresent(sidecar -> json.put("metadata_jsonl", sidecar.toString()));
        json.put("pattern", source.pattern());
        source.limit().ifPresent(limit -> json.put("limit", limit));
        json.put("split_seed", source.splitSeed());
        json.put("allow_fr_from_nr", source.allowFrFromNr());
        source.references().ifPresent(references -> {
            ObjectNode node = json.putObject("references").put("with_identity", references.withIdentity());
            references.pairs().ifPresent(pairs -> node.put("pairs", pairs.toString()));
        });
        json.put("clips", manifest.digests().clips());
        json.putObject("digests")
                .put("clip_list", manifest.digests().clipList())
                .put("sizes", manifest.digests().sizes())
                .put("labels", manifest.digests().labels());
        json.put("queue", manifest.queue());
        json.put("slots", manifest.slots());
        ArrayNode roots = json.putArray("roots");
        manifest.roots().forEach(roots::add);
        manifest.engine().ifPresent(engine -> json.put("engine", engine.value()));
        manifest.holder()
                .ifPresent(holder -> json.putObject("holder")
                        .put("host", holder.host())
                        .put("pid", holder.pid())
                        .put("since", holder.since().toString()));
        manifest.httpAddress().ifPresent(address -> json.put("http", address));
        manifest.redisAddress().ifPresent(address -> json.put("redis", address));
        manifest.adoption()
                .ifPresent(adopted ->
                        json.putObject("adopted").put("rows", adopted.rows()).put("digest", adopted.digest()));
        manifest.table()
                .ifPresent(table ->
                        json.putObject("table").put("bytes", table.bytes()).put("sha256", table.sha256()));
        manifest.frames().ifPresent(frames -> {
            ObjectNode node =
                    json.putObject("frames").put("dir", frames.folder().toString());
            frames.written()
                    .ifPresent(written -> node.put("bytes", written.bytes()).put("sha256", written.sha256()));
        });
        return json.toPrettyString() + "\n";
    }

    /// @throws WireFormatException if it is not a manifest that this version knows
    static RunManifest decode(String text) {
        ObjectNode json = Json.readObject(text);
        int schema = (int) whole(json, "schema");
        if (schema != RunManifest.SCHEMA) {
            throw new WireFormatException("it has version " + schema + ", this program reads " + RunManifest.SCHEMA);
        }
        try {
            JsonNode digests = object(json, "digests");
            return new RunManifest(
                    new RunId(text(json, "run")),
                    RecipeCodec.decode(object(json, "recipe")),
                    new Source(
                            Path.of(text(json, "clips_dir")),
                            optional(json, "scores").map(node -> Path.of(node.asText())),
                            optional(json, "metadata_jsonl").map(node -> Path.of(node.asText())),
                            text(json, "pattern"),
                            optional(json, "limit").map(JsonNode::asInt),
                            text(json, "split_seed"),
                            required(json, "allow_fr_from_nr").asBoolean(),
                            optional(json, "references")
                                    .map(node -> new References(
                                            optional(node, "pairs").map(path -> Path.of(path.asText())),
                                            required(node, "with_identity").asBoolean()))),
                    new Digests(
                            whole(json, "clips"),
                            text(digests, "clip_list"),
                            text(digests, "sizes"),
                            text(digests, "labels")),
                    text(json, "queue"),
                    (int) whole(json, "slots"),
                    roots(json),
                    optional(json, "engine").map(node -> new EngineFingerprint(node.asText())),
                    RunManifest.State.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                    optional(json, "holder").map(ManifestCodec::holder),
                    optional(json, "http").map(JsonNode::asText),
                    optional(json, "redis").map(JsonNode::asText),
                    optional(json, "adopted").map(node -> new Adopted(whole(node, "rows"), text(node, "digest"))),
                    optional(json, "table").map(ManifestCodec::digest),
                    optional(json, "frames")
                            .map(node -> new Frames(
                                    Path.of(text(node, "dir")),
                                    node.has("sha256") ? Optional.of(digest(node)) : Optional.empty())));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static FileDigest digest(JsonNode node) {
        return new FileDigest(whole(node, "bytes"), text(node, "sha256"));
    }

    private static Holder holder(JsonNode node) {
        return new Holder(text(node, "host"), whole(node, "pid"), Instant.parse(text(node, "since")));
    }

    private static List<String> roots(ObjectNode json) {
        List<String> roots = new ArrayList<>();
        required(json, "roots").forEach(root -> roots.add(root.asText()));
        return roots;
    }

    private static String text(JsonNode json, String field) {
        JsonNode node = required(json, field);
        if (!node.isTextual()) {
            throw new WireFormatException("its field '" + field + "' is no text");
        }
        return node.textValue();
    }

    private static long whole(JsonNode json, String field) {
        JsonNode node = required(json, field);
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw new WireFormatException("its field '" + field + "' is no whole number");
        }
        return node.longValue();
    }

    private static ObjectNode object(JsonNode json, String field) {
        if (required(json, field) instanceof ObjectNode node) {
            return node;
        }
        throw new WireFormatException("its field '" + field + "' is no object");
    }

    private static JsonNode required(JsonNode json, String field) {
        return optional(json, field).orElseThrow(() -> new WireFormatException("it lacks the field '" + field + "'"));
    }

    private static Optional<JsonNode> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).filter(node -> !node.isNull());
    }
}
