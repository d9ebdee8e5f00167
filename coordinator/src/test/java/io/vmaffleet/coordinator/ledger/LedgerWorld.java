package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.ledger.RunManifest.Digests;
import io.vmaffleet.coordinator.ledger.RunManifest.Source;
import io.vmaffleet.coordinator.ledger.RunManifest.State;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One output in a folder, and a ledger on it whose commits are waited for one by one.
final class LedgerWorld {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    final LedgerFiles files;
    private List<ClipName> plan = List.of();
    private FileLayer layer = FaultyLayer.sound();
    private RunManifest fresh = manifest();

    LedgerWorld(Path folder) {
        files = new LedgerFiles(folder.resolve("X.parquet"));
    }

    LedgerWorld plan(List<ClipName> clips) {
        plan = clips;
        return this;
    }

    /// A run that wants the scores of each frame.
    LedgerWorld withFrames() {
        fresh = manifestWithFrames();
        return this;
    }

    static RunManifest manifestWithFrames() {
        return manifest(Recipe.K150K, Optional.of(new RunManifest.Frames(Path.of("/frames"), Optional.empty())));
    }

    LedgerWorld layer(FileLayer other) {
        layer = other;
        return this;
    }

    Session open() throws IOException {
        return new Session(RunLedger.open(files, opening(), CLOCK, layer));
    }

    LedgerOpening opening() {
        return new LedgerOpening("here", found -> {}, found -> found.orElse(fresh), Optional.of(plan), TextTable::open);
    }

    static RunManifest manifest() {
        return manifest(Recipe.K150K);
    }

    static RunManifest manifest(Recipe recipe) {
        return manifest(recipe, Optional.empty());
    }

    private static RunManifest manifest(Recipe recipe, Optional<RunManifest.Frames> frames) {
        return new RunManifest(
                Rows.RUN,
                recipe,
                new Source(
                        Path.of("/corpus/clips"),
                        Optional.of(Path.of("/corpus/scores.csv")),
                        Optional.of(Path.of("/corpus/meta.jsonl")),
                        "*.mp4",
                        Optional.of(7),
                        "chug-hdr-v1",
                        false,
                        Optional.empty()),
                new Digests(3, "c0ffee", "51ce5", "1abe1"),
                "default",
                2,
                List.of("/more"),
                Optional.empty(),
                State.NEW,
                Optional.empty(),
                Optional.of("http://127.0.0.1:8080"),
                Optional.of("redis://127.0.0.1:6379"),
                Optional.empty(),
                Optional.empty(),
                frames);
    }

    static AttemptEvent event(Kind kind, ClipName clip, String task, Optional<Verdict> verdict) {
        return new AttemptEvent(
                kind,
                clip,
                Optional.of(task),
                kind == Kind.RETRY_REQUESTED ? Optional.empty() : Optional.of(FailureReason.DECODE_ERROR),
                "frame 7 of \"" + clip + "\" is broken",
                Optional.of("host-a"),
                Optional.of("host-a:1:00"),
                Optional.of(Rows.ENGINE.value()),
                CLOCK.instant(),
                1,
                false,
                verdict);
    }

    static LedgerWrite.Attempt attempt(Kind kind, ClipName clip, String task, Optional<Verdict> verdict) {
        return new LedgerWrite.Attempt(Optional.of("r-" + task), event(kind, clip, task, verdict));
    }

    byte[] staging() throws IOException {
        return Files.readAllBytes(files.staging());
    }

    /// A ledger in use; what it commits is handed out in order.
    static final class Session implements AutoCloseable, CommitListener {
        final RunLedger ledger;
        final List<IOException> brokenBy = new ArrayList<>();
        private final BlockingQueue<Optional<Committed>> committed = new LinkedBlockingQueue<>();

        Session(RunLedger ledger) {
            this.ledger = ledger;
            ledger.start(this);
        }

        @Override
        public void committed(List<Committed> batch) {
            batch.forEach(one -> committed.add(Optional.of(one)));
        }

        @Override
        public void broken(IOException cause) {
            brokenBy.add(cause);
            committed.add(Optional.empty());
        }

        /// Submits a write and waits for its commit.
        ///
        /// @throws IOException what broke the ledger instead
        Committed.Outcome commit(LedgerWrite write) throws IOException {
            try {
                ledger.submit(write);
                Optional<Committed> next = committed.poll(30, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("no commit of " + write);
                }
                return next.orElseThrow(() -> brokenBy.getFirst()).outcome();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /// The rows of the clips that have one, wherever they are.
        Map<ClipName, FeatureRow> rows(List<ClipName> clips, LedgerFiles files) throws IOException {
            Map<ClipName, FeatureRow> rows = new LinkedHashMap<>();
            if (ledger.rowsInTable()) {
                TextTable.open(files.output()).forEachRow((name, row) -> rows.put(new ClipName(name), row));
                return rows;
            }
            try (StagedRows staged = ledger.rows()) {
                for (ClipName clip : clips) {
                    staged.row(clip).ifPresent(row -> rows.put(clip, row.row()));
                }
            }
            return rows;
        }

        @Override
        public void close() throws IOException {
            ledger.close();
        }
    }
}
