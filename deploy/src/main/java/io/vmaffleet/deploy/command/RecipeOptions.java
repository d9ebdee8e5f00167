package io.vmaffleet.deploy.command;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.BuiltInModel;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// What is to be measured: a recipe with a name, and single options on top.
final class RecipeOptions {
    @Option(
            names = "--recipe",
            defaultValue = "k150k-25",
            paramLabel = "NAME",
            description = {
                "What is measured: k150k-25, the 25 features as mean and std, or k150k-26, with adm3, the",
                "column teacher_model and its newer model (default: ${DEFAULT-VALUE})."
            })
    private String recipe = "";

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
            paramLabel = "M",
            description = "The built-in libvmaf model that gives vmaf, for instance vmaf_v0.6.1neg.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--no-hdr-options",
            description = "Measure HDR clips as others are, without the options that tell extractors of them.")
    private boolean noHdrOptions;

    /// @throws CommandException if a name is not known, naming the nearest that is
    Recipe recipe() {
        Recipe chosen = each("recipe", recipe, Recipe.NAMED, Recipe::name).getFirst();
        if (features.isPresent()) {
            chosen = chosen.withFeatures(each("feature", features.get(), Feature.inOrder(), Feature::column));
        }
        if (statistics.isPresent()) {
            chosen = chosen.withStatistics(
                    each("statistic", statistics.get(), List.of(Statistic.values()), Statistic::shown));
        }
        if (model.isPresent()) {
            chosen = chosen.withModel(
                    each("model", model.get(), BuiltInModel.NAMES, name -> name).getFirst());
        }
        return noHdrOptions ? chosen.withHdrOptions(false) : chosen;
    }

    /// The things that a list of names names.
    private static <T> List<T> each(String what, String names, List<T> known, Function<T, String> nameOf) {
        List<T> found = new ArrayList<>();
        for (String name :
                Arrays.stream(names.split(",", -1)).map(String::strip).toList()) {
            T one = known.stream()
                    .filter(thing -> nameOf.apply(thing).equals(name))
                    .findFirst()
                    .orElseThrow(() -> CommandException.usage("there is no " + what + " '" + name + "'; nearest are "
                            + String.join(
                                    ", ",
                                    NearestNames.of(
                                            name, known.stream().map(nameOf).toList()))));
            if (found.contains(one)) {
                throw CommandException.usage("the " + what + " '" + name + "' is named twice");
            }
            found.add(one);
        }
        return found;
    }
}
