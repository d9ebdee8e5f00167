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
        LedgerWorld world = new LedgerWorld(folder).plan(clips(3));
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
        } finally {
            holder.destroyForcibly().waitFor();
        }

        try (Session session = world.open()) {
            assertThat(session.ledger.row(clip(0))).contains(rowOf(clip(0)));
            assertThat(session.ledger.repairs().sentences()).isEmpty();
        }
    }
}
