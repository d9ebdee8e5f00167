package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.LedgerHeldException;
import io.vmaffleet.coordinator.ledger.LedgerOpening;
import io.vmaffleet.coordinator.ledger.RunManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Waits for a coordinator that still shows in Redis although the kernel's lock was free: one on another host, or one
/// that has just died and whose key runs out. The bound is longer than the key's life, as long as the server's clock
/// does not jump. One that was on this host and whose process is gone is not waited for.
final class HolderWait implements LedgerOpening.HolderWait {
    private static final Pattern HOLDER = Pattern.compile("(.+):(\\d{1,9}):[^:]+");
    private static final Duration BOUND = Duration.ofSeconds(45);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path output;
    private final Fleet.Opener fleets;
    private final DrainSwitch drainSwitch;
    private final LongSupplier nanoClock;
    private final Consumer<String> said;

    HolderWait(
            Path output, Fleet.Opener fleets, DrainSwitch drainSwitch, LongSupplier nanoClock, Consumer<String> said) {
        this.output = output;
        this.fleets = fleets;
        this.drainSwitch = drainSwitch;
        this.nanoClock = nanoClock;
        this.said = said;
    }

    @Override
    public void untilGone(RunManifest found) throws IOException {
        long start = nanoClock.getAsLong();
        boolean toldSo = false;
        while (true) {
            Optional<String> holder = fleets.holder(found.run());
            if (holder.isEmpty()) {
                return;
            }
            if (isDead(holder.get())) {
                said.accept("the coordinator " + holder.get() + " is dead, so its hold in Redis is taken from it");
                fleets.release(found.run(), holder.get());
                continue;
            }
            if (!toldSo) {
                said.accept("Redis still shows the coordinator " + holder.get() + " with this run: waiting up to "
                        + BOUND.toSeconds() + " s for its key to run out");
                toldSo = true;
            }
            if (drainSwitch.isDrained() || nanoClock.getAsLong() - start >= BOUND.toNanos()) {
                throw new LedgerHeldException(output, found.holder());
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerHeldException(output, found.holder());
            }
        }
    }

    /// Whether a holder (host, process id and a nonce, as [Coordinator] names itself) was a process of this host that
    /// is no more.
    private static boolean isDead(String holder) {
        Matcher parts = HOLDER.matcher(holder);
        return parts.matches()
                && parts.group(1).equals(HostName.get())
                && ProcessHandle.of(Long.parseLong(parts.group(2))).isEmpty();
    }
}
