package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What an operator asks of a run.
///
/// @param output the table to write
/// @param extend whether a changed clip list may go into an output that exists
/// @param slots local slots, 0 for none
/// @param roots folders beside the clips folder that local slots may read below
/// @param httpPort of the status page on loopback, 0 for any that is free
/// @param version of this release
/// @param controlToken what whoever pauses, cancels or retries must show; a secret
/// @param engine that a new run is bound to from the start; empty where it binds to what its workers offer
/// @param frames the folder for a dataset of per-frame scores, absolute and normalised, where one is wanted
public record RunOptions(
        CorpusRequest corpus,
        Path output,
        Recipe recipe,
        String queue,
        boolean extend,
        int slots,
        List<String> roots,
        int httpPort,
        String version,
        String controlToken,
        Optional<EngineFingerprint> engine,
        Optional<Path> frames) {
    public RunOptions {
        roots = List.copyOf(roots);
    }

    /// Without per-frame scores.
    public RunOptions(
            CorpusRequest corpus,
            Path output,
            Recipe recipe,
            String queue,
            boolean extend,
            int slots,
            List<String> roots,
            int httpPort,
            String version,
            String controlToken,
            Optional<EngineFingerprint> engine) {
        this(
                corpus,
                output,
                recipe,
                queue,
                extend,
                slots,
                roots,
                httpPort,
                version,
                controlToken,
                engine,
                Optional.empty());
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "run of " + corpus.clipsDir() + " to " + output;
    }
}
