package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The clips of a run that have no row and why, as its files tell it at this moment. They are read as they lie, without
/// the lock, whether a coordinator lives or not.
public final class GivenUpClips {
    private GivenUpClips() {}

    /// Of a finished run all; of any other those given up so far.
    ///
    /// @throws LedgerDamagedException if a line of `X.failed.jsonl` cannot be read
    public static List<FailedClip> read(LedgerFiles files) throws IOException {
        List<FailedClip> listed = FailureLog.read(files.failed());
        boolean finished = RunManifest.read(files)
                .map(manifest -> manifest.state() == RunManifest.State.FINISHED)
                .orElse(true);
        if (finished) {
            return listed;
        }
        Set<String> done = names(files.done());
        List<FailedClip> clips = new ArrayList<>();
        LedgerIndex index = new LedgerIndex(List.of(), true);
        AttemptLog attempts = new AttemptLog(files);
        attempts.scan(index);
        attempts.forEachGivenUp(index, clip -> {
            if (!done.contains(clip.clipName())) {
                clips.add(clip);
            }
        });
        // names that cannot be used were no attempts, and are listed from the start
        listed.stream().filter(clip -> clip.reason() == FailureReason.BAD_NAME).forEach(clips::add);
        return clips;
    }

    private static Set<String> names(Path done) throws IOException {
        if (!Files.exists(done)) {
            return Set.of();
        }
        try (var lines = Files.lines(done, StandardCharsets.UTF_8)) {
            return lines.collect(HashSet::new, Set::add, Set::addAll);
        }
    }
}
