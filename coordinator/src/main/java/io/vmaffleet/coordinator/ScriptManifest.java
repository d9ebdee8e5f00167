package io.vmaffleet.coordinator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RecipeCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// `X.manifest.json`, which the Python script leaves beside its table and its users' checks read: how this life of the
/// run ended, and what the table was made of. It describes the table that lies there, so a life that writes none leaves
/// it alone; unlike the table it holds times.
final class ScriptManifest {
    /// The script's own name for the form.
    static final String SCHEMA = "k150k-feature-extraction-manifest-v1";

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final LedgerFiles files;
    private final RunLedger ledger;
    private final LongSupplier nanoClock;
    private final long startedNanos;
    private final int doneBefore;
    private final int recovered;

    /// As the life begins: what is done now was done before.
    ScriptManifest(LedgerFiles files, RunLedger ledger, LongSupplier nanoClock) {
        this.files = files;
        this.ledger = ledger;
        this.nanoClock = nanoClock;
        this.startedNanos = nanoClock.getAsLong();
        this.doneBefore = ledger.doneCount();
        this.recovered = ledger.rowsInTable() ? 0 : doneBefore;
    }

    /// Says that the table was written.
    void written(RunSnapshot end) throws IOException {
        write(end, "complete");
    }

    /// Says that there was nothing to do.
    void upToDate(RunSnapshot end) throws IOException {
        write(end, "complete-noop");
    }

    /// A clip that a written rule leaves out is no failure of the run; one that failed, or has rows that disagree, is.
    private void write(RunSnapshot end, String unlessFailed) throws IOException {
        boolean failed = end.counts().failed() > 0 || end.disagreements() > 0;
        RunManifest manifest = ledger.manifest();
        Recipe recipe = manifest.recipe();
        ObjectNode json = Json.object();
        json.put("schema", SCHEMA);
        json.put("status", failed ? "failed" : unlessFailed);
        json.set("stats", stats(end));
        recipe.features().forEach(feature -> json.withArray("features").add(feature.column()));
        json.put("teacher_model", recipe.features().contains(Feature.VMAF) ? recipe.model() : null);
        recipe.features().stream()
                .map(Feature::extractor)
                .flatMap(Optional::stream)
                .distinct()
                .map(Extractor::shown)
                .forEach(json.withObject("/extractors").withArray("cpu")::add);
        ObjectNode backend = json.putObject("backend").put("use_cuda", byCuda(end));
        backend.put("engine", manifest.engine().map(EngineFingerprint::value).orElse(null));
        end.description().engineParts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(part -> backend.withObject("/parts").put(part.getKey(), part.getValue()));
        json.putObject("fr_from_nr_adapter")
                .put("enabled", recipe.pairing() instanceof Pairing.Self)
                .put("allow_fr_from_nr", manifest.source().allowFrFromNr())
                .put("split_seed", manifest.source().splitSeed());
        json.set("run_provenance", provenance(manifest, end.description().version()));
        ledger.writeScriptManifest(json.toPrettyString() + "\n");
    }

    /// Whether the run's engines are `vmaf` commands that compute by CUDA.
    private static boolean byCuda(RunSnapshot end) {
        return "cuda".equals(end.description().engineParts().get("vmaf.backend"));
    }

    private ObjectNode stats(RunSnapshot end) {
        double seconds = (nanoClock.getAsLong() - startedNanos) / NANOS_PER_SECOND;
        long ok = end.counts().done() - doneBefore;
        ObjectNode stats = Json.object();
        stats.put("total_clips", end.counts().total());
        stats.put("done_before", doneBefore);
        stats.put("pending_at_start", end.counts().total() - doneBefore);
        stats.put("recovered_rows", recovered);
        stats.put("ok", ok);
        stats.put("fail", end.counts().failed());
        stats.put("left_out", end.counts().leftOut());
        stats.put("parquet_rows", end.counts().done());
        stats.put("elapsed_seconds", seconds);
        stats.put("rate_clip_per_second", seconds > 0 ? ok / seconds : 0);
        return stats;
    }

    private ObjectNode provenance(RunManifest manifest, String version) {
        ObjectNode json = Json.object();
        json.put("entrypoint", "vmaf-fleet");
        json.put("version", version);
        json.put("run", manifest.run().value());
        json.put("recipe_digest", manifest.recipe().digest());
        json.set("recipe", RecipeCodec.encode(manifest.recipe()));
        ObjectNode inputs = json.putObject("inputs");
        inputs.put("clips_dir", manifest.source().clipsDir().toString());
        inputs.put("scores_csv", manifest.source().scores().map(Path::toString).orElse(null));
        inputs.put(
                "metadata_jsonl",
                manifest.source().sidecar().map(Path::toString).orElse(null));
        ObjectNode table =
                json.withObject("/outputs/parquet").put("path", files.output().toString());
        manifest.table().ifPresent(bytes -> table.put("bytes", bytes.bytes()).put("sha256", bytes.sha256()));
        return json;
    }
}
