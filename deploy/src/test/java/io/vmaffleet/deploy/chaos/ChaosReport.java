package io.vmaffleet.deploy.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a chaos run did and what came of it, a row a kind of fault.
final class ChaosReport {
    private static final List<String> HEAD =
            List.of("fault", "injected", "clips lost", "rows measured twice", "recovery s (min / median / max)");

    private final List<List<String>> rows = new ArrayList<>();

    /// @param injections all, in the order of their time
    /// @param twice rows of clips that had one; each is put to the last fault before its attempt
    ChaosReport(List<Injection> injections, List<MeasuredLog.Twice> twice) {
        Map<String, List<Injection>> byKind = injections.stream()
                .collect(Collectors.groupingBy(one -> one.fault().kind(), TreeMap::new, Collectors.toList()));
        Map<String, Long> twiceByKind = twice.stream()
                .flatMap(one -> cause(injections, one).stream())
                .collect(Collectors.groupingBy(one -> one.fault().kind(), Collectors.counting()));
        byKind.forEach((kind, of) -> rows.add(List.of(
                kind,
                Integer.toString(of.size()),
                // a lost clip ends the harness before there is a report
                "0",
                Long.toString(twiceByKind.getOrDefault(kind, 0L)),
                recovery(of))));
    }

    private static Optional<Injection> cause(List<Injection> injections, MeasuredLog.Twice twice) {
        return injections.stream()
                .filter(one -> one.at().toEpochMilli() <= twice.begunMillis())
                .reduce((first, second) -> second);
    }

    private static String recovery(List<Injection> injections) {
        List<Duration> sorted = injections.stream()
                .flatMap(one -> one.recovery().stream())
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return "-";
        }
        return seconds(sorted.getFirst()) + " / " + seconds(sorted.get(sorted.size() / 2)) + " / "
                + seconds(sorted.getLast());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    /// How many faults there were.
    int injected() {
        return rows.stream().mapToInt(row -> Integer.parseInt(row.get(1))).sum();
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of(line(HEAD), "|---|---|---|---|---|"));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /// In columns, for a terminal.
    String text() {
        int kindWidth = rows.stream()
                .map(row -> row.getFirst().length())
                .max(Comparator.naturalOrder())
                .orElse(0);
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT, "%-" + Math.max(kindWidth, 5) + "s  %8s  %10s  %19s  %s%n", row.toArray()))
                .collect(Collectors.joining(
                        "",
                        String.format(
                                Locale.ROOT,
                                "%-" + Math.max(kindWidth, 5) + "s  %8s  %10s  %19s  %s%n",
                                HEAD.toArray()),
                        ""));
    }
}
