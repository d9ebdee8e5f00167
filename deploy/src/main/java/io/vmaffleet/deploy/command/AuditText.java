package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.audit.AuditReport;
import io.vmaffleet.deploy.audit.Finding;
import io.vmaffleet.deploy.audit.FindingKind;
import io.vmaffleet.wire.Json;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// An audit's report, for a person or a script.
final class AuditText {
    private AuditText() {}

    /// @param names how many of a kind are named
    static void print(AuditReport report, int names, PrintWriter out) {
        out.println("folder: " + report.folder() + ", " + report.files() + " files, " + report.read() + " read");
        TextTable table = new TextTable("what", "value", "clips");
        report.counts().forEach((what, values) -> values.forEach((value, clips) -> table.add(what, value, clips)));
        if (!table.isEmpty()) {
            table.lines().forEach(out::println);
        }
        byKind(report.findings()).forEach((kind, found) -> print(kind, found, names, out));
        if (report.isClean()) {
            out.println("Nothing was found: what the labels say is what is there.");
        }
    }

    private static void print(FindingKind kind, List<Finding> found, int names, PrintWriter out) {
        out.println(
                (kind.isRemark() ? "note:   " : "FOUND:  ") + found.size() + " " + word(kind) + ": " + kind.shown());
        found.stream().limit(names).forEach(one -> out.println("    " + one.name() + ": " + one.detail()));
        if (found.size() > names) {
            out.println("    and " + (found.size() - names) + " more ('--all' names them)");
        }
    }

    /// One object; the findings are written one by one, since there may be many.
    static void printJson(AuditReport report, PrintWriter out) {
        ObjectNode head = Json.object();
        head.put("folder", report.folder().toString());
        head.put("files", report.files()).put("read", report.read()).put("clean", report.isClean());
        ObjectNode counts = head.putObject("counts");
        report.counts().forEach((what, values) -> {
            ObjectNode one = counts.putObject(what.replace(' ', '_').toLowerCase(Locale.ROOT));
            values.forEach(one::put);
        });
        ObjectNode kinds = head.putObject("found");
        byKind(report.findings()).forEach((kind, found) -> kinds.put(word(kind), found.size()));
        String open = Json.write(head);
        out.print(open.substring(0, open.length() - 1) + ",\"findings\":[");
        String comma = "";
        for (Finding finding : report.findings()) {
            ObjectNode one = Json.object();
            one.put("kind", word(finding.kind())).put("remark", finding.kind().isRemark());
            one.put("name", finding.name()).put("detail", finding.detail());
            out.print(comma + Json.write(one));
            comma = ",";
        }
        out.println("]}");
    }

    private static Map<FindingKind, List<Finding>> byKind(List<Finding> findings) {
        return findings.stream()
                .collect(Collectors.groupingBy(
                        Finding::kind, () -> new EnumMap<>(FindingKind.class), Collectors.toList()));
    }

    private static String word(FindingKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
