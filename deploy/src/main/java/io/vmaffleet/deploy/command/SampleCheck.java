package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.OtherEngineException;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.verify.NearConstantsError;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures some clips of a table again: a local run of its own, of links to those clips, into a folder that is gone
/// afterwards. It is bound to the table's engine, since another would differ in the last digits and prove nothing.
final class SampleCheck {
    private final LedgerFiles files;
    private final RunManifest manifest;
    private final EngineFingerprint engine;
    private final EngineChoice engineChoice;

    /// @throws CommandException if the run has no engine
    SampleCheck(LedgerFiles files, RunManifest manifest, EngineChoice engineChoice) {
        this.files = files;
        this.manifest = manifest;
        this.engineChoice = engineChoice;
        this.engine = manifest.engine()
                .orElseThrow(() -> CommandException.usage("no engine measured the rows of " + files.output()
                        + ", which are the Python script's: verify it without --sample"));
    }

    /// @throws CommandException if a model that the table was measured by is in a file that is not named
    private void requireModels(int count) throws IOException {
        Set<String> named = new HashSet<>();
        for (Path file : engineChoice.models()) {
            named.add(FileDigest.of(file).sha256());
        }
        for (Model model : manifest.recipe().askedModels()) {
            if (model.sha256().filter(digest -> !named.contains(digest)).isPresent()) {
                throw CommandException.usage(files.output() + " was measured by the model file " + model.shown()
                        + ": give 'vmaf-fleet verify " + files.output() + " --sample " + count
                        + " --model-file FILE' with that file");
            }
        }
    }

    /// What came of it.
    ///
    /// @param clips those measured again, in the table's order
    /// @param findings a sentence for each clip that is not what the table has
    /// @param nearConstants by how much `vmaf` is off, in a table whose recipe takes adm and vif for one
    record Outcome(List<String> clips, List<String> findings, Optional<NearConstantsError> nearConstants) {
        static final Outcome NOTHING = new Outcome(List.of(), List.of(), Optional.empty());
    }

    /// @param count how many clips; all where there are fewer
    /// @param rows of the table
    /// @throws CommandException if this machine has another engine, or the measuring was stopped
    Outcome run(int count, long seed, long rows) throws IOException, InterruptedException {
        requireModels(count);
        Map<String, FeatureRow> chosen = chosen(count, seed, rows);
        if (chosen.isEmpty()) {
            return Outcome.NOTHING;
        }
        Set<String> linked = new TreeSet<>(chosen.keySet());
        chosen.values().forEach(row -> row.pair().map(PairFacts::reference).ifPresent(linked::add));
        try (TrialFolder folder =
                TrialFolder.of("vmaf-fleet-verify-", manifest.source().clipsDir(), linked)) {
            CorpusRequest sample = sample(folder, chosen);
            LocalTrial again = measure(
                    sample, manifest.recipe(), chosen.size(), folder.path().resolve("sample.parquet"));
            List<String> findings = compare(chosen, again);
            Optional<NearConstantsError> error = Optional.empty();
            if (manifest.recipe().options().nearConstants()) {
                LocalTrial full = measure(
                        sample,
                        manifest.recipe().inFull(),
                        chosen.size(),
                        folder.path().resolve("full.parquet"));
                error = Optional.of(NearConstantsError.between(
                        again.files().output(), full.files().output()));
            }
            return new Outcome(List.copyOf(chosen.keySet()), findings, error);
        }
    }

    private Map<String, FeatureRow> chosen(int count, long seed, long rows) throws IOException {
        Set<Integer> numbers = count >= rows
                ? IntStream.range(0, (int) rows).boxed().collect(Collectors.toSet())
                : new Random(seed)
                        .ints(0, (int) rows)
                        .distinct()
                        .limit(count)
                        .boxed()
                        .collect(Collectors.toSet());
        Map<String, FeatureRow> chosen = new TreeMap<>();
        int[] number = {0};
        TableFile.read(files.output(), row -> {
            if (numbers.contains(number[0]++)) {
                chosen.put(row.clip().value(), row.row());
            }
        });
        return chosen;
    }

    /// The chosen clips as a corpus of their own.
    private CorpusRequest sample(TrialFolder folder, Map<String, FeatureRow> clips) throws IOException {
        // a clip's label is no part of what is measured, and one must join
        StringBuilder scores = new StringBuilder("video_name,video_score\n");
        StringBuilder pairs = new StringBuilder("video_name,reference_name\n");
        clips.forEach((clip, row) -> {
            scores.append(quoted(clip)).append(",0\n");
            row.pair()
                    .map(PairFacts::reference)
                    .ifPresent(reference -> pairs.append(quoted(clip))
                            .append(',')
                            .append(quoted(reference))
                            .append('\n'));
        });
        Optional<References> references = manifest.source().references().isEmpty()
                ? Optional.empty()
                : Optional.of(new References(
                        Optional.of(Files.writeString(folder.path().resolve("pairs.csv"), pairs)), false));
        return new CorpusRequest(
                folder.clips(),
                Optional.of(Files.writeString(folder.path().resolve("scores.csv"), scores)),
                Optional.empty(),
                "*",
                OptionalInt.empty(),
                CorpusRequest.DEFAULT_SPLIT_SEED,
                false,
                references,
                manifest.recipe().layout());
    }

    private LocalTrial measure(CorpusRequest sample, Recipe recipe, int clips, Path table)
            throws IOException, InterruptedException {
        List<String> roots = new ArrayList<>(manifest.roots());
        roots.add(manifest.source().clipsDir().toRealPath().toString());
        int slots = Math.min(clips, SlotOptions.defaultCount());
        try {
            return LocalTrial.run(
                    sample, recipe, clips, slots, roots, engineChoice, Optional.of(engine), new LedgerFiles(table));
        } catch (OtherEngineException e) {
            throw CommandException.environment(files.output() + " was measured by engine " + engine + ", but "
                    + e.offer() + ", which would differ in the last digits and prove nothing: give the engine of the"
                    + " run by --engine and --libvmaf or --vmaf-bin, or verify without --sample");
        }
    }

    private List<String> compare(Map<String, FeatureRow> chosen, LocalTrial again) {
        List<String> findings = new ArrayList<>();
        chosen.forEach((clip, row) -> {
            FeatureRow now = again.rows().get(clip);
            if (now == null) {
                findings.add(clip + " has a row and cannot be measured now ("
                        + again.reasons().getOrDefault(clip, "its file is gone")
                        + "): bring its file back from a copy");
            } else if (!row.differencesFrom(now).isEmpty()) {
                findings.add(clip + " measures otherwise now: "
                        + row.differencesFrom(now).stream()
                                .map(column -> difference(column, row, now))
                                .collect(Collectors.joining(", "))
                        + " (the table by engine " + engine + ", now by " + engine
                        + " here): its file has changed since, or a host measured wrong"
                        + manifest.adoption()
                                .map(adopted -> ", or it is one of the " + adopted.rows()
                                        + " rows that the Python script measured")
                                .orElse(""));
            }
        });
        return findings;
    }

    private static String difference(String column, FeatureRow table, FeatureRow now) {
        return column + " is " + value(column, table) + " in the table and " + value(column, now) + " now";
    }

    private static String value(String column, FeatureRow row) {
        return switch (column) {
            case "width" -> String.valueOf(row.width());
            case "height" -> String.valueOf(row.height());
            case "fps" -> String.valueOf(row.fps());
            case "is_hdr" -> String.valueOf(row.isHdr());
            case "motion_fps_weight" -> String.valueOf(row.motionFpsWeight());
            case "pair" -> row.pair().map(PairFacts::toString).orElse("none");
            default ->
                row.values().entrySet().stream()
                        .filter(value -> value.getKey().score().column().equals(column))
                        .map(value -> value.getKey().statistic().shown() + " " + value.getValue())
                        .collect(Collectors.joining(", "));
        };
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }
}
