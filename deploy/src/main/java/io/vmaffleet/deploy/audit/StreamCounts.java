package io.vmaffleet.deploy.audit;

import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.ProbedMedia;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How many clips have which property. For one thread at a time.
final class StreamCounts {
    private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();

    void add(ProbedMedia media) {
        MediaFormat format = media.format();
        count("transfer", orUnknown(format.colour().transfer()));
        count("primaries", orUnknown(format.colour().primaries()));
        count("matrix", orUnknown(format.colour().space()));
        count("range", orUnknown(format.colour().range()));
        count("pixel format", format.pixelFormat());
        count("HDR", format.isHdr() ? "yes" : "no");
        count("VFR", media.times().isVariable() ? "yes" : "no");
        count("rotation", Integer.toString(format.rotation()));
    }

    /// Property, value, clips.
    Map<String, Map<String, Integer>> all() {
        return counts;
    }

    private void count(String property, String value) {
        counts.computeIfAbsent(property, _ -> new TreeMap<>()).merge(value, 1, Integer::sum);
    }

    private static String orUnknown(Optional<String> name) {
        return name.orElse("unknown");
    }
}
