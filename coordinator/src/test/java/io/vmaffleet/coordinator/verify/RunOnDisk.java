package io.vmaffleet.coordinator.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.Coordinator;
import io.vmaffleet.coordinator.FleetUnavailableException;
import io.vmaffleet.coordinator.QueueFleet;
import io.vmaffleet.coordinator.RunListener;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.CommitListener;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.FileLayer;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerOpening;
import io.vmaffleet.coordinator.ledger.LedgerWrite;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A run of six clips as its coordinator leaves it on disk, without workers: four have a row, one has failed, one is
/// left out.
final class RunOnDisk {
    static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    static final EngineFingerprint OTHER_ENGINE = new EngineFingerprint("00000000000000e2");

    final CorpusFolder corpus;
    final LedgerFiles files;

    RunOnDisk(Path folder) throws IOException {
        corpus = new CorpusFolder(Files.createDirectories(folder));
        files = new LedgerFiles(folder.resolve("X.parquet"));
        List.of("a", "b", "broken", "c", "d", "small").forEach(name -> corpus.clip(name + ".mp4"));
        corpus.scores("video_name,video_score", "a.mp4,3.5", "b.mp4,1", "broken.mp4,2");
    }

    static RunOnDisk finished(Path folder) throws Exception {
        RunOnDisk run = begun(folder);
        run.write(ledger -> {
            row(ledger, "a.mp4", "h");
            row(ledger, "b.mp4", "h");
            row(ledger, "c.mp4", "h");
            row(ledger, "d.mp4", "h");
            giveUp(ledger, "broken.mp4", FailureReason.TRUNCATED, Verdict.FAILED);
            giveUp(ledger, "small.mp4", FailureReason.TOO_SMALL, Verdict.LEFT_OUT);
        });
        run.end();
        return run;
    }

    /// A run bound to its engine, with nothing done.
    static RunOnDisk begun(Path folder) throws Exception {
        RunOnDisk run = new RunOnDisk(folder);
        try {
            run.coordinator().run();
        } catch (FleetUnavailableException e) {
            run.write(ledger -> {});
            return run;
        }
        throw new AssertionError("there is no fleet");
    }

    /// Has the coordinator do what is left to do without workers.
    void end() throws Exception {
        coordinator().run();
    }

    Verification verify() throws IOException {
        return new RunVerifier(files).verify().orElseThrow();
    }

    void write(Consumer<RunLedger> writing) throws IOException {
        LedgerOpening opening = new LedgerOpening(
                "here",
                found -> {},
                found -> found.orElseThrow().withEngine(ENGINE).withState(RunManifest.State.RUNNING),
                Optional.of(plan().names()),
                table -> {
                    throw new IllegalStateException("no table is read here");
                });
        try (RunLedger ledger = RunLedger.open(files, opening, Clock.systemUTC(), FileLayer.real())) {
            ledger.start(new CommitListener() {
                @Override
                public void committed(List<Committed> batch) {}

                @Override
                public void broken(IOException cause) {
                    throw new AssertionError(cause);
                }
            });
            writing.accept(ledger);
        }
    }

    static void row(RunLedger ledger, String clip, String host) {
        row(ledger, clip, host, ENGINE, Rows.of(new ClipName(clip)));
    }

    static void row(RunLedger ledger, String clip, String host, EngineFingerprint engine, FeatureRow row) {
        ledger.submit(new LedgerWrite.Row(
                "1-1",
                new AttemptReport(
                        ledger.manifest().run(),
                        new ClipName(clip),
                        clip + host,
                        Recipe.K150K.digest(),
                        5,
                        new ClipResult.Extracted(row),
                        new Provenance(host, new WorkerId(host + ":1:00"), engine, 10, 0.5, false, Optional.empty()))));
    }

    static void giveUp(RunLedger ledger, String clip, FailureReason reason, Verdict verdict) {
        ledger.submit(new LedgerWrite.Attempt(
                Optional.empty(),
                new AttemptEvent(
                        AttemptEvent.Kind.FAILED,
                        new ClipName(clip),
                        Optional.of("2-" + clip),
                        Optional.of(reason),
                        "it is so",
                        Optional.of("h"),
                        Optional.empty(),
                        Optional.empty(),
                        Clock.systemUTC().instant(),
                        1,
                        false,
                        Optional.of(verdict))));
    }

    Plan plan() {
        return Plan.of(corpus.read());
    }

    /// Changes what `X.run.json` says.
    void manifest(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = Json.readObject(Files.readString(files.run()));
        change.accept(json);
        Files.writeString(files.run(), Json.write(json));
    }

    /// As if the run had written the table that lies there now.
    void ownTheTable() throws IOException {
        FileDigest bytes = FileDigest.of(files.output());
        manifest(json -> json.putObject("table").put("bytes", bytes.bytes()).put("sha256", bytes.sha256()));
    }

    private Coordinator coordinator() {
        RunOptions options = new RunOptions(
                corpus.request(),
                files.output(),
                Recipe.K150K,
                "default",
                true,
                1,
                List.of(),
                0,
                "test",
                "token",
                Optional.empty());
        return new Coordinator(
                options,
                new QueueFleet.Opening(() -> {
                    throw new FleetUnavailableException("no fleet");
                }),
                new RunListener() {
                    @Override
                    public void said(String sentence) {}

                    @Override
                    public void listening(String url) {}
                });
    }
}
