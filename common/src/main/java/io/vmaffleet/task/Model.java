package io.vmaffleet.task;

import io.vmaffleet.feature.ModelScore;
import java.util.Optional;

/// A model of libvmaf that gives one score a frame: built in, or in a file that workers are told of.
///
/// @param name of the built-in one, or the file's without its ending
/// @param sha256 of the file's bytes in lower-case hex, by which workers know it; empty for a built-in one
public record Model(String name, Optional<String> sha256) {
    public Model {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model without a name");
        }
        if (sha256.isPresent() && !sha256.get().matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the model " + name + " with the digest '" + sha256.get() + "'");
        }
    }

    public static Model builtIn(String name) {
        return new Model(name, Optional.empty());
    }

    /// As a score beside `vmaf`.
    public ModelScore score() {
        return ModelScore.of(name);
    }

    /// For a person, and for a recipe's digest.
    public String shown() {
        return sha256.map(digest -> name + " (SHA-256 " + digest + ")").orElse(name);
    }
}
