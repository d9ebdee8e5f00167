package io.vmaffleet.deploy.chaos;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What must hold of a run at its end, whatever happened to it; each method throws the sentence that says what did not.
final class Promise {
    /// A lease that ends late had its cause this long before at most: it lasts, the lease ends, a coordinator that was
    /// away first comes back and looks for as long again.
    private static final Duration CAUSED_WITHIN = Duration.ofMinutes(3);

    /// Between the ends of a dead worker's leases, which it renewed one by one.
    private static final Duration DIED_WITHIN = Duration.ofSeconds(30);

    private static final String SENT_AGAIN = " had vanished from Redis and were sent again";

    private Promise() {}

    /// The clips given up are the poison, each for its own reason, and the run says so by its exit code.
    static void givenUpIsThePoison(int exitCode, RunFiles files, SortedMap<String, FailureReason> poison)
            throws IOException {
        Map<String, FailureReason> givenUp = files.givenUp();
        if (!givenUp.equals(poison)) {
            throw new ChaosException("given up were " + givenUp + " and should have been " + poison);
        }
        if (exitCode != 1) {
            throw new ChaosException("the run ended with exit code " + exitCode + " instead of 1");
        }
    }

    static void sameBytes(RunFiles undisturbed, RunFiles disturbed) throws IOException {
        long differs = Files.mismatch(undisturbed.table(), disturbed.table());
        if (differs >= 0) {
            throw new ChaosException("the tables differ from byte " + differs + " on: " + undisturbed.table() + " and "
                    + disturbed.table());
        }
    }

    /// Where nothing happens, no lease runs out beside the poison's, nothing is measured twice, and nothing is thought
    /// lost. What a dying worker held beside a clip that kills workers did meet something.
    static void nothingHappened(ChaosFleet fleet, Set<String> poison) throws IOException {
        List<RunFiles.Charge> all = fleet.files().charges();
        Set<String> beside = all.stream()
                .filter(charge -> diedOfKiller(charge, all))
                .map(RunFiles.Charge::clip)
                .collect(Collectors.toSet());
        List<RunFiles.Charge> charges = all.stream()
                .filter(charge -> !poison.contains(charge.clip()) && !diedOfKiller(charge, all))
                .toList();
        if (!charges.isEmpty()) {
            throw new ChaosException("in a run that nothing happened to, attempts were charged: " + charges);
        }
        List<MeasuredLog.Twice> twice = fleet.measured().twice().stream()
                .filter(one -> !beside.contains(one.clip()))
                .toList();
        if (!twice.isEmpty()) {
            throw new ChaosException("in a run that nothing happened to, clips were measured twice: " + twice);
        }
        // a task that is sent again for no reason is often taken back before a worker meets it
        if (fleet.coordinator().said().contains(SENT_AGAIN)) {
            throw new ChaosException("in a run that nothing happened to, the coordinator said that tasks" + SENT_AGAIN
                    + ": an audit looked in the wrong order");
        }
    }

    /// No attempt counts twice against its clip, none is put down to a good clip, and none where nothing befell its
    /// worker or the way to it.
    static void chargesHaveCauses(RunFiles files, List<Injection> injections, Set<String> poison) throws IOException {
        Set<String> entries = new HashSet<>();
        List<RunFiles.Charge> all = files.charges();
        for (RunFiles.Charge charge : all) {
            if (!charge.entry().isEmpty() && !entries.add(charge.entry())) {
                throw new ChaosException("attempt " + charge.entry() + " was charged twice: " + all);
            }
            if (poison.contains(charge.clip()) || diedOfKiller(charge, all)) {
                continue;
            }
            if (charge.blamesTheClip()) {
                throw new ChaosException("a good clip was blamed for what happened to its host: " + charge);
            }
            if (injections.stream().noneMatch(one -> explains(one, charge))) {
                throw new ChaosException("nothing had happened that explains " + charge);
            }
        }
    }

    /// Whether a lease ran out together with that of a clip that kills whole workers, by the same holder.
    private static boolean diedOfKiller(RunFiles.Charge charge, List<RunFiles.Charge> all) {
        return charge.isExpiry()
                && all.stream()
                        .anyMatch(other -> other.isExpiry()
                                && ClipKind.of(other.clip()) == ClipKind.KILLER
                                && other.holder().equals(charge.holder())
                                && Duration.between(other.at(), charge.at())
                                                .abs()
                                                .compareTo(DIED_WITHIN)
                                        < 0);
    }

    private static boolean explains(Injection injection, RunFiles.Charge charge) {
        Duration since = Duration.between(injection.at(), charge.at());
        String target = injection.fault().target();
        // a worker's id begins with its host
        boolean touches = charge.holder().startsWith(target + "-")
                || charge.holder().startsWith(target + ":")
                || (charge.isExpiry() && !target.startsWith("chaos-"));
        return touches && !since.isNegative() && since.compareTo(CAUSED_WITHIN) < 0;
    }
}
