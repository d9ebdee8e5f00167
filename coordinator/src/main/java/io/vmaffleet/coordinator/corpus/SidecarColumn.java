package io.vmaffleet.coordinator.corpus;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One column of the sidecar, by the place of the clip. Equal values are kept once as long as there are few of them,
/// since most columns have a handful.
final class SidecarColumn {
    private static final int SHARED_VALUES = 4096;

    private final BitSet keyed = new BitSet();
    private final @Nullable Object[] values;
    private final Map<Object, Object> shared = new HashMap<>();

    SidecarColumn(int clips) {
        values = new @Nullable Object[clips];
    }

    /// Notes that the clip has this column's key, with a value or without.
    void put(int clip, Optional<Object> value) {
        keyed.set(clip);
        values[clip] = value.map(this::share).orElse(null);
    }

    /// Whether one of the clips has the key.
    boolean isThereAmong(ClipJoin clips) {
        return IntStream.range(0, clips.clips().size()).anyMatch(clip -> keyed.get(clips.place(clip)));
    }

    Optional<Object> value(int clip) {
        return Optional.ofNullable(values[clip]);
    }

    private Object share(Object value) {
        Object known = shared.get(value);
        if (known != null) {
            return known;
        }
        if (shared.size() < SHARED_VALUES) {
            shared.put(value, value);
        }
        return value;
    }
}
