package io.vmaffleet.coordinator.export;

import java.util.Map;
import java.util.Optional;

/// Which rows are of the same content: those with the same `chug_content_name`, else those that were compared with the
/// same reference.
final class Contents {
    private Contents() {}

    /// The row's content; empty for a clip that shares its content with no other.
    static Optional<String> of(Map<String, Object> row) {
        return Optional.ofNullable(row.getOrDefault("chug_content_name", row.get("feature_ref_src")))
                .map(Object::toString);
    }
}
