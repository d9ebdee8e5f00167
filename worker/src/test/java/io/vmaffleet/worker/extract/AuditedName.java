package io.vmaffleet.worker.extract;

import io.vmaffleet.task.ClipName;

/// Names whose place in the audit was worked out by hand: CRC-32C of the name, modulo 500.
final class AuditedName {
    static final ClipName AUDITED = new ClipName("clip_572.mp4");
    static final ClipName NOT_AUDITED = new ClipName("clip_573.mp4");

    private AuditedName() {}
}
