package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.wire.TaskCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A supervisor that is killed leaves no engine behind, whatever the engine is doing.
class LostSupervisorIT {
    private static final Duration BOUND = Duration.ofSeconds(5);

    @Test
    void anEngineStuckInNativeCodeDiesWithItsKilledSupervisor() throws IOException {
        assertEngineDies("hang-1");
    }

    @Test
    void anIdleEngineDiesWithItsKilledSupervisor() throws IOException {
        assertEngineDies("idle");
    }

    private static void assertEngineDies(String clip) throws IOException {
        Process supervisor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Supervisor.class.getName(),
                        clip)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = supervisor.inputReader()) {
            ProcessHandle engine =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(said.readLine()).isEqualTo("under way");
            assertThat(engine.isAlive()).isTrue();

            supervisor.destroyForcibly();

            Awaitility.await().atMost(BOUND).until(() -> !engine.isAlive());
        } finally {
            supervisor.destroyForcibly();
        }
    }

    /// The process that is killed: says its engine's process id, then that the engine is where the test wants it.
    static final class Supervisor {
        private Supervisor() {}

        public static void main(String[] arguments) throws InterruptedException {
            EngineProcess engine = EngineProcess.launch("engine-0", ScriptedEngine.command("ok"), EngineLimits.DEFAULT);
            engine.awaitReady();
            System.out.println(engine.pid());
            if (arguments[0].equals("idle")) {
                System.out.println("under way");
                Thread.sleep(Duration.ofMinutes(10));
            }
            engine.measure(TaskCodec.encode(Tasks.of(arguments[0])), new MemoryBudget(1000), new AttemptWatch() {
                @Override
                public void waitingForMemory() {}

                @Override
                public void measuring(long framesExpected, Optional<Duration> deadline) {}

                @Override
                public void frames(long done) {
                    System.out.println("under way");
                }
            });
        }
    }
}
