package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// The corpus of a run as it is now, beside what the run was made of.
final class CorpusNow {
    private final RunManifest manifest;
    private final Optional<Plan> plan;
    private final String trouble;

    private CorpusNow(RunManifest manifest, Optional<Plan> plan, String trouble) {
        this.manifest = manifest;
        this.plan = plan;
        this.trouble = trouble;
    }

    static CorpusNow read(RunManifest manifest) {
        try {
            return new CorpusNow(manifest, Optional.of(Plan.of(Corpus.read(manifest.request()))), "");
        } catch (CorpusException e) {
            return new CorpusNow(manifest, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /// Empty when the corpus cannot be read any more.
    Optional<Plan> plan() {
        return plan;
    }

    /// Why it cannot be read; empty when it can.
    Optional<String> trouble() {
        return plan.isPresent()
                ? Optional.empty()
                : Optional.of("the corpus cannot be read any more, so only the run's own records prove it: " + trouble);
    }

    /// Whether the clips are, by name, those that the run was made of.
    boolean hasSameClips() {
        return plan.map(Plan::clipListDigest)
                .equals(Optional.of(manifest.digests().clipList()));
    }

    boolean hasSameLabels() {
        return plan.map(Plan::labelsDigest)
                .equals(Optional.of(manifest.digests().labels()));
    }

    /// What is other than it was in a corpus of the same clips; empty when nothing is.
    Optional<String> changedSizes(LedgerFiles files) throws IOException {
        if (!hasSameClips()
                || plan.map(Plan::sizesDigest)
                        .equals(Optional.of(manifest.digests().sizes()))) {
            return Optional.empty();
        }
        FileTime measured = Files.getLastModifiedTime(Files.exists(files.output()) ? files.output() : files.run());
        return plan.map(now -> writtenSince(measured, now))
                .map(newer -> "files in " + manifest.source().clipsDir() + " have other sizes than the clips that were"
                        + " measured"
                        + (newer.count() > 0 ? " (written since: " + newer + ")" : "")
                        + ": bring them back, or measure them as they are into another output");
    }

    private static Tally writtenSince(FileTime time, Plan plan) {
        Tally.Counter newer = new Tally.Counter();
        for (int clip = 0; clip < plan.size(); clip++) {
            if (plan.path(clip).toFile().lastModified() > time.toMillis()) {
                newer.add(plan.name(clip).value());
            }
        }
        return newer.tally();
    }
}
