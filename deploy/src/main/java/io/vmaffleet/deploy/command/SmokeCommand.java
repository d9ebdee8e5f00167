package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Rehearses a run on a few clips of its corpus, so that what would go wrong is known before hours are spent.
@Command(
        name = "smoke",
        description = {
            "Rehearse a run on a few clips of its corpus, before the hours are spent.",
            "They are measured as asked, by one slot and by two; with references also by the other pairing of",
            "frames, each reference against itself and each clip against itself. Nothing is left behind."
        },
        footerHeading = "%nExit codes:%n"
                + "  0  all holds%n"
                + "  1  a clip has no row, and all else holds%n"
                + "  2  usage, or the corpus is refused as 'run' would%n"
                + "  3  this machine cannot measure%n"
                + "  4  something does not hold%n"
                + "  5  stopped by a signal%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet smoke --clips-dir clips --scores scores.csv",
            "  vmaf-fleet smoke --clips-dir clips --metadata-jsonl chug.jsonl --recipe chug-full"
        })
final class SmokeCommand implements Callable<Integer> {
    /// Of pairs everything is measured, which takes about a second a frame of 1080 lines.
    private static final int FRAMES_PER_SCORE_OF_PAIRS = 30;

    private static final int CLIPS = 5;

    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Mixin
    private final RecipeOptions recipe = new RecipeOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--allow-fr-from-nr",
            description = "Measure clips against themselves although the sidecar names references.")
    private boolean referencesAllowed;

    @Option(
            names = "--clips",
            paramLabel = "N",
            description = "How many, spread evenly over the corpus (default: " + CLIPS + ").")
    private int count = CLIPS;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Another folder that may be read, where clips are links; repeat it for more.")
    private List<String> roots = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        labels.require();
        if (count < 1) {
            throw CommandException.usage("--clips " + count + " is no number of clips: give 1 or more");
        }
        EngineChoice choice = engine.choice().withModels(recipe.modelFiles());
        Recipe asked = recipe.recipe();
        Recipe rehearsed = asked.pairing() instanceof Pairing.Reference
                        && asked.options().subsample() == 1
                        && !recipe.saysSubsample()
                ? asked.withSubsample(FRAMES_PER_SCORE_OF_PAIRS)
                : asked;
        List<String> absolute = PlaceOptions.absolute(roots);
        PlaceOptions.checkRoots(absolute);
        LinkCheck.require(folder.clips, folder.pattern, absolute);
        Corpus corpus = Corpus.read(request(folder.clips, rehearsed));
        if (corpus.clips().size() == 0) {
            throw CommandException.usage("no clip of " + folder.clips + " would be measured ("
                    + corpus.excluded().size() + " left out): 'vmaf-fleet audit' says what is there");
        }
        corpus.remarks().forEach(this::say);
        int[] chosen = spread(corpus.clips().size());
        Set<String> names = new TreeSet<>();
        Set<String> linked = new TreeSet<>();
        for (int clip : chosen) {
            names.add(corpus.clips().name(clip));
            linked.add(corpus.clips().name(clip));
            corpus.reference(clip).map(ReferenceClip::name).map(ClipName::value).ifPresent(linked::add);
        }
        say(names.size() + " of " + corpus.clips().size() + " clips, "
                + (rehearsed.options().subsample() == 1
                        ? "every frame"
                        : "one frame in " + rehearsed.options().subsample())
                + ": " + String.join(", ", names));
        List<String> readable = new ArrayList<>(absolute);
        readable.add(folder.clips.toRealPath().toString());
        List<Check> checks = new ArrayList<>();
        Check scored = scored(corpus, chosen);
        checks.add(scored);
        if (!scored.holds()) {
            return print(checks, folder.clips, folder.clips).code();
        }
        Path trials;
        try (TrialFolder trial = TrialFolder.of("vmaf-fleet-smoke-", folder.clips, linked)) {
            trials = trial.path();
            checks.addAll(
                    new Smoke(trial, request(trial.clips(), rehearsed), rehearsed, names, readable, choice, this::say)
                            .run());
        }
        checks.add(Leftovers.check(trials));
        return print(checks, trials.resolve(TrialFolder.CLIPS), folder.clips).code();
    }

    private CorpusRequest request(Path clips, Recipe rehearsed) {
        return new CorpusRequest(
                clips,
                labels.scores,
                labels.sidecar,
                folder.pattern,
                clips.equals(folder.clips) ? folder.limit() : OptionalInt.empty(),
                labels.splitSeed,
                referencesAllowed || recipe.saysSelf(),
                recipe.references(rehearsed),
                rehearsed.layout());
    }

    private int[] spread(int clips) {
        int chosen = Math.min(count, clips);
        return IntStream.range(0, chosen)
                .map(i -> chosen == 1 ? 0 : (int) ((long) i * (clips - 1) / (chosen - 1)))
                .toArray();
    }

    private static Check scored(Corpus corpus, int[] chosen) {
        long scored = IntStream.of(chosen)
                .filter(clip -> !Double.isNaN(corpus.mos(clip)))
                .count();
        return new Check(
                scored + " of " + chosen.length + " have a score",
                scored > 0 ? List.of() : List.of("none of them has one: their rows would have no label"));
    }

    /// @param links where the clips lay for the trials, which nobody knows
    /// @param real where they lie
    private ExitCode print(List<Check> checks, Path links, Path real) {
        PrintWriter out = spec.commandLine().getOut();
        for (Check check : checks) {
            out.println((check.holds() ? "ok   " : "NOT  ") + check.what());
            check.problems()
                    .forEach(problem ->
                            out.println("       " + Typed.in(problem.replace(links.toString(), real.toString()))));
            check.remarks().forEach(remark -> out.println("       (" + Typed.in(remark) + ")"));
        }
        out.flush();
        List<Check> failed = checks.stream().filter(check -> !check.holds()).toList();
        if (failed.isEmpty()) {
            return ExitCode.COMPLETE;
        }
        return failed.stream().allMatch(check -> check.what().equals(Smoke.ROWS))
                ? ExitCode.FAILED_CLIPS
                : ExitCode.DISAGREED;
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }
}
