package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.rowOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's lock between two real processes.
@Timeout(120)
class LedgerLockIT {
    @TempDir
    Path folder;

    @Test
    void aLedgerThatAnotherProcessHoldsIsRefusedByNameAndIsFreeOnceThatProcessIsKilled() throws Exception {
        LedgerWorld world = new LedgerWorld(folder).plan(clips(3)).layer(FileLayer.real());
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        world.files.output().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = holder.inputReader(UTF_8)) {
            assertThat(said.readLine()).isEqualTo("held");

            assertThatThrownBy(world::open)
                    .isInstanceOf(LedgerHeldException.class)
                    .hasMessageContaining("process " + holder.pid() + " on host there");
            assertThat(holder.isAlive()).isTrue();

            // one that is stopped may go on at any moment
            signal(holder, "-STOP");
            assertThatThrownBy(world::open)
                    .isInstanceOf(LedgerHeldException.class)
                    .hasMessageContaining("process " + holder.pid() + " on host there");
        } finally {
            holder.destroyForcibly().waitFor();
        }

        try (Session session = world.open()) {
            assertThat(session.ledger.row(clip(0))).contains(rowOf(clip(0)));
            assertThat(session.ledger.repairs().sentences()).isEmpty();
        }
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
