package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Finds a corpus with references about to be measured against itself: contents of which both a reference and distorted
/// clips are there. Such a table has a vmaf near 99 on every rung, and says nothing.
final class ReferenceCheck {
    private static final class Content {
        int references;
        int distorted;
        String reference = "";
        String example = "";
    }

    private ReferenceCheck() {}

    static void refuseReferences(Path sidecarFile, Sidecar sidecar, ClipList clips) {
        Map<Object, Content> contents = new HashMap<>();
        sidecar.described().stream()
                .forEach(clip -> sidecar.value(LabelColumn.CONTENT_NAME, clip)
                        .filter(name -> !name.equals(""))
                        .ifPresent(name -> count(
                                contents.computeIfAbsent(name, _ -> new Content()), sidecar, clip, clips.name(clip))));
        contents.values().removeIf(content -> content.references == 0 || content.distorted == 0);
        if (contents.isEmpty()) {
            return;
        }
        int references = contents.values().stream()
                .mapToInt(content -> content.references)
                .sum();
        int distorted = contents.values().stream()
                .mapToInt(content -> content.distorted)
                .sum();
        Content example = contents.values().stream()
                .min((a, b) -> a.reference.compareTo(b.reference))
                .orElseThrow();
        throw new CorpusException(sidecarFile + ": the corpus has references (" + references + " for " + distorted
                + " distorted clips of " + contents.size() + " contents, as '" + example.reference + "' for '"
                + example.example + "'), and this pairing compares every clip with itself, so that no score would tell"
                + " a good rung from a bad one; give --pairing reference to compare each clip with its reference, or"
                + " --pairing self (or --allow-fr-from-nr) to measure it so all the same");
    }

    private static void count(Content content, Sidecar sidecar, int clip, String name) {
        if (sidecar.isReference(clip)) {
            content.references++;
            content.reference = name;
        } else {
            content.distorted++;
            content.example = name;
        }
    }
}
