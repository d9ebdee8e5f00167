package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.task.ProbeClip;
import java.util.ArrayList;
import java.util.List;

/// A run's probe clips as they stand among its facts and as a worker asks its engine:
/// `{"folder":..,"clips":[{"path":..,"size_bytes":..}, ..]}`.
public final class ProbeCodec {
    /// The name under which they stand among a run's facts.
    public static final String FACT = "probes";

    private ProbeCodec() {}

    /// @param folder the clips' folder, as the coordinator sees it
    public record Probes(String folder, List<ProbeClip> clips) {
        public Probes {
            clips = List.copyOf(clips);
        }
    }

    public static String encode(Probes probes) {
        ObjectNode json = Json.object().put("folder", probes.folder());
        ArrayNode clips = json.putArray("clips");
        probes.clips()
                .forEach(clip -> clips.addObject().put("path", clip.path()).put("size_bytes", clip.sizeBytes()));
        return Json.write(json);
    }

    /// @throws WireFormatException if it cannot be read
    public static Probes decode(String text) {
        ObjectNode json = Json.readObject(text);
        List<ProbeClip> clips = new ArrayList<>();
        for (JsonNode clip : json.path("clips")) {
            if (!clip.path("path").isTextual() || !clip.path("size_bytes").isIntegralNumber()) {
                throw new WireFormatException("a probe clip without path or size: " + clip);
            }
            clips.add(new ProbeClip(
                    clip.path("path").asText(), clip.path("size_bytes").asLong()));
        }
        if (!json.path("folder").isTextual()) {
            throw new WireFormatException("probes without a folder");
        }
        return new Probes(json.path("folder").asText(), clips);
    }
}
