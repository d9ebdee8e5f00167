package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.ledger.LedgerOpening;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.task.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;

/// Decides whether what is asked may go into what lies at the output: the same recipe always, another clip list only
/// when asked for, other labels and places freely.
final class ManifestChoice implements LedgerOpening.ManifestChoice {
    private final RunOptions options;
    private final Plan plan;
    private final Optional<String> sharedRedis;
    private volatile boolean filesChanged;

    /// @param sharedRedis its address: `resume` needs it, whenever this process ends
    ManifestChoice(RunOptions options, Plan plan, Optional<String> sharedRedis) {
        this.options = options;
        this.plan = plan;
        this.sharedRedis = sharedRedis;
    }

    @Override
    public RunManifest choose(Optional<RunManifest> found) throws IOException {
        if (found.isEmpty()) {
            requireFramesPlace(false);
            return fresh();
        }
        RunManifest manifest = found.get();
        if (!manifest.recipe().digest().equals(options.recipe().digest())) {
            throw new RunRefusedException(options.output() + " was begun with another recipe ("
                    + manifest.recipe().differenceFrom(options.recipe())
                    + "): ask for that one, or choose another output");
        }
        Optional<Path> framesBefore = manifest.frames().map(RunManifest.Frames::folder);
        if (!framesBefore.equals(options.frames())) {
            throw new RunRefusedException(options.output() + " was begun "
                    + framesBefore.map(folder -> "with --frames " + folder).orElse("without --frames")
                    + ": ask for the same, or choose another output");
        }
        requireFramesPlace(true);
        boolean sameClips = manifest.digests().clipList().equals(plan.clipListDigest());
        filesChanged = !sameClips || !manifest.digests().sizes().equals(plan.sizesDigest());
        boolean begun =
                manifest.state() != RunManifest.State.NEW || manifest.adoption().isPresent();
        if (begun && !sameClips && !options.extend() && isLimitedTo(plan.total()) && isFewer(manifest)) {
            throw new RunRefusedException("--limit " + plan.total() + " is fewer than the "
                    + manifest.digests().clips() + " clips that " + options.output()
                    + " was begun with: leave --limit out or give a larger one, or choose another output");
        }
        if (begun && !sameClips && !options.extend() && !growsFrom(manifest)) {
            throw new RunRefusedException("the clips in " + options.corpus().clipsDir() + " are not those that "
                    + options.output() + " was begun with (files came or went): 'run' with --extend"
                    + " goes on with the clips as they are now, keeping rows that are there; or choose another output");
        }
        return manifest.withSource(source(), digests())
                .withPlacement(options.queue(), options.slots(), options.roots())
                .withAddresses(manifest.httpAddress(), sharedRedis.or(manifest::redisAddress));
    }

    /// Whether the files are others than those that the output was begun with, by name or size.
    boolean filesChanged() {
        return filesChanged;
    }

    private boolean isLimitedTo(int clips) {
        return options.corpus().limit().equals(OptionalInt.of(clips));
    }

    private boolean isFewer(RunManifest manifest) {
        return plan.total() < manifest.digests().clips();
    }

    /// A run that was begun with a limit may grow.
    private boolean growsFrom(RunManifest manifest) {
        Optional<Integer> before = manifest.source().limit();
        CorpusRequest now = options.corpus();
        return before.isPresent()
                && (now.limit().isEmpty() || now.limit().getAsInt() > before.get())
                && plan.clipListDigest(before.get()).equals(manifest.digests().clipList());
    }

    private RunManifest fresh() {
        return new RunManifest(
                RunId.random(new SecureRandom()),
                options.recipe(),
                source(),
                digests(),
                options.queue(),
                options.slots(),
                options.roots(),
                options.engine(),
                RunManifest.State.NEW,
                Optional.empty(),
                Optional.empty(),
                sharedRedis,
                Optional.empty(),
                Optional.empty(),
                options.frames().map(folder -> new RunManifest.Frames(folder, Optional.empty())));
    }

    private void requireFramesPlace(boolean begun) throws IOException {
        if (options.frames().isPresent()) {
            FramesPlace.require(options.frames().get(), options.output(), begun);
        }
    }

    private RunManifest.Source source() {
        CorpusRequest corpus = options.corpus();
        return new RunManifest.Source(
                corpus.clipsDir().toAbsolutePath().normalize(),
                corpus.scores().map(path -> path.toAbsolutePath().normalize()),
                corpus.metadata().map(path -> path.toAbsolutePath().normalize()),
                corpus.pattern(),
                corpus.limit().isPresent() ? Optional.of(corpus.limit().getAsInt()) : Optional.empty(),
                corpus.splitSeed(),
                corpus.allowFrFromNr(),
                corpus.references()
                        .map(references -> new CorpusRequest.References(
                                references
                                        .pairs()
                                        .map(path -> path.toAbsolutePath().normalize()),
                                references.withIdentity())));
    }

    private RunManifest.Digests digests() {
        return new RunManifest.Digests(plan.total(), plan.clipListDigest(), plan.sizesDigest(), plan.labelsDigest());
    }
}
