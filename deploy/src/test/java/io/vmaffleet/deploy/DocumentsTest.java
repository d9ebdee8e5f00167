package io.vmaffleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyTypeThatTheArchitectureNamesExists() throws IOException {
        Set<String> named = found(TYPE, "ARCHITECTURE.md");
        Set<String> sources;
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(sources).containsAll(named);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (String document : Set.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")) {
            for (String target : found(LINK, document)) {
                assertThat(ROOT.resolve(target)).as("%s links to it", document).exists();
            }
        }
    }

    @Test
    void everyCommandOfTheReadmeExists() throws IOException {
        String help = Files.readString(ROOT.resolve("deploy/src/main/java/io/vmaffleet/deploy/command/Commands.java"));
        for (String command : found(Pattern.compile("vmaf-fleet ([a-z]+)"), "README.md")) {
            String type = Character.toUpperCase(command.charAt(0)) + command.substring(1) + "Command";
            assertThat(help).contains(type);
        }
    }

    @Test
    void everyRecipeModelAndOptionOfAnExtractorIsWrittenDown() throws IOException {
        String recipes = Files.readString(ROOT.resolve("docs/reference/recipes.md"));

        assertThat(Recipe.NAMED).extracting(Recipe::name).allMatch(name -> recipes.contains("`" + name + "`"));
        for (Extractor extractor : Extractor.values()) {
            if (!extractor.options().isEmpty()) {
                assertThat(recipes)
                        .contains("| `" + extractor.shown() + "` | "
                                + extractor.options().stream()
                                        .map(option -> "`" + option.name() + "`")
                                        .collect(Collectors.joining(" "))
                                + " |");
            }
        }
    }

    private static Set<String> found(Pattern pattern, String document) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(ROOT.resolve(document)));
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
