package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.corpus.ClipListDigest;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.task.ClipName;
import java.util.List;
import java.util.Optional;

/// Which clips the rows of a table and the list of clips without a row name together. Their digest is that of the clip
/// list that a run was made of only if each of its clips is named once: so the corpus itself is not needed.
final class Coverage {
    private final ClipListDigest digest = new ClipListDigest();
    private final Tally.Counter both = new Tally.Counter();
    private final List<String> failed;
    private final List<String> excluded;
    private int nextFailed;
    private Optional<ClipName> last = Optional.empty();
    private long rows;
    private boolean ordered = true;

    Coverage(List<FailedClip> failedClips) {
        failed = failedClips.stream()
                .filter(clip -> !clip.reason().isOfThePlan())
                .map(FailedClip::clipName)
                .sorted(ClipName::compare)
                .toList();
        excluded = failedClips.stream()
                .filter(clip -> clip.reason().isOfThePlan())
                .map(FailedClip::clipName)
                .toList();
    }

    /// Takes the clip of the table's next row.
    void row(ClipName clip) {
        rows++;
        ordered &= last.isEmpty() || last.get().compareTo(clip) < 0;
        last = Optional.of(clip);
        failedBefore(clip.value());
        if (nextFailed < failed.size() && failed.get(nextFailed).equals(clip.value())) {
            both.add(clip.value());
            nextFailed++;
        }
        digest.add(clip.value());
    }

    long rows() {
        return rows;
    }

    /// Whether the rows are in corpus order, each clip once.
    boolean isOrdered() {
        return ordered;
    }

    /// Clips that have a row and stand in the list as well.
    Tally both() {
        return both.tally();
    }

    /// Names in all.
    long clips() {
        return rows + failed.size() + excluded.size();
    }

    /// Ends it: the digest of all that was named.
    String finish() {
        while (nextFailed < failed.size()) {
            digest.add(failed.get(nextFailed++));
        }
        return digest.finish(excluded);
    }

    private void failedBefore(String name) {
        while (nextFailed < failed.size() && ClipName.compare(failed.get(nextFailed), name) < 0) {
            digest.add(failed.get(nextFailed++));
        }
    }
}
