package io.vmaffleet.deploy.chaos;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Proves the promise: a corpus is extracted undisturbed, then once more while processes are killed and frozen, Redis
/// is wiped, the network is cut and the disk fills up; the two tables must have the same bytes, and given up must be
/// the poison alone.
///
/// Everything is real but the stubs' measuring: coordinator, workers, engines and Redis are processes.
final class Chaos {
    private final ChaosOptions options;
    private final Path folder;
    private final PrintStream out;

    Chaos(ChaosOptions options, Path folder, PrintStream out) {
        this.options = options;
        this.folder = folder;
        this.out = out;
    }

    /// @param arguments as [ChaosOptions#USAGE] has them
    public static void main(String[] arguments) throws Exception {
        ChaosOptions options;
        try {
            options = ChaosOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("chaos: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path folder = Files.createTempDirectory("vmaf-fleet-chaos-");
        try {
            ChaosReport report = new Chaos(options, folder, System.out).run();
            System.out.println();
            System.out.print(report.text());
            if (options.markdown().isPresent()) {
                Files.writeString(options.markdown().get(), "`" + options.command() + "`:\n\n" + report.markdown());
            }
        } catch (ChaosException e) {
            System.err.println("chaos: " + e.getMessage() + "; its files are in " + folder);
            System.exit(1);
        }
        if (options.keep()) {
            System.out.println("files: " + folder);
        } else {
            remove(folder);
        }
        System.exit(0);
    }

    /// @throws ChaosException if the promise does not hold
    ChaosReport run() throws Exception {
        out.println(options.command());
        ChaosCorpus corpus = ChaosCorpus.make(folder.resolve("corpus"), options.clips(), options.hasKiller());
        SortedMap<String, FailureReason> poison = corpus.poison();
        out.println(corpus.size() + " clips, " + poison.size() + " of them poison, " + options.workers()
                + " workers; first undisturbed");
        RunFiles undisturbed = undisturbed(corpus, poison);
        List<Injection> injections = new ArrayList<>();
        List<MeasuredLog.Twice> twice = new ArrayList<>();
        for (int run = 0; run < options.runs(); run++) {
            long seed = options.seed() + run;
            out.println("and now with faults for " + options.faults().toSeconds() + " s, seed " + seed);
            try (ChaosFleet fleet =
                    new ChaosFleet(folder.resolve("storm-" + seed), corpus, options.workers(), options.stormPace())) {
                Storm storm = new Storm(fleet, options.hasLongFaults(), options.singly(), new Random(seed), out);
                disturb(fleet, storm, poison, undisturbed);
                injections.addAll(storm.injections());
                twice.addAll(fleet.measured().twice());
            } catch (ChaosException e) {
                throw new ChaosException(e.getMessage() + "; do it again by '" + options.command(seed, 1) + "'");
            }
        }
        return new ChaosReport(injections, twice);
    }

    private void disturb(ChaosFleet fleet, Storm storm, SortedMap<String, FailureReason> poison, RunFiles undisturbed)
            throws Exception {
        if (!fleet.disk().canBeFull()) {
            out.println("left out: a full disk, since this user may not mount a small one");
        }
        int code = storm.rage(options.faults());
        Promise.givenUpIsThePoison(code, fleet.files(), poison);
        Promise.sameBytes(undisturbed, fleet.files());
        Promise.chargesHaveCauses(fleet.files(), storm.injections(), poison.keySet());
        out.println("the same bytes, and given up were " + poison);
    }

    private RunFiles undisturbed(ChaosCorpus corpus, SortedMap<String, FailureReason> poison) throws Exception {
        try (ChaosFleet calm = new ChaosFleet(folder.resolve("calm"), corpus, options.workers(), options.calmPace())) {
            int code = new Storm(calm, false, false, new Random(0), out).rage(Duration.ZERO);
            Promise.givenUpIsThePoison(code, calm.files(), poison);
            Promise.nothingHappened(calm, poison.keySet());
            return calm.files();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
