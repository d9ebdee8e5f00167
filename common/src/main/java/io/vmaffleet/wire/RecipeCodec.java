package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A recipe as JSON, in tasks, in `X.run.json` and in a table's footer. One with a field or a name that this version
/// does not know is not read, rather than taken for less than it is.
public final class RecipeCodec {
    private static final Set<String> FIELDS =
            Set.of("name", "features", "statistics", "model", "names_model", "pairing", "hdr_options");

    private RecipeCodec() {}

    public static ObjectNode encode(Recipe recipe) {
        ObjectNode json = Json.object();
        json.put("name", recipe.name());
        ArrayNode features = json.putArray("features");
        recipe.features().forEach(feature -> features.add(feature.column()));
        ArrayNode statistics = json.putArray("statistics");
        recipe.statistics().forEach(statistic -> statistics.add(statistic.shown()));
        json.put("model", recipe.model());
        json.put("names_model", recipe.namesModel());
        json.put("pairing", recipe.pairing().name().toLowerCase(Locale.ROOT));
        json.put("hdr_options", recipe.hdrOptions());
        return json;
    }

    /// @throws WireFormatException if it cannot be read
    public static Recipe decode(ObjectNode json) {
        Fields recipe = new Fields("recipe", json);
        recipe.onlyKnown(FIELDS);
        try {
            return new Recipe(
                    recipe.text("name"),
                    each(recipe.texts("features"), "feature", Feature::named),
                    each(recipe.texts("statistics"), "statistic", Statistic::named),
                    recipe.text("model"),
                    recipe.truth("names_model"),
                    Recipe.Pairing.valueOf(recipe.text("pairing").toUpperCase(Locale.ROOT)),
                    recipe.truth("hdr_options"));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
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
