package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A process of its own that holds a ledger until its input ends or it is killed.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        LedgerOpening opening = new LedgerOpening(
                "there",
                found -> {},
                found -> found.orElseGet(LedgerWorld::manifest),
                Optional.of(Rows.clips(3)),
                TextTable::open);
        try (LedgerWorld.Session session = new LedgerWorld.Session(
                RunLedger.open(new LedgerFiles(Path.of(arguments[0])), opening, LedgerWorld.CLOCK, FileLayer.real()))) {
            session.commit(Rows.write(Rows.clip(0)));
            System.out.println("held");
            while (System.in.read() >= 0) {
                // until the parent lets go
            }
        }
    }
}
