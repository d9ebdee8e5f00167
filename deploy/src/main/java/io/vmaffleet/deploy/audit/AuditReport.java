package io.vmaffleet.deploy.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What an audit came to.
///
/// @param folder of the clips
/// @param files that were looked at
/// @param read how many of them could be read
/// @param counts property, value, and how many of the files that could be read have it
/// @param findings by kind, then by name
public record AuditReport(
        Path folder, int files, int read, Map<String, Map<String, Integer>> counts, List<Finding> findings) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /// Whether nothing is wrong; there may be remarks.
    public boolean isClean() {
        return findings.stream().allMatch(finding -> finding.kind().isRemark());
    }
}
