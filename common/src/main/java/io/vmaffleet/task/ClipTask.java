package io.vmaffleet.task;

import java.util.Optional;

/// One clip to extract, as it is sent to a worker.
///
/// @param path the clip's absolute path as the coordinator sees it; a worker maps it to one of its roots
/// @param sizeBytes the file's size when the plan was made; a file of another size is another file
/// @param attempt which sending this is, from 1
/// @param reference what the clip is compared with, where the recipe pairs it with another
/// @param geometry what the sidecar says of the clip, if it says all of it
/// @param alone the worker runs it with nothing beside it
/// @param avoidHost a wish not to run on this host
/// @param frames whether the scores of each frame are wanted beside the row
public record ClipTask(
        RunId run,
        ClipName clip,
        int attempt,
        String path,
        long sizeBytes,
        Recipe recipe,
        Optional<ReferenceClip> reference,
        Optional<ManifestGeometry> geometry,
        boolean alone,
        Optional<String> avoidHost,
        boolean frames) {
    public ClipTask {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " of " + clip);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of " + clip + " is not absolute: " + path);
        }
        if (reference.isPresent() != recipe.pairing() instanceof Pairing.Reference) {
            throw new IllegalArgumentException(
                    clip + (reference.isPresent() ? " with a reference" : " without a reference")
                            + " for a recipe with " + recipe.pairing());
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a size of " + sizeBytes + " bytes for " + clip);
        }
    }

    /// A task for a row alone.
    public ClipTask(
            RunId run,
            ClipName clip,
            int attempt,
            String path,
            long sizeBytes,
            Recipe recipe,
            Optional<ReferenceClip> reference,
            Optional<ManifestGeometry> geometry,
            boolean alone,
            Optional<String> avoidHost) {
        this(run, clip, attempt, path, sizeBytes, recipe, reference, geometry, alone, avoidHost, false);
    }

    /// The same task, with or without the scores of each frame.
    public ClipTask withFrames(boolean wanted) {
        return new ClipTask(run, clip, attempt, path, sizeBytes, recipe, reference, geometry, alone, avoidHost, wanted);
    }
}
