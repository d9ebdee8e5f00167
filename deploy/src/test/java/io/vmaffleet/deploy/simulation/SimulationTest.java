package io.vmaffleet.deploy.simulation;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.plan.Plan;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise over schedules drawn anew each time; one that failed is drawn again by its seed:
/// `-Dsimulation.seed=S -Dsimulation.schedules=1`.
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 6_000);

    @Test
    void noScheduleOfFaultsBreaksThePromise(@TempDir Path folder) {
        Plan plan = plan(folder);
        long first = Long.getLong("simulation.seed", ThreadLocalRandom.current().nextLong(1L << 40));
        long begin = System.nanoTime();
        Map<Simulation.Fault, Integer> faults = new EnumMap<>(Simulation.Fault.class);

        int troubles = LongStream.range(first, first + SCHEDULES)
                .parallel()
                .mapToInt(seed -> {
                    Simulation simulation = new Simulation(seed, plan, false);
                    try {
                        simulation.run();
                    } catch (AssertionError | RuntimeException e) {
                        throw failed(seed, plan, e);
                    }
                    synchronized (faults) {
                        simulation.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
                    }
                    return simulation.troubles();
                })
                .sum();

        System.out.printf(
                "%d schedules from seed %d in %.1f s: %d questions lost, late or repeated, and %s%n",
                SCHEDULES, first, (System.nanoTime() - begin) / 1e9, troubles, faults);
    }

    /// Draws the schedule again and tells what happens in it.
    private static AssertionError failed(long seed, Plan plan, Throwable cause) {
        synchronized (SimulationTest.class) {
            try {
                new Simulation(seed, plan, true).run();
            } catch (AssertionError | RuntimeException e) {
                System.out.println("so it fails: " + e);
            }
        }
        return new AssertionError("schedule of seed " + seed + ": " + cause.getMessage(), cause);
    }

    private static Plan plan(Path folder) {
        CorpusFolder corpus = new CorpusFolder(folder);
        for (int clip = 0; clip < 5; clip++) {
            corpus.clip("clip" + clip + ".mp4");
        }
        corpus.scores("video_name,video_score", "clip0.mp4,1.5");
        return Plan.of(corpus.read());
    }
}
