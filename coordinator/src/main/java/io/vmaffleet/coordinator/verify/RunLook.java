package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.LedgerAudit;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.ledger.RunManifest.Adopted;
import io.vmaffleet.coordinator.ledger.RunManifest.Digests;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.TableCheck;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.coordinator.table.TableSchema;
import io.vmaffleet.coordinator.table.WrittenTable;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One look at the files of a run. For one use by one thread.
final class RunLook {
    private final LedgerFiles files;
    private final Path output;
    private final RunManifest manifest;
    private final boolean staged;
    private final CorpusNow corpus;
    private final LedgerAudit ledger;
    private final List<String> findings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Tally.Counter strangers = new Tally.Counter();
    private final Tally.Counter twice = new Tally.Counter();
    private boolean bytesProved;

    /// @param staged whether staging is there
    RunLook(LedgerFiles files, RunManifest manifest, boolean staged) throws IOException {
        this.files = files;
        this.output = files.output();
        this.manifest = manifest;
        this.staged = staged;
        this.corpus = CorpusNow.read(manifest);
        this.ledger = new LedgerAudit(files, corpus.plan().map(Plan::names));
    }

    Verification verification() throws IOException {
        corpus.trouble().ifPresent(findings::add);
        corpus.changedSizes(files).ifPresent(findings::add);
        return manifest.state() == RunManifest.State.FINISHED && !staged ? finished() : unfinished();
    }

    private Verification finished() throws IOException {
        List<FailedClip> failed = ledger.failedList();
        Coverage coverage = new Coverage(failed);
        Optional<FileDigest> table = Optional.empty();
        long rows = 0;
        if (!Files.exists(output)) {
            findings.add(output + " is missing, though its run is finished: bring it back from a copy, or 'resume'"
                    + " measures all its clips again");
        } else {
            table = Optional.of(bytes());
            if (read(coverage, failed)) {
                rows = coverage.rows();
                cover(coverage, failed);
                ledger.done();
                if (manifest.frames().isPresent()) {
                    findings.addAll(new FramesLook(manifest.recipe(), ledger::hasRow, rows)
                            .findings(manifest.frames().get()));
                }
            }
        }
        if (corpus.hasSameClips() && !corpus.hasSameLabels()) {
            findings.add("scores or sidecar are not those that are in " + output
                    + ": 'resume' writes it anew with those of now");
        }
        compareLists(failed, ledger.attempts());
        return verification(true, table, rows, failed);
    }

    /// What there is of a run that has not ended: rows are in staging, or still in the table when the run is to be
    /// begun anew.
    private Verification unfinished() throws IOException {
        Optional<FileDigest> table = Optional.empty();
        boolean readable = true;
        if (staged && manifest.state() != RunManifest.State.ADOPTING) {
            ledger.staging(manifest);
        }
        if (!staged && Files.exists(output)) {
            table = Optional.of(bytes());
            readable = read(new Coverage(List.of()), List.of());
        } else if (Files.exists(output) && manifest.state() != RunManifest.State.FINISHED) {
            remarks.add("the table that lies there is older than the rows beside it, and was not looked at");
        }
        if (manifest.state() == RunManifest.State.FINISHED) {
            findings.add(
                    files.staging() + " lies beside a table that is said to be finished: its end was cut short, and"
                            + " 'resume' completes it");
        }
        if (manifest.state() == RunManifest.State.ADOPTING) {
            remarks.add("what the Python script left is not taken over yet: 'resume' does it again");
        } else if (readable) {
            ledger.done();
        }
        if (corpus.plan().isPresent() && !corpus.hasSameClips()) {
            findings.add("the clips in " + manifest.source().clipsDir() + " are not those that the run was begun with ("
                    + corpus.plan().get().total() + " now, "
                    + manifest.digests().clips() + " then): bring them back, or"
                    + " 'run' with --extend goes on with those of now");
        }
        List<FailedClip> failed = new ArrayList<>(ledger.attempts());
        if (Files.exists(files.failed())) {
            ledger.failedList().stream()
                    .filter(clip -> clip.reason().isOfThePlan())
                    .forEach(failed::add);
        }
        return verification(false, table, ledger.rows(), failed);
    }

    private Verification verification(
            boolean finished, Optional<FileDigest> table, long rows, List<FailedClip> failed) {
        findings.addAll(ledger.faults());
        remarks.addAll(ledger.remarks());
        long leftOut = leftOut(failed);
        return new Verification(manifest, finished, table, rows, failed.size() - leftOut, leftOut, findings, remarks);
    }

    private FileDigest bytes() throws IOException {
        FileDigest bytes = FileDigest.of(output);
        bytesProved = manifest.table().equals(Optional.of(bytes));
        if (manifest.table().isEmpty()) {
            remarks.add("the run has no record of its table's bytes, so every page was held against its own CRC");
        } else if (!bytesProved) {
            FileDigest written = manifest.table().get();
            findings.add(
                    output + " does not have the bytes that the run wrote (" + bytes.bytes() + " bytes with SHA-256 "
                            + bytes.sha256() + " instead of " + written.bytes() + " with " + written.sha256()
                            + "): bring it back from a copy");
        }
        return bytes;
    }

    /// @return whether it could be read
    private boolean read(Coverage coverage, List<FailedClip> failed) throws IOException {
        try {
            TableCheck check = TableCheck.of(output);
            if (!bytesProved) {
                check.pages();
            }
            TableFile.readNames(output, clip -> {
                coverage.row(clip);
                if (!ledger.tableRow(clip)) {
                    twice.add(clip.value());
                }
                if (corpus.plan().isPresent()
                        && corpus.plan().get().indexOf(clip).isEmpty()) {
                    strangers.add(clip.value());
                }
            });
            if (manifest.state() == RunManifest.State.FINISHED) {
                holdAgainstRun(check, coverage.rows(), failed);
            }
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            findings.add(e.getMessage() + ": bring it back from a copy");
            return false;
        }
    }

    /// Columns and footer.
    private void holdAgainstRun(TableCheck check, long rows, List<FailedClip> failed) {
        List<LabelColumn> labels = corpus.plan()
                .filter(plan -> corpus.hasSameLabels())
                .map(plan -> plan.readLabels().columns())
                .orElseGet(check::labels);
        TableSchema schema = TableSchema.of(manifest.recipe(), labels);
        Digests digests = manifest.digests();
        long leftOut = leftOut(failed);
        List<String> faults = new ArrayList<>();
        check.columns(schema).ifPresent(faults::add);
        faults.addAll(check.footer(
                schema,
                manifest.recipe(),
                new WrittenTable(
                        rows,
                        digests.labels(),
                        Corpus.corpusDigest(digests.clipList(), digests.sizes(), digests.labels())),
                new TableFooter(
                        manifest.engine(),
                        failed.size() - leftOut,
                        leftOut,
                        Math.min(
                                check.adopted(),
                                manifest.adoption().map(Adopted::rows).orElse(0L)))));
        if (!faults.isEmpty()) {
            findings.add(output + " " + String.join(", ", faults) + ": it is not what its run wrote, or not with the "
                    + files.failed().getFileName() + " that lies there; bring the run's own back from a copy");
        }
    }

    /// Each clip once, and none besides.
    private void cover(Coverage coverage, List<FailedClip> failed) {
        int before = findings.size();
        told(twice.tally(), " in more than one row of " + output + ": bring the table back from a copy");
        if (!coverage.isOrdered() && twice.tally().count() == 0) {
            findings.add("the rows of " + output + " are not in corpus order, as its run writes them");
        }
        told(coverage.both(), " in " + output + " and named without a row in " + files.failed() + " as well");
        boolean complete = coverage.finish().equals(manifest.digests().clipList());
        Set<String> named = new HashSet<>();
        failed.forEach(clip -> named.add(clip.clipName()));
        Tally missing = missing(named);
        if (corpus.hasSameClips()) {
            told(
                    missing,
                    " neither in " + output + " nor named in " + files.failed() + ": 'resume' measures what is"
                            + " missing");
            told(strangers.tally(), " in " + output + " and not of its corpus: bring the table back from a copy");
        } else if (corpus.plan().isPresent()) {
            findings.add("the clips in " + manifest.source().clipsDir() + " are not those that " + output
                    + " was made of: " + orNone(missing) + " came, " + orNone(strangers.tally())
                    + " with a row" + alsoFailed(failed)
                    + " went; bring them back, or 'run' with --extend goes on with those of now");
        }
        boolean explained = corpus.hasSameClips() && findings.size() > before;
        if (!complete && !explained) {
            findings.add(
                    output + " and " + files.failed() + " name " + coverage.clips() + " clips, and not exactly the "
                            + manifest.digests().clips() + " that the run was made of: bring both back from a copy");
        }
    }

    private Tally missing(Set<String> named) {
        Tally.Counter missing = new Tally.Counter();
        corpus.plan().ifPresent(plan -> {
            for (ClipName clip : plan.names()) {
                if (!ledger.hasRow(clip) && !named.contains(clip.value())) {
                    missing.add(clip.value());
                }
            }
        });
        return missing.tally();
    }

    private String alsoFailed(List<FailedClip> failed) {
        Tally gone = Tally.of(
                failed.stream().filter(this::hasGone).map(FailedClip::clipName).toList());
        return gone.count() == 0 ? "" : " and " + orNone(gone) + " without one";
    }

    /// Whether a clip that was given up is not in the corpus any more, so that the ledger's attempts do not count.
    private boolean hasGone(FailedClip clip) {
        return !clip.reason().isOfThePlan()
                && corpus.plan()
                        .filter(plan ->
                                plan.indexOf(new ClipName(clip.clipName())).isEmpty())
                        .isPresent();
    }

    private void compareLists(List<FailedClip> listed, List<FailedClip> givenUp) {
        if (!Files.exists(files.failed())) {
            return;
        }
        Set<String> attempts = keys(givenUp);
        Set<String> list = keys(listed.stream().filter(clip -> !hasGone(clip)).toList());
        Tally.Counter other = new Tally.Counter();
        list.stream().filter(key -> !attempts.contains(key)).forEach(other::add);
        if (corpus.hasSameClips()) {
            attempts.stream().filter(key -> !list.contains(key)).forEach(other::add);
        }
        Tally differing = other.tally();
        if (differing.count() > 0) {
            findings.add(files.failed() + " does not say what " + files.attempts() + " says (" + differing
                    + "): 'resume' writes it anew");
        }
    }

    /// Clip and reason; what the plan excludes was no attempt.
    private static Set<String> keys(List<FailedClip> clips) {
        Set<String> keys = new HashSet<>();
        clips.stream()
                .filter(clip -> !clip.reason().isOfThePlan())
                .forEach(clip -> keys.add(clip.clipName() + " " + clip.reason()));
        return keys;
    }

    private void told(Tally clips, String what) {
        if (clips.count() > 0) {
            findings.add(clips.count() + (clips.count() == 1 ? " clip is" : " clips are") + what + " (" + clips + ")");
        }
    }

    private static String orNone(Tally clips) {
        return clips.count() == 0 ? "none" : clips.count() + " (" + clips + ")";
    }

    private static long leftOut(List<FailedClip> clips) {
        return clips.stream().filter(clip -> clip.verdict() == Verdict.LEFT_OUT).count();
    }
}
