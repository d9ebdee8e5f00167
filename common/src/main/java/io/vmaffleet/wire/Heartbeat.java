package io.vmaffleet.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A worker's sign of life: who it is, what it offers, and what each slot does.
///
/// @param engine the fingerprint whose stream it reads
/// @param engineParts what the fingerprint is made of, by name, so that a difference can be told
/// @param roots the folders it may read below, as it was given them
/// @param clipsDone attempts it has ended since its start, rows and failures
/// @param framesDone frames measured since its start
/// @param draining whether it takes no new task
/// @param unfit run id to reason, for runs it cannot serve now
public record Heartbeat(
        String worker,
        String host,
        long pid,
        String version,
        String engine,
        Map<String, String> engineParts,
        List<String> roots,
        List<Slot> slots,
        long clipsDone,
        long framesDone,
        boolean draining,
        Map<String, String> unfit) {

    /// What a slot does: `starting`, `idle`, `waiting` (for memory or to be alone), `measuring`, `stuck`.
    ///
    /// @param run empty when it has no clip, as is `clip`
    /// @param framesExpected 0 when unknown
    /// @param seconds since the attempt began
    public record Slot(
            int index, String state, String run, String clip, long frames, long framesExpected, double seconds) {
        public Slot {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(clip, "clip");
        }
    }

    public Heartbeat {
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(engine, "engine");
        engineParts = Map.copyOf(engineParts);
        roots = List.copyOf(roots);
        slots = List.copyOf(slots);
        unfit = Map.copyOf(unfit);
    }

    public String encode() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a heartbeat that cannot be written", e);
        }
    }

    /// @throws WireFormatException if it cannot be read
    public static Heartbeat decode(String json) {
        try {
            return Json.MAPPER.treeToValue(Json.readObject(json), Heartbeat.class);
        } catch (JsonProcessingException e) {
            throw new WireFormatException("not a heartbeat: " + e.getOriginalMessage(), e);
        }
    }
}
