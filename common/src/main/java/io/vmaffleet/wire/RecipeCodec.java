package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Pairing.FrameMatch;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.task.Recipe.Options;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A recipe as JSON, in tasks, in `X.run.json` and in a table's footer. One with a field or a name that this version
/// does not know is not read, rather than taken for less than it is. `model` is the first of the models; `models` and
/// three of the options are there only where there is more to say.
public final class RecipeCodec {
    private static final Set<String> FIELDS =
            Set.of("name", "layout", "features", "statistics", "model", "models", "names_model", "pairing", "options");

    private static final Set<String> OPTION_FIELDS =
            Set.of("for_hdr", "motion_by_rate", "subsample", "extractors", "near_constants", "metrics");

    private static final Set<String> MODEL_FIELDS = Set.of("name", "sha256");

    private static final Set<String> PAIRING_FIELDS = Set.of("with", "frames", "depth");

    private RecipeCodec() {}

    public static ObjectNode encode(Recipe recipe) {
        ObjectNode json = Json.object();
        json.put("name", recipe.name());
        json.put("layout", word(recipe.layout()));
        ArrayNode features = json.putArray("features");
        recipe.features().forEach(feature -> features.add(feature.column()));
        ArrayNode statistics = json.putArray("statistics");
        recipe.statistics().forEach(statistic -> statistics.add(statistic.shown()));
        json.put("model", recipe.model());
        if (recipe.models().size() > 1 || recipe.models().getFirst().sha256().isPresent()) {
            putModels(json.putArray("models"), recipe.models());
        }
        json.put("names_model", recipe.namesModel());
        putPairing(json.putObject("pairing"), recipe.pairing());
        putOptions(json.putObject("options"), recipe.options());
        return json;
    }

    private static void putModels(ArrayNode json, List<Model> models) {
        for (Model model : models) {
            ObjectNode one = json.addObject().put("name", model.name());
            model.sha256().ifPresent(digest -> one.put("sha256", digest));
        }
    }

    private static void putOptions(ObjectNode json, Options options) {
        json.put("for_hdr", options.forHdr())
                .put("motion_by_rate", options.motionByRate())
                .put("subsample", options.subsample());
        if (!options.extractors().isEmpty()) {
            ObjectNode extractors = json.putObject("extractors");
            options.extractors().forEach((extractor, told) -> {
                ObjectNode one = extractors.putObject(extractor.shown());
                told.forEach(one::put);
            });
        }
        if (options.nearConstants()) {
            json.put("near_constants", true);
        }
        if (options.metrics() != Metrics.LIBVMAF) {
            json.put("metrics", word(options.metrics()));
        }
    }

    /// @throws WireFormatException if it cannot be read
    public static Recipe decode(ObjectNode json) {
        Fields recipe = new Fields("recipe", json);
        recipe.onlyKnown(FIELDS);
        try {
            return new Recipe(
                    recipe.text("name"),
                    Layout.valueOf(constant(recipe.text("layout"))),
                    each(recipe.texts("features"), "feature", Feature::named),
                    each(recipe.texts("statistics"), "statistic", Statistic::named),
                    models(recipe),
                    recipe.truth("names_model"),
                    pairing(recipe.object("pairing")),
                    options(recipe.object("options")));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Options options(Fields options) {
        options.onlyKnown(OPTION_FIELDS);
        return new Options(
                options.truth("for_hdr"),
                options.truth("motion_by_rate"),
                options.wholeInt("subsample"),
                options.optionalObject("extractors")
                        .map(RecipeCodec::extractors)
                        .orElse(Map.of()),
                options.has("near_constants") && options.truth("near_constants"),
                options.optionalText("metrics")
                        .map(name -> Metrics.valueOf(constant(name)))
                        .orElse(Metrics.LIBVMAF));
    }

    private static Map<Extractor, Map<String, String>> extractors(Fields extractors) {
        Map<Extractor, Map<String, String>> all = new EnumMap<>(Extractor.class);
        for (String name : extractors.names()) {
            Extractor extractor = Extractor.named(name)
                    .orElseThrow(() -> new WireFormatException(
                            "recipe has an extractor '" + name + "' that this version does not know"));
            Fields told = extractors.object(name);
            Map<String, String> options = new LinkedHashMap<>();
            told.names().forEach(option -> options.put(option, told.text(option)));
            all.put(extractor, options);
        }
        return all;
    }

    private static List<Model> models(Fields recipe) {
        String first = recipe.text("model");
        if (!recipe.has("models")) {
            return List.of(Model.builtIn(first));
        }
        List<Model> models = new ArrayList<>();
        for (Fields model : recipe.objects("models")) {
            model.onlyKnown(MODEL_FIELDS);
            models.add(new Model(model.text("name"), model.optionalText("sha256")));
        }
        if (models.isEmpty() || !models.getFirst().name().equals(first)) {
            throw new WireFormatException("recipe has the model " + first + ", which is not the first of its models");
        }
        return models;
    }

    private static void putPairing(ObjectNode json, Pairing pairing) {
        switch (pairing) {
            case Pairing.Self() -> json.put("with", "self");
            case Pairing.Reference(var frames, var depth) ->
                json.put("with", "reference").put("frames", word(frames)).put("depth", word(depth));
        }
    }

    private static Pairing pairing(Fields pairing) {
        pairing.onlyKnown(PAIRING_FIELDS);
        return switch (pairing.text("with")) {
            case "self" -> Pairing.SELF;
            case "reference" ->
                new Pairing.Reference(
                        FrameMatch.valueOf(constant(pairing.text("frames"))),
                        Depth.valueOf(constant(pairing.text("depth"))));
            case String other ->
                throw new WireFormatException("recipe has a pairing '" + other + "' that this version does not know");
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static <T> List<T> each(List<String> names, String what, Function<String, Optional<T>> named) {
        List<T> found = new ArrayList<>();
        for (String name : names) {
            found.add(named.apply(name)
                    .orElseThrow(() -> new WireFormatException(
                            "recipe has a " + what + " '" + name + "' that this version does not know")));
        }
        return found;
    }
}
