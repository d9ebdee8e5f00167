package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.task.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What `X.run.json` says of a run: all that `resume` needs, and who holds it.
///
/// @param slots local slots asked for, 0 for none
/// @param roots what `run --root` added, as given
/// @param engine the fingerprint the run is bound to; empty until it is
/// @param holder who holds the run or held it last; the ledger writes it at opening
/// @param httpAddress of the coordinator that holds it
/// @param redisAddress without user or password
/// @param adoption what was taken over from the reference's script
/// @param table the bytes of the table as this run wrote it last; empty until it has
/// @param frames the dataset of per-frame scores, where one is wanted
public record RunManifest(
        RunId run,
        Recipe recipe,
        Source source,
        Digests digests,
        String queue,
        int slots,
        List<String> roots,
        Optional<EngineFingerprint> engine,
        State state,
        Optional<Holder> holder,
        Optional<String> httpAddress,
        Optional<String> redisAddress,
        Optional<Adopted> adoption,
        Optional<FileDigest> table,
        Optional<Frames> frames) {
    /// The version of the file's form.
    public static final int SCHEMA = 2;

    public RunManifest {
        roots = List.copyOf(roots);
        if (slots < 0) {
            throw new IllegalArgumentException(slots + " slots");
        }
        redisAddress.filter(address -> address.indexOf('@') >= 0).ifPresent(address -> {
            throw new IllegalArgumentException("a Redis address with a user or password does not belong in X.run.json");
        });
    }

    /// Where the run is in its life.
    public enum State {
        /// Made, no task sent.
        NEW,
        /// The script's ledger is being taken over; opening does it again from the start.
        ADOPTING,
        RUNNING,
        PAUSED,
        CANCELLED,
        /// The table is written.
        FINISHED
    }

    /// The corpus and what was asked of it; all paths absolute.
    ///
    /// @param limit how many clips of the corpus at most
    /// @param allowFrFromNr whether a sidecar with references was accepted under self pairing
    /// @param references where clips are compared with references, which these are
    public record Source(
            Path clipsDir,
            Optional<Path> scores,
            Optional<Path> sidecar,
            String pattern,
            Optional<Integer> limit,
            String splitSeed,
            boolean allowFrFromNr,
            Optional<References> references) {
        public Source {
            Stream.of(Optional.of(clipsDir), scores, sidecar, references.flatMap(References::pairs))
                    .flatMap(Optional::stream)
                    .filter(path -> !path.isAbsolute())
                    .findFirst()
                    .ifPresent(path -> {
                        throw new IllegalArgumentException("a path that is not absolute: " + path);
                    });
        }

        /// The same, to be read again.
        private CorpusRequest request(Layout layout) {
            return new CorpusRequest(
                    clipsDir,
                    scores,
                    sidecar,
                    pattern,
                    limit.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    splitSeed,
                    allowFrFromNr,
                    references,
                    layout);
        }
    }

    /// What the plan was made of.
    ///
    /// @param clips how many, those with an unusable name among them
    public record Digests(long clips, String clipList, String sizes, String labels) {}

    /// The process that holds the run.
    public record Holder(String host, long pid, Instant since) {}

    /// What was taken over: how many rows, and a digest of them.
    public record Adopted(long rows, String digest) {}

    /// The scores of each frame, as a dataset beside the table.
    ///
    /// @param folder of the dataset, absolute
    /// @param written the bytes of its files in their order, as this run wrote them last; empty until it has
    public record Frames(Path folder, Optional<FileDigest> written) {
        public Frames {
            if (!folder.isAbsolute()) {
                throw new IllegalArgumentException("a path that is not absolute: " + folder);
            }
        }
    }

    /// The manifest of a run; empty where none was begun. Needs no lock: the file is only ever replaced as a whole.
    ///
    /// @throws LedgerDamagedException if it cannot be read
    public static Optional<RunManifest> read(LedgerFiles files) throws IOException {
        return ManifestFile.read(files.run());
    }

    /// The corpus as it was asked for, to be read again.
    public CorpusRequest request() {
        return source.request(recipe.layout());
    }

    public RunManifest withSource(Source changed, Digests newDigests) {
        return with(next -> {
            next.source = changed;
            next.digests = newDigests;
        });
    }

    /// Where and by how many slots it is extracted from now on.
    public RunManifest withPlacement(String newQueue, int newSlots, List<String> newRoots) {
        return with(next -> {
            next.queue = newQueue;
            next.slots = newSlots;
            next.roots = newRoots;
        });
    }

    public RunManifest withEngine(EngineFingerprint bound) {
        return with(next -> next.engine = Optional.of(bound));
    }

    public RunManifest withState(State now) {
        return with(next -> next.state = now);
    }

    public RunManifest withAddresses(Optional<String> http, Optional<String> redis) {
        return with(next -> {
            next.httpAddress = http;
            next.redisAddress = redis;
        });
    }

    /// The table lies there with these bytes.
    public RunManifest withTable(FileDigest written) {
        return with(next -> next.table = Optional.of(written));
    }

    /// The dataset of per-frame scores lies there with these bytes.
    public RunManifest withFrames(FileDigest written) {
        return with(next -> next.frames = frames.map(frames -> new Frames(frames.folder(), Optional.of(written))));
    }

    RunManifest withHolder(Holder by) {
        return with(next -> next.holder = Optional.of(by));
    }

    RunManifest withAdoption(Adopted adopted) {
        return with(next -> next.adoption = Optional.of(adopted));
    }

    private RunManifest with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new RunManifest(
                run,
                recipe,
                draft.source,
                draft.digests,
                draft.queue,
                draft.slots,
                draft.roots,
                draft.engine,
                draft.state,
                draft.holder,
                draft.httpAddress,
                draft.redisAddress,
                draft.adoption,
                draft.table,
                draft.frames);
    }

    /// What of a manifest changes in a run's life, while it is being changed.
    private static final class Draft {
        private Source source;
        private Digests digests;
        private String queue;
        private int slots;
        private List<String> roots;
        private Optional<EngineFingerprint> engine;
        private State state;
        private Optional<Holder> holder;
        private Optional<String> httpAddress;
        private Optional<String> redisAddress;
        private Optional<Adopted> adoption;
        private Optional<FileDigest> table;
        private Optional<Frames> frames;

        Draft(RunManifest before) {
            source = before.source;
            digests = before.digests;
            queue = before.queue;
            slots = before.slots;
            roots = before.roots;
            engine = before.engine;
            state = before.state;
            holder = before.holder;
            httpAddress = before.httpAddress;
            redisAddress = before.redisAddress;
            adoption = before.adoption;
            table = before.table;
            frames = before.frames;
        }
    }
}
