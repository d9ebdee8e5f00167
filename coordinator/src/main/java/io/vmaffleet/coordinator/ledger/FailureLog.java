package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `X.failed.jsonl`: `clip_name, reason, detail, verdict, attempts, hosts`, a clip a line. Derived from the attempts
/// and the plan, so it has no CRC and can be written anew at any time.
final class FailureLog {
    private FailureLog() {}

    /// @param ofThePlan clips that failed before they could be tasks, written behind the others
    static void write(
            LedgerFiles files, FileLayer layer, AttemptLog attempts, LedgerIndex index, List<FailedClip> ofThePlan)
            throws IOException {
        Replacement.replace(layer, files.failed(), out -> {
            attempts.forEachGivenUp(index, failed -> out.write(line(failed)));
            for (FailedClip failed : ofThePlan) {
                out.write(line(failed));
            }
        });
    }

    /// The clip that the last of its events gives up.
    static FailedClip of(List<AttemptEvent> history, AttemptEvent givenUp) {
        int attempts = 0;
        Set<String> hosts = new LinkedHashSet<>();
        for (AttemptEvent event : history) {
            if (event.kind() == Kind.RETRY_REQUESTED) {
                attempts = 0;
                hosts.clear();
            } else if (event.kind().isAttempt()) {
                attempts++;
                event.host().ifPresent(hosts::add);
            }
        }
        return new FailedClip(
                givenUp.clip().value(),
                givenUp.reason().orElseThrow(),
                givenUp.detail(),
                givenUp.verdict().orElseThrow(),
                attempts,
                new ArrayList<>(hosts));
    }

    /// The clips of the list as it lies; none where there is no list.
    ///
    /// @throws LedgerDamagedException if a line cannot be read
    static List<FailedClip> read(Path failed) throws IOException {
        List<FailedClip> clips = new ArrayList<>();
        if (!Files.exists(failed)) {
            return clips;
        }
        try (BufferedReader lines = Files.newBufferedReader(failed, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    clips.add(decode(line));
                } catch (WireFormatException e) {
                    throw LedgerDamagedException.ofFailures(failed, clips.size() + 1L, String.valueOf(e.getMessage()));
                }
            }
        }
        return clips;
    }

    /// @throws WireFormatException if the line is not one that [#write] writes
    static FailedClip decode(String line) {
        ObjectNode json = Json.readObject(line);
        List<String> hosts = new ArrayList<>();
        required(json, "hosts").forEach(host -> hosts.add(host.asText()));
        try {
            return new FailedClip(
                    required(json, "clip_name").asText(),
                    FailureReason.valueOf(required(json, "reason").asText()),
                    required(json, "detail").asText(),
                    Verdict.valueOf(required(json, "verdict").asText().toUpperCase(Locale.ROOT)),
                    required(json, "attempts").asInt(),
                    hosts);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonNode required(ObjectNode json, String name) {
        JsonNode node = json.get(name);
        if (node == null) {
            throw new WireFormatException("no '" + name + "'");
        }
        return node;
    }

    private static byte[] line(FailedClip failed) {
        ObjectNode json = Json.object();
        json.put("clip_name", failed.clipName());
        json.put("reason", failed.reason().name());
        json.put("detail", failed.detail());
        json.put("verdict", AttemptCodec.lower(failed.verdict()));
        json.put("attempts", failed.attempts());
        ArrayNode hosts = json.putArray("hosts");
        failed.hosts().forEach(hosts::add);
        return (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
