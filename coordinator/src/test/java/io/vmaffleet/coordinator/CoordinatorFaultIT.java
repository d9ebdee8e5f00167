package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.FaultyLayer;
import io.vmaffleet.coordinator.ledger.FaultyLayer.Fault;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.ForeignLedgerException;
import io.vmaffleet.coordinator.ledger.LedgerDamagedException;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerHeldException;
import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.ledger.UnusableOutputException;
import io.vmaffleet.coordinator.table.FramesDataset;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole coordinator, from its start to its table, with a fault at each of its steps on the disk, ledger's and
/// table's alike; then another one that goes on. Redis is empty each time, as after a crash of everything.
class CoordinatorFaultIT {
    private static final long SEED = 20_261_125;
    private static final int AT_ONCE = 8;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path root;

    /// Whether the runs want the scores of each frame.
    private boolean withFrames;

    /// What a run may be told from its first start on, each on what the one before has left.
    private enum Life {
        /// Paused, let go on, and cancelled in the middle.
        CANCELLED,
        /// Goes on to its table, one clip left out and one failed.
        FINISHED,
        /// One clip more.
        EXTENDED,
        /// Other scores, nothing to extract.
        RELABELLED,
        /// The failed clip is to be tried again, asked of a ledger that nobody holds.
        RETRY_ASKED,
        /// Then the resting run is cancelled, of which the next resume makes nothing.
        CANCEL_NOTED,
        /// And is measured.
        RETRIED;

        /// What an operator does after a fault in it.
        List<Life> recovery() {
            return switch (this) {
                case CANCELLED -> List.of(FINISHED);
                case RETRY_ASKED -> List.of(RETRY_ASKED, RETRIED);
                case CANCEL_NOTED -> List.of(CANCEL_NOTED, RETRIED);
                case FINISHED, EXTENDED, RELABELLED, RETRIED -> List.of(this);
            };
        }
    }

    @ParameterizedTest
    // what TORN does, POWER_LOSS does too
    @CsvSource({"KILLED,false", "POWER_LOSS,false", "ERROR,false", "POWER_LOSS,true", "ERROR,true"})
    void whateverStepFailsTheNextCoordinatorEndsWithTheSameBytes(Fault fault, boolean frames) throws Exception {
        withFrames = frames;
        Path state = Files.createDirectory(root.resolve("beginning"));
        World.corpus(state);

        for (Life life : Life.values()) {
            Path before = state;
            World sound = new World(copy(before, "sound-" + life), withFrames);
            sound.live(life, FaultyLayer.sound());
            state = sound.folder;
            byte[] expected = recovered(life, sound);

            boolean struck = true;
            for (int first = 1; struck; first += AT_ONCE) {
                struck = strike(life, fault, before, expected, first);
            }
        }
    }

    /// Goes through some steps at once, since a run mostly waits.
    ///
    /// @return whether all of them were reached
    private boolean strike(Life life, Fault fault, Path before, byte[] expected, int first) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boolean>> reached = new ArrayList<>();
            for (int step = first; step < first + AT_ONCE; step++) {
                int one = step;
                reached.add(threads.submit(() -> strikeOne(life, fault, before, expected, one)));
            }
            boolean all = true;
            for (Future<Boolean> one : reached) {
                all &= one.get();
            }
            return all;
        }
    }

    private boolean strikeOne(Life life, Fault fault, Path before, byte[] expected, int step) throws Exception {
        String when = fault + " at step " + step + " of " + life + ", seed " + SEED;
        World world = new World(copy(before, life + "-" + step), withFrames);
        FaultyLayer layer = new FaultyLayer(step, fault, SEED + step);
        Exception end = world.endOf(life, layer);
        assertThat(end != null).as("%s: %s", when, end).isEqualTo(layer.struck());
        if (end != null) {
            // what the command ends with exit code 3 for
            assertThat(end)
                    .as(when)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOfAny(
                            LedgerHeldException.class,
                            UnusableOutputException.class,
                            ForeignLedgerException.class,
                            LedgerDamagedException.class);
        }
        assertThat(layer.stepsAfterFault()).as("%s: %s", when, end).isZero();

        assertThat(recovered(life, world)).as(when).isEqualTo(expected);
        delete(world.folder);
        return layer.struck();
    }

    /// Table and frames after the recovery, which measures nothing again that `.done` names.
    private byte[] recovered(Life life, World found) throws Exception {
        World world = new World(copy(found.folder, found.folder.getFileName() + "-recovered"), withFrames);
        Set<String> safe = world.done();
        world.unpause();
        for (Life next : life.recovery()) {
            world.live(next, FaultyLayer.sound());
        }
        assertThat(world.measured).filteredOn(safe::contains).isEmpty();
        assertThat(world.files.staging()).doesNotExist();
        ObjectNode manifest = Json.readObject(Files.readString(world.files.scriptManifest()));
        assertThat(manifest.path("run_provenance")
                        .path("outputs")
                        .path("parquet")
                        .path("sha256")
                        .asText())
                .isEqualTo(FileDigest.of(world.files.output()).sha256());
        assertThat(world.files.frames()).doesNotExist();
        byte[] bytes = world.bytes();
        delete(world.folder);
        return bytes;
    }

    private Path copy(Path folder, String name) throws IOException {
        Path copy = root.resolve(name);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file)));
            }
        }
        Path manifest = copy.resolve("X.run.json");
        if (Files.exists(manifest)) {
            // where the scores of frames shall be is an absolute path
            Files.writeString(
                    manifest,
                    Files.readString(manifest).replace(folder.resolve("frames") + "\"", copy.resolve("frames") + "\""));
        }
        return copy;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    /// A corpus, its output beside it, and who works on it.
    private static final class World {
        private final Path folder;
        private final CorpusFolder corpus;
        private final LedgerFiles files;
        private final Set<String> measured = ConcurrentHashMap.newKeySet();
        private final OneRun run;

        World(Path folder, boolean withFrames) {
            this.folder = folder;
            this.corpus = new CorpusFolder(folder);
            this.files = new LedgerFiles(folder.resolve("X.parquet"));
            this.run = new OneRun(
                    corpus, files.output(), withFrames ? Optional.of(folder.resolve("frames")) : Optional.empty());
        }

        /// Of the table and, where there is one, the dataset of its frames.
        private byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Files.readAllBytes(files.output()));
            for (Path part : FramesDataset.parts(folder.resolve("frames"))) {
                bytes.writeBytes(Files.readAllBytes(part));
            }
            return bytes.toByteArray();
        }

        static void corpus(Path folder) {
            CorpusFolder corpus = new CorpusFolder(folder);
            corpus.scores("video_name,video_score", "a.mp4,1", "b.mp4,2", "c.mp4,3", "d.mp4,4", "e.mp4,5");
            Stream.of("a.mp4", "b.mp4", "c.mp4", "d.mp4").forEach(corpus::clip);
        }

        /// How a life ended that was to go wrong; null if it did not.
        private @Nullable Exception endOf(Life life, FaultyLayer layer) {
            try {
                live(life, layer);
                return null;
            } catch (IOException | InterruptedException | RuntimeException e) {
                return e;
            }
        }

        void live(Life life, FaultyLayer layer) throws IOException, InterruptedException {
            LedgerEdit edit =
                    new LedgerEdit(files, QueueFleet.Opening.none(), sentence -> {}, Clock.systemUTC(), layer);
            if (life == Life.RETRY_ASKED) {
                edit.retry(new RetryChoice(Set.of(), Set.of()));
                return;
            }
            if (life == Life.CANCEL_NOTED) {
                edit.mark(RunManifest.State.CANCELLED);
                return;
            }
            if (life == Life.EXTENDED) {
                corpus.clip("e.mp4");
            }
            if (life == Life.RELABELLED) {
                corpus.scores("video_name,video_score", "a.mp4,5", "b.mp4,4", "c.mp4,3", "d.mp4,2", "e.mp4,1");
            }
            run.run(life == Life.EXTENDED, new Disk(layer, layer.tableFiles()), task -> answer(life, task));
        }

        private ClipResult answer(Life life, ClipTask task) {
            String clip = task.clip().value();
            if (clip.equals("b.mp4")) {
                return new ClipResult.Failed(FailureReason.TOO_SMALL, "64x64");
            }
            if (clip.equals("c.mp4") && life.compareTo(Life.RETRIED) < 0) {
                return new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early");
            }
            if (life == Life.CANCELLED && clip.equals("a.mp4")) {
                post("pause");
                post("unpause");
            }
            if (life == Life.CANCELLED && clip.equals("d.mp4")) {
                post("cancel");
            }
            measured.add(clip);
            return new ClipResult.Extracted(Rows.of(task.clip()));
        }

        /// Whatever it comes to: the ledger may be dead.
        private void post(String wish) {
            try {
                CLIENT.send(
                        HttpRequest.newBuilder(URI.create(run.url() + "api/v1/" + wish))
                                .header("Authorization", "Bearer token")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                assertThat(e).hasNoSuppressedExceptions();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /// A run that died paused would stay so.
        void unpause() throws IOException {
            if (Files.exists(files.run())) {
                Files.writeString(files.run(), Files.readString(files.run()).replace("\"paused\"", "\"running\""));
            }
        }

        /// The names whose rows are safe.
        Set<String> done() throws IOException {
            if (!Files.exists(files.done())) {
                return Set.of();
            }
            String text = Files.readString(files.done());
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(name -> name.indexOf(0) < 0)
                    .collect(Collectors.toSet());
        }
    }
}
