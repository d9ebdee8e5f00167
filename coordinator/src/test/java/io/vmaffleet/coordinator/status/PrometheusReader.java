package io.vmaffleet.coordinator.status;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the Prometheus text format 0.0.4 strictly: each metric has one help line, one type line and then its samples,
/// together; no series comes twice. Fails on anything else.
final class PrometheusReader {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*\\})? (NaN|[+-]Inf|-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");

    private final Map<Series, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    record Series(String name, Map<String, String> labels) {}

    static PrometheusReader read(String text) {
        PrometheusReader reader = new PrometheusReader();
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        String name = "";
        Set<String> helped = new HashSet<>();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                name = help.group(1);
                require(helped.add(name), "a second help line: " + line);
            } else if (type.matches()) {
                require(type.group(1).equals(name), "a type without its help: " + line);
                require(reader.types.put(name, type.group(2)) == null, "a second type line: " + line);
            } else {
                reader.sample(line, name);
            }
        }
        return reader;
    }

    double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        Double value = samples.get(new Series(name, wanted));
        if (value == null) {
            throw new AssertionError("no sample " + name + wanted + " among " + samples.keySet());
        }
        return value;
    }

    double sum(String name) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    Map<Series, Double> samples() {
        return samples;
    }

    Map<String, String> types() {
        return types;
    }

    private void sample(String line, String name) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "no sample: " + line);
        require(sample.group(1).equals(name) && types.containsKey(name), "a sample away from its type: " + line);
        String number = sample.group(3).replace("Inf", "Infinity");
        Series series = new Series(name, labels(sample.group(2), line));
        require(samples.put(series, Double.valueOf(number)) == null, "a series twice: " + line);
    }

    private static Map<String, String> labels(@Nullable String braced, String line) {
        Map<String, String> labels = new TreeMap<>();
        if (braced == null) {
            return labels;
        }
        String rest = braced.substring(1, braced.length() - 1);
        while (true) {
            Matcher label = LABEL.matcher(rest);
            require(label.lookingAt(), "a label that cannot be read: " + line);
            String value = label.group(2)
                    .replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\n", "$1\n")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
            require(labels.put(label.group(1), value) == null, "a label twice: " + line);
            rest = rest.substring(label.end());
            if (rest.isEmpty()) {
                return labels;
            }
            require(rest.startsWith(","), "labels without a comma: " + line);
            rest = rest.substring(1);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
