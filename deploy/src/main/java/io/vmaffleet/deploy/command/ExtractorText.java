package io.vmaffleet.deploy.command;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.ExtractorOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads `--extractor E=K=V:K=V`.
final class ExtractorText {
    private ExtractorText() {}

    /// The options by extractor, with their values as recipes have them.
    ///
    /// @throws CommandException if a name or a value is not known, naming what is
    static Map<Extractor, Map<String, String>> read(List<String> texts) {
        Map<Extractor, Map<String, String>> all = new EnumMap<>(Extractor.class);
        for (String text : texts) {
            String[] halves = text.split("=", 2);
            Extractor extractor = Extractor.named(halves[0].strip())
                    .orElseThrow(() -> RecipeOptions.unknown("extractor", halves[0], names()));
            if (halves.length < 2 || all.containsKey(extractor)) {
                throw CommandException.usage("--extractor " + text
                        + (halves.length < 2 ? " sets nothing" : " sets options of " + halves[0] + " again")
                        + ": give " + halves[0] + "=option=value:option=value once");
            }
            all.put(extractor, options(extractor, halves[1]));
        }
        return all;
    }

    private static List<String> names() {
        return Arrays.stream(Extractor.values()).map(Extractor::shown).toList();
    }

    private static Map<String, String> options(Extractor extractor, String text) {
        Map<String, String> options = new TreeMap<>();
        for (String part : text.split(":", -1)) {
            String[] halves = part.split("=", 2);
            String name = halves[0].strip();
            if (extractor.options().isEmpty()) {
                throw CommandException.usage("the extractor " + extractor.shown() + " has no options: leave it out");
            }
            ExtractorOption option = extractor
                    .option(name)
                    .orElseThrow(() -> RecipeOptions.unknown(
                            "option of " + extractor.shown(),
                            name,
                            extractor.options().stream()
                                    .map(ExtractorOption::name)
                                    .toList()));
            String value = halves.length < 2 ? "" : halves[1].strip();
            options.put(
                    name,
                    option.canonical(value)
                            .orElseThrow(() -> CommandException.usage("the option " + name + " of " + extractor.shown()
                                    + " cannot be '" + value + "': give " + option.allowed())));
        }
        return options;
    }
}
