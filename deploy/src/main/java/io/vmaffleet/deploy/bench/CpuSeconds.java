package io.vmaffleet.deploy.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Sums the CPU time of this process and of all that were ever seen below it. Used by one thread.
final class CpuSeconds {
    private final Map<Long, Double> byProcess = new HashMap<>();

    static double ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /// Looks again; a process that is gone keeps what it was last seen with.
    double lookAgain() {
        byProcess.put(ProcessHandle.current().pid(), ofThisProcess());
        ProcessHandle.current().descendants().forEach(child -> byProcess.merge(child.pid(), of(child), Math::max));
        return byProcess.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double of(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
    }
}
