package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.status.Alarm;
import io.vmaffleet.coordinator.verify.RunVerifier;
import io.vmaffleet.coordinator.verify.Verification;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Measures a few clips in every way in which the run may go, and holds the tables against what must be.
final class Smoke {
    /// What fails where clips fail, and nothing else is wrong.
    static final String ROWS = "each clip has a row";

    private final TrialFolder folder;
    private final CorpusRequest corpus;
    private final Recipe recipe;
    private final Set<String> clips;
    private final List<String> roots;
    private final EngineChoice engine;
    private final Consumer<String> said;
    private final List<Check> checks = new ArrayList<>();

    /// @param corpus of the links in the folder
    /// @param clips that must have rows
    /// @param said hears which trial begins
    Smoke(
            TrialFolder folder,
            CorpusRequest corpus,
            Recipe recipe,
            Set<String> clips,
            List<String> roots,
            EngineChoice engine,
            Consumer<String> said) {
        this.folder = folder;
        this.corpus = corpus;
        this.recipe = recipe;
        this.clips = clips;
        this.roots = roots;
        this.engine = engine;
        this.said = said;
    }

    /// @throws CommandException if it was stopped
    List<Check> run() throws IOException, InterruptedException {
        LocalTrial asked = trial("as asked, by one slot", corpus, recipe, 1);
        checks.add(new Check(ROWS, withoutRow(asked, clips)));
        checks.add(new Check("the run's files prove its table", findings(asked)));
        checks.add(new Check("every measured column has a value", SmokeValues.missing(recipe, asked.rows())));
        checks.add(new Check("every value can be", SmokeValues.impossible(recipe, asked.rows())));
        checks.add(new Check(
                "no row is odd beside the others",
                asked.outcome().snapshot().alarms().stream()
                        .map(Alarm::sentence)
                        .toList()));
        LocalTrial again = trial("as asked, by two slots", corpus, recipe, 2);
        checks.add(new Check("two slots give the bytes that one gives", differentBytes(asked, again)));
        if (recipe.pairing() instanceof Pairing.Reference pairing) {
            byTheOtherMatch(pairing, asked);
            byIdentity();
            bySelf(asked);
        }
        return checks;
    }

    private LocalTrial trial(String name, CorpusRequest of, Recipe by, int slots)
            throws IOException, InterruptedException {
        said.accept("trial: " + name);
        return LocalTrial.run(
                of,
                by,
                clips.size(),
                slots,
                roots,
                engine,
                Optional.empty(),
                new LedgerFiles(folder.path().resolve(name.replace(' ', '-') + ".parquet")));
    }

    private static List<String> withoutRow(LocalTrial trial, Set<String> wanted) {
        return wanted.stream()
                .filter(clip -> !trial.rows().containsKey(clip))
                .map(clip -> clip + " has none: " + trial.reasons().getOrDefault(clip, "it got no task"))
                .toList();
    }

    private static List<String> findings(LocalTrial trial) throws IOException {
        Optional<Verification> verified = new RunVerifier(trial.files()).verify();
        return verified.map(Verification::findings).orElse(List.of("the run left no files"));
    }

    private static List<String> differentBytes(LocalTrial one, LocalTrial other) throws IOException {
        if (one.rows().isEmpty() && other.rows().isEmpty()) {
            return List.of();
        }
        return Files.mismatch(one.files().output(), other.files().output()) < 0
                ? List.of()
                : List.of("the tables differ: a clip measures otherwise beside another; report it with both clips");
    }

    /// What frames are compared decides the values, so rows that differ are told and are nothing wrong.
    private void byTheOtherMatch(Pairing.Reference pairing, LocalTrial asked) throws IOException, InterruptedException {
        FrameMatch match = pairing.frames() == FrameMatch.TIME ? FrameMatch.INDEX : FrameMatch.TIME;
        String how = match == FrameMatch.TIME ? "time" : "index";
        LocalTrial other = trial(
                "frames paired by " + how,
                corpus,
                recipe.withPairing(new Pairing.Reference(match, pairing.depth())),
                1);
        List<String> remarks = new ArrayList<>(withoutRow(other, asked.rows().keySet()));
        asked.rows().forEach((clip, row) -> {
            FeatureRow otherwise = other.rows().get(clip);
            if (otherwise != null && !otherwise.differencesFrom(row).isEmpty()) {
                remarks.add(clip + " then has other values");
            }
        });
        checks.add(new Check(
                "frames can be paired by " + how + " too",
                other.rows().isEmpty() ? List.of("no clip has a row") : List.of(),
                remarks));
    }

    /// References are rows too, each compared with itself: there is nothing to be lost.
    private void byIdentity() throws IOException, InterruptedException {
        Optional<References> withIdentity =
                corpus.references().map(references -> new References(references.pairs(), true));
        LocalTrial identity = trial("each reference against itself", with(withIdentity, corpus.layout()), recipe, 1);
        Map<String, FeatureRow> ofReferences = SmokeValues.ofReferences(identity.rows());
        List<String> problems = new ArrayList<>(SmokeValues.unequalToThemselves(recipe, ofReferences));
        if (ofReferences.isEmpty()) {
            problems.add("no reference has a row: "
                    + String.join("; ", identity.reasons().values()));
        }
        checks.add(new Check("a reference against itself has lost nothing", problems));
    }

    private void bySelf(LocalTrial asked) throws IOException, InterruptedException {
        Recipe self = Recipe.K150K
                .withFeatures(recipe.features())
                .withModels(recipe.models())
                .withSubsample(recipe.options().subsample());
        LocalTrial alone = trial("each clip against itself", with(Optional.empty(), Layout.CLIPS), self, 1);
        List<String> problems = new ArrayList<>(withoutRow(alone, asked.rows().keySet()));
        problems.addAll(SmokeValues.missing(self, alone.rows()));
        checks.add(new Check("each clip can be compared with itself", problems));
    }

    private CorpusRequest with(Optional<References> references, Layout layout) {
        return new CorpusRequest(
                corpus.clipsDir(),
                corpus.scores(),
                corpus.metadata(),
                corpus.pattern(),
                corpus.limit(),
                corpus.splitSeed(),
                references.isEmpty() || corpus.allowFrFromNr(),
                references,
                layout);
    }
}
