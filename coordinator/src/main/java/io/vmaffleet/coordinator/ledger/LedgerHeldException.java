package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Another coordinator holds the output.
public final class LedgerHeldException extends IOException {
    private static final long serialVersionUID = 1;

    /// @param holder who holds it, as far as `X.run.json` says
    public LedgerHeldException(Path output, Optional<RunManifest.Holder> holder) {
        super(output + " is held by "
                + holder.map(h -> "process " + h.pid() + " on host " + h.host() + " since "
                                + h.since().truncatedTo(ChronoUnit.SECONDS))
                        .orElse("another process that has not yet written its name")
                + ": wait for its end or stop it, then start again");
    }
}
