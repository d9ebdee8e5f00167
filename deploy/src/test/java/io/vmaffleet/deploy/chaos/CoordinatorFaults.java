package io.vmaffleet.deploy.chaos;

import java.time.Duration;

/// What happens to the coordinator and its disk.
final class CoordinatorFaults {
    static final String TARGET = "coordinator";

    private CoordinatorFaults() {}

    /// kill -9; another process resumes the run.
    record Killed(CoordinatorSeat seat, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "coordinator killed";
        }

        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public void inject() throws Exception {
            seat.kill();
        }

        @Override
        public void undo() {
            seat.startAgain();
        }
    }

    /// SIGSTOP, shorter or longer than its hold on the run lasts.
    record Frozen(CoordinatorSeat seat, Duration lasts, boolean pastHold) implements Fault {
        @Override
        public String kind() {
            return pastHold ? "coordinator frozen past its hold" : "coordinator frozen";
        }

        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public void inject() throws Exception {
            seat.freeze();
        }

        @Override
        public void undo() throws Exception {
            seat.wake();
        }
    }

    /// No free block is left below the output: the coordinator ends, and is resumed when there is room.
    record DiskFull(CoordinatorSeat seat, OutputDisk disk, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "disk full";
        }

        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public void inject() throws Exception {
            seat.diskIsFull();
            disk.fill();
        }

        @Override
        public void undo() throws Exception {
            disk.makeRoom();
            seat.diskHasRoom();
        }
    }
}
