package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.BuiltInModel;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// What is to be measured: a recipe with a name, and single options on top.
final class RecipeOptions {
    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = {
                "What is measured: k150k-25, the 25 features as mean and std (default); k150k-26, with",
                "adm3, the column teacher_model and its newer model; chug-canonical or chug-full,",
                "distorted clips against their references in CHUG's columns; informative, motion and",
                "cambi, and vmaf near enough."
            })
    private Optional<String> recipe = Optional.empty();

    @Option(names = "--recipe-from", paramLabel = "X.parquet", description = "The recipe of another table.")
    private Optional<Path> recipeFrom = Optional.empty();

    @Option(
            names = "--features",
            paramLabel = "F,G",
            description = "Only these features, in this order (names as the table's columns have them).")
    private Optional<String> features = Optional.empty();

    @Option(
            names = "--stats",
            paramLabel = "S,T",
            description = "What is told of each feature, in this order: mean, std, p10, p90.")
    private Optional<String> statistics = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "M,N",
            description = {
                "The libvmaf model that gives vmaf: one that is built in, for instance vmaf_v0.6.1neg,",
                "or a JSON file, which workers elsewhere need as --model-file. Each further one gives",
                "columns of its own name."
            })
    private Optional<String> models = Optional.empty();

    @Option(
            names = "--extractor",
            paramLabel = "E=K=V:K=V",
            description = {
                "Options of a libvmaf extractor, for instance cambi=topk=0.5:window_size=63; repeat it",
                "for more extractors. They are stronger than what follows from the clip."
            })
    private List<String> extractors = new ArrayList<>();

    @Option(
            names = "--subsample",
            paramLabel = "N",
            description = "Score one frame in N, the first; motion still sees all (default: 1).")
    private Optional<Integer> subsample = Optional.empty();

    @Option(
            names = "--no-hdr-options",
            description = "Measure HDR clips as others are, without the options that tell extractors of them.")
    private boolean noHdrOptions;

    @Option(
            names = "--pairing",
            paramLabel = "WITH",
            description = {
                "self: each clip is its own reference; reference: each distorted clip is compared with",
                "its content's reference (default: as the recipe has it; chug-*: reference, else self)."
            })
    private Optional<String> pairing = Optional.empty();

    @Option(
            names = "--pairs",
            paramLabel = "P.csv",
            description = "What is compared with what: video_name, reference_name; else the sidecar says it.")
    private Optional<Path> pairs = Optional.empty();

    @Option(names = "--include-reference-identity", description = "References get rows too, each compared with itself.")
    private boolean withIdentity;

    @Option(
            names = "--pair-by",
            paramLabel = "HOW",
            description = {
                "time: a frame is compared with the reference's frame on screen when it appears (default);",
                "index: with the one of the same number."
            })
    private Optional<String> pairBy = Optional.empty();

    @Option(
            names = "--metrics",
            paramLabel = "WHOSE",
            description = {
                "fast: ciede2000, float_ms_ssim, float_ssim and psnr_hvs are computed by vmaf-fleet",
                "itself (default where clips are compared with references); libvmaf: all by libvmaf."
            })
    private Optional<String> metrics = Optional.empty();

    /// Where clips have their references from; empty where they are compared with themselves.
    Optional<References> references(Recipe chosen) {
        return chosen.pairing() instanceof Pairing.Reference
                ? Optional.of(new References(pairs, withIdentity))
                : Optional.empty();
    }

    /// @throws CommandException if a name is not known, naming the nearest that is, or options contradict each other
    Recipe recipe() {
        try {
            return onTop(base());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "such a recipe cannot be: " + e.getMessage() + "; leave that option out, or take another recipe");
        }
    }

    /// Whether it is said in so many words that each clip is compared with itself.
    boolean saysSelf() {
        return pairing.equals(Optional.of(word(Pairing.SELF)));
    }

    /// Whether it is said of how many frames one is scored.
    boolean saysSubsample() {
        return subsample.isPresent();
    }

    /// The models that are files, which the slots of this process need.
    List<Path> modelFiles() {
        return models.stream()
                .flatMap(RecipeOptions::parts)
                .filter(RecipeOptions::isFile)
                .map(Path::of)
                .toList();
    }

    private static boolean isFile(String model) {
        return model.endsWith(".json") || model.indexOf('/') >= 0;
    }

    private Recipe onTop(Recipe base) {
        Recipe chosen = base;
        if (features.isPresent()) {
            chosen = chosen.withFeatures(each("feature", features.get(), Feature.inOrder(), Feature::column));
        }
        if (statistics.isPresent()) {
            chosen = chosen.withStatistics(
                    each("statistic", statistics.get(), List.of(Statistic.values()), Statistic::shown));
        }
        if (models.isPresent()) {
            chosen = chosen.withModels(
                    parts(models.get()).map(RecipeOptions::model).toList());
        }
        if (!extractors.isEmpty()) {
            chosen = chosen.withExtractorOptions(ExtractorText.read(extractors));
        }
        if (subsample.isPresent()) {
            if (subsample.get() < 1) {
                throw CommandException.usage(
                        "--subsample " + subsample.get() + " is no number of frames: give 1 or more");
            }
            chosen = chosen.withSubsample(subsample.get());
        }
        chosen = chosen.withPairing(pairing(chosen));
        chosen = metrics(chosen, base);
        return noHdrOptions ? chosen.withHdrOptions(false) : chosen;
    }

    private static Model model(String text) {
        return isFile(text)
                ? ModelFile.read(Path.of(text))
                : Model.builtIn(one("model", text, BuiltInModel.NAMES, name -> name));
    }

    private Recipe base() {
        if (recipeFrom.isEmpty()) {
            return one("recipe", recipe.orElse(Recipe.K150K.name()), Recipe.NAMED, Recipe::name);
        }
        if (recipe.isPresent()) {
            throw CommandException.usage("--recipe and --recipe-from both name a recipe: give one of them");
        }
        Path table = recipeFrom.get();
        try {
            return TableFile.recipe(table)
                    .orElseThrow(() -> CommandException.usage(table
                            + " does not say by which recipe it was measured, so no 'vmaf-fleet run' of this version wrote"
                            + " it: give --recipe"));
        } catch (IOException e) {
            throw CommandException.usage("--recipe-from: " + e.getMessage() + ": give a table of 'vmaf-fleet run'");
        }
    }

    private Recipe metrics(Recipe chosen, Recipe base) {
        if (metrics.isEmpty()) {
            boolean chosenBefore = recipeFrom.isPresent() && base.pairing() instanceof Pairing.Reference;
            return chosen.pairing() instanceof Pairing.Reference && !chosenBefore
                    ? chosen.withMetrics(Metrics.FAST)
                    : chosen;
        }
        Metrics wanted = one("choice of metrics", metrics.get(), List.of(Metrics.values()), RecipeOptions::word);
        Recipe measured = chosen.withMetrics(wanted);
        if (measured.options().metrics() != wanted) {
            throw CommandException.usage(
                    "--metrics fast has nothing to do here: it is for clips that are compared with"
                            + " references and for ciede2000, float_ms_ssim, float_ssim and psnr_hvs without options: leave it out");
        }
        return measured;
    }

    private Pairing pairing(Recipe chosen) {
        Pairing wanted = pairing.map(
                        name -> one("pairing", name, List.of(Pairing.SELF, Pairing.REFERENCE), RecipeOptions::word))
                .orElse(pairs.isPresent() ? Pairing.REFERENCE : chosen.pairing());
        if (!(wanted instanceof Pairing.Reference reference)) {
            refuse(pairs.isPresent(), "--pairs");
            refuse(withIdentity, "--include-reference-identity");
            refuse(pairBy.isPresent(), "--pair-by");
            if (chosen.layout() == Layout.CHUG) {
                throw CommandException.usage("the recipe " + chosen.name()
                        + " compares with references: leave --pairing self out, or take another recipe");
            }
            return wanted;
        }
        Depth depth = chosen.pairing() instanceof Pairing.Reference own ? own.depth() : reference.depth();
        FrameMatch match = pairBy.map(
                        name -> one("way of pairing frames", name, List.of(FrameMatch.values()), RecipeOptions::word))
                .orElse(reference.frames());
        return new Pairing.Reference(match, depth);
    }

    private static String word(Pairing pairing) {
        return pairing instanceof Pairing.Reference ? "reference" : "self";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void refuse(boolean given, String option) {
        if (given) {
            throw CommandException.usage(
                    option + " is for clips that are compared with references: give --pairing reference"
                            + (saysSelf() ? " instead of self, or leave " + option + " out" : " as well"));
        }
    }

    private static Stream<String> parts(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip);
    }

    /// The things that a list of names names.
    private static <T> List<T> each(String what, String names, List<T> known, Function<T, String> nameOf) {
        List<T> found = new ArrayList<>();
        for (String name : parts(names).toList()) {
            T one = one(what, name, known, nameOf);
            if (found.contains(one)) {
                throw CommandException.usage("the " + what + " '" + name + "' is named twice");
            }
            found.add(one);
        }
        return found;
    }

    /// The thing that a name names.
    private static <T> T one(String what, String name, List<T> known, Function<T, String> nameOf) {
        return known.stream()
                .filter(thing -> nameOf.apply(thing).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> unknown(what, name, known.stream().map(nameOf).toList()));
    }

    static CommandException unknown(String what, String name, List<String> known) {
        return CommandException.usage("there is no " + what + " '" + name + "'; nearest are "
                + String.join(", ", NearestNames.of(name, known)));
    }
}
