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

/// What must hold of a run at its end, whatever happened to it; each method throws the sentence that says what did not.
final class Promise {
    /// A lease that ends late had its cause this long before at most: it lasts, the lease ends, a coordinator that was
    /// away first comes back and looks for as long again.
    private static final Duration CAUSED_WITHIN = Duration.ofMinutes(3);

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
    /// lost.
    static void nothingHappened(ChaosFleet fleet, Set<String> poison) throws IOException {
        List<RunFiles.Charge> charges = fleet.files().charges().stream()
                .filter(charge -> !poison.contains(charge.clip()))
                .toList();
        if (!charges.isEmpty()) {
            throw new ChaosException("in a run that nothing happened to, attempts were charged: " + charges);
        }
        List<MeasuredLog.Twice> twice = fleet.measured().twice();
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
        for (RunFiles.Charge charge : files.charges()) {
            if (!charge.entry().isEmpty() && !entries.add(charge.entry())) {
                throw new ChaosException("attempt " + charge.entry() + " was charged twice: " + files.charges());
            }
            if (poison.contains(charge.clip())) {
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
