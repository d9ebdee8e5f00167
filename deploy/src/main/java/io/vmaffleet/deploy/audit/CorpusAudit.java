package io.vmaffleet.deploy.audit;

import io.vmaffleet.coordinator.corpus.CorpusInventory;
import io.vmaffleet.coordinator.corpus.Excluded;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.MediaProbe;
import io.vmaffleet.worker.decode.ProbedMedia;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.SizeRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at each file of a corpus and holds it against what the labels say. Of a file only what was found is kept.
public final class CorpusAudit {
    /// Told how far an audit is, by one thread at a time.
    public interface Watch {
        void looked(int files, int findings);
    }

    private final CorpusInventory corpus;
    private final Watch watch;
    /// Links may lead anywhere: nothing is read for others than the user who started it.
    private final Roots anywhere = Roots.of(Path.of("/"));

    private final AtomicInteger next = new AtomicInteger();
    private final StreamCounts counts = new StreamCounts();
    private final List<Finding> findings = new ArrayList<>();
    private int looked;
    private int read;

    public CorpusAudit(CorpusInventory corpus, Watch watch) {
        this.corpus = corpus;
        this.watch = watch;
    }

    /// Looks at all files, once.
    ///
    /// @param threads how many at a time; each has a decoder for a moment
    public AuditReport run(int threads) throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("audit-", 0).daemon().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<Void> task = this::lookAtFiles;
                all.add(pool.submit(task));
            }
            try {
                for (Future<?> one : all) {
                    one.get();
                }
            } catch (ExecutionException e) {
                throw unchecked(e);
            } finally {
                pool.shutdownNow();
            }
        }
        withoutFiles();
        findings.sort(Comparator.comparing(Finding::kind).thenComparing(Finding::name, ClipName::compare));
        return new AuditReport(corpus.folder(), corpus.files().size(), read, counts.all(), findings);
    }

    private static RuntimeException unchecked(ExecutionException fault) {
        return switch (fault.getCause()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case IOException e -> new UncheckedIOException(e);
            case null, default -> new IllegalStateException(fault);
        };
    }

    private Void lookAtFiles() throws IOException {
        for (int file = next.getAndIncrement();
                file < corpus.files().size() && !Thread.currentThread().isInterrupted();
                file = next.getAndIncrement()) {
            look(file);
        }
        return null;
    }

    private void look(int file) throws IOException {
        String name = corpus.files().name(file);
        Path path = corpus.folder().resolve(name);
        List<Finding> found = labels(file, name);
        if (Files.isSymbolicLink(path) && Files.notExists(path)) {
            found.add(new Finding(FindingKind.DANGLING_LINK, name, "leads to " + Files.readSymbolicLink(path)));
            note(found);
            return;
        }
        ProbedMedia media;
        try (ClipFile clip = ClipFile.open(path.toString(), corpus.files().sizeBytes(file), anywhere)) {
            media = MediaProbe.probe(clip);
        } catch (UnmeasurableClipException e) {
            found.add(new Finding(FindingKind.UNREADABLE, name, e.reason() + ": " + e.detail()));
            note(found);
            return;
        }
        MediaFormat format = media.format();
        if (corpus.decidesSize(file)) {
            SizeRule.tooSmall(Recipe.K150K, format.width(), format.height())
                    .ifPresent(why -> found.add(new Finding(FindingKind.TOO_SMALL, name, why)));
        }
        found.addAll(ClipComparison.of(name, corpus.claim(file), corpus.files().sizeBytes(file), media));
        note(media, found);
    }

    private List<Finding> labels(int file, String name) {
        List<Finding> found = new ArrayList<>();
        if (corpus.lacksScore(file)) {
            found.add(new Finding(
                    FindingKind.FILE_WITHOUT_SCORE,
                    name,
                    corpus.isNamedByScores(file) ? "its line has no number" : "no line names it"));
        }
        if (corpus.hasSidecar() && !corpus.isDescribed(file)) {
            found.add(new Finding(FindingKind.FILE_WITHOUT_SIDECAR_LINE, name, "no line names it"));
        }
        return found;
    }

    private synchronized void note(ProbedMedia media, List<Finding> found) {
        read++;
        counts.add(media);
        note(found);
    }

    private synchronized void note(List<Finding> found) {
        findings.addAll(found);
        watch.looked(++looked, findings.size());
    }

    private void withoutFiles() {
        for (String name : corpus.scoresWithoutFile()) {
            findings.add(new Finding(FindingKind.SCORE_WITHOUT_FILE, name, "the folder has no such file"));
        }
        for (String name : corpus.sidecarWithoutFile()) {
            findings.add(new Finding(FindingKind.SIDECAR_LINE_WITHOUT_FILE, name, "the folder has no such file"));
        }
        for (String name : corpus.notFiles()) {
            findings.add(new Finding(FindingKind.NOT_A_FILE, name, "it is a folder, a FIFO or a device"));
        }
        for (String name : corpus.otherCase()) {
            findings.add(new Finding(FindingKind.OTHER_CASE, name, "rename it"));
        }
        for (Excluded file : corpus.excluded()) {
            findings.add(new Finding(FindingKind.EXCLUDED, file.name(), file.reason() + ": " + file.detail()));
        }
    }
}
