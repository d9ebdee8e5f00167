package io.vmaffleet.deploy.chaos;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What happens to a host and its worker.
final class WorkerFaults {
    private WorkerFaults() {}

    /// kill -9 of the supervisor; its engines end with it.
    record Killed(WorkerHost host, Duration lasts, int attemptsEnded) implements Fault {
        @Override
        public String kind() {
            return "worker killed";
        }

        @Override
        public String target() {
            return host.name();
        }

        @Override
        public void inject() throws Exception {
            host.kill();
        }

        @Override
        public void undo() {
            host.startAgain();
        }
    }

    /// SIGSTOP of the supervisor, shorter or longer than its leases last; in the longer one an engine dies too, of
    /// which
    /// the supervisor speaks when it wakes and the lease is over.
    record Frozen(WorkerHost host, Duration lasts, boolean pastLeases, int attemptsEnded, RandomGenerator random)
            implements Fault {
        @Override
        public String kind() {
            return pastLeases ? "worker frozen past its leases" : "worker frozen";
        }

        @Override
        public String target() {
            return host.name();
        }

        @Override
        public void inject() throws Exception {
            host.freeze();
            if (pastLeases) {
                host.killAnEngine(random);
            }
        }

        @Override
        public void undo() throws Exception {
            host.wake();
        }
    }

    /// kill -9 of one engine.
    record EngineKilled(WorkerHost host, RandomGenerator random) implements Fault {
        @Override
        public String kind() {
            return "engine killed";
        }

        @Override
        public String target() {
            return host.name();
        }

        @Override
        public Duration lasts() {
            return Duration.ZERO;
        }

        @Override
        public int attemptsEnded() {
            return 1;
        }

        @Override
        public void inject() {
            host.killAnEngine(random);
        }

        @Override
        public void undo() {
            // its supervisor starts another
        }
    }

    /// The folder with the clips is gone, as a mount that was lost.
    record ClipsGone(WorkerHost host, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "host's clips gone";
        }

        @Override
        public String target() {
            return host.name();
        }

        @Override
        public void inject() throws Exception {
            host.loseClips();
        }

        @Override
        public void undo() throws Exception {
            host.findClips();
        }
    }

    /// The folder shows an old copy, in which no file has the size of today.
    record OldCopy(WorkerHost host, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "host's clips an old copy";
        }

        @Override
        public String target() {
            return host.name();
        }

        @Override
        public void inject() throws Exception {
            host.showOldCopy();
        }

        @Override
        public void undo() throws Exception {
            host.hideOldCopy();
        }
    }
}
