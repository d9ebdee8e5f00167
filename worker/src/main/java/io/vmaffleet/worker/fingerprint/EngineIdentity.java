package io.vmaffleet.worker.fingerprint;

import io.vmaffleet.task.EngineFingerprint;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An engine's fingerprint and what it is made of.
///
/// @param parts by name, sorted, so that the difference of two engines can be told: `libvmaf`, or `vmaf`,
///     `vmaf.sha256`, `vmaf.backend` and `vmaf.digits` of a command; `model`, `decoder`, `decoder.CLIP` for
///     each clip of the sample, `scores.plain-c`, `scores.simd`, `scores.fast`, `libm`
public record EngineIdentity(EngineFingerprint fingerprint, Map<String, String> parts) {
    public EngineIdentity {
        SortedMap<String, String> sorted = new TreeMap<>(parts);
        parts = Collections.unmodifiableSortedMap(sorted);
    }
}
