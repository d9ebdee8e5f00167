package io.vmaffleet.deploy.chaos;

import io.vmaffleet.queue.testing.CutProxy;
import java.time.Duration;

/// What happens to a side's way to Redis.
final class NetworkFaults {
    private NetworkFaults() {}

    /// Connections end, and new ones end at once.
    record Cut(String side, CutProxy way, Duration lasts, boolean pastLeases, int attemptsEnded) implements Fault {
        @Override
        public String kind() {
            return side + " cut off" + (pastLeases ? " past the leases" : "");
        }

        @Override
        public String target() {
            return side + "' way";
        }

        @Override
        public void inject() {
            way.cut();
        }

        @Override
        public void undo() {
            way.mend();
        }
    }

    /// Connections stay, and nothing comes through.
    record Stalled(String side, CutProxy way, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return side + " way stalled";
        }

        @Override
        public String target() {
            return side + "' way";
        }

        @Override
        public void inject() {
            way.stall();
        }

        @Override
        public void undo() {
            way.mend();
        }
    }
}
