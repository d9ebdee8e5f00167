package io.vmaffleet.coordinator.status;

import java.util.Map;
import java.util.TreeMap;

/// Writes metrics in the Prometheus text format 0.0.4: for each name `# HELP`, `# TYPE`, then its samples.
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(8_192);

    PrometheusText gauge(String name, String help, Number value) {
        return head(name, "gauge", help).sample(name, Map.of(), value);
    }

    PrometheusText counter(String name, String help, Number value) {
        return head(name, "counter", help).sample(name, Map.of(), value);
    }

    /// A gauge with samples to follow, each with its labels.
    PrometheusText gauge(String name, String help) {
        return head(name, "gauge", help);
    }

    PrometheusText sample(String name, Map<String, String> labels, Number value) {
        text.append(name);
        if (!labels.isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
                text.append(separator).append(label.getKey()).append("=\"");
                text.append(escapeLabel(label.getValue())).append('"');
                separator = ",";
            }
            text.append('}');
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private PrometheusText head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ');
        text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private static String escapeLabel(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    private static String number(Number value) {
        if (value instanceof Double real && Double.isInfinite(real)) {
            return real > 0 ? "+Inf" : "-Inf";
        }
        return value.toString();
    }
}
