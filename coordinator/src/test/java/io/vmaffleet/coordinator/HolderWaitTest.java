package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerHeldException;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run whose lock is free and whose coordinator still shows in Redis.
class HolderWaitTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<String> released = new ArrayList<>();
    private final DrainSwitch drain = new DrainSwitch();
    private Path output = Path.of("");
    private Optional<RunManifest> begun = Optional.empty();

    @BeforeEach
    void begin() throws Exception {
        CorpusFolder corpus = new CorpusFolder(folder).clip("a.mp4").scores("video_name,video_score", "a.mp4,1");
        output = folder.resolve("X.parquet");
        new OneRun(corpus, output).run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip())));
        begun = RunManifest.read(new LedgerFiles(output));
    }

    @Test
    void aCoordinatorThatLivesOnAnotherHostIsNamedWithItsProcessAtTheBound() {
        Deque<Long> nanos = new ArrayDeque<>(List.of(0L, Duration.ofSeconds(45).toNanos()));

        assertThatThrownBy(() -> waiting(nanos::removeFirst, "there:4711:00").untilGone(begun.orElseThrow()))
                .isInstanceOf(LedgerHeldException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid() + " on host ");
        assertThat(said).singleElement().asString().contains("there:4711:00", "45 s");
    }

    @Test
    void oneThatIsGoneMeanwhileIsWaitedForAndTakenOverFrom() throws Exception {
        waiting(() -> 0, "there:4711:00", "").untilGone(begun.orElseThrow());

        assertThat(said).hasSize(1);
    }

    @Test
    void oneOfThisHostWhoseProcessIsGoneLosesItsHoldAtOnce() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        String holder = HostName.get() + ":" + dead.pid() + ":0a0b";

        waiting(() -> 0, holder, "").untilGone(begun.orElseThrow());

        assertThat(released).containsExactly(holder);
        assertThat(said).singleElement().asString().contains(holder + " is dead");
    }

    @Test
    void oneOfThisHostThatLivesIsWaitedFor() throws Exception {
        waiting(() -> 0, HostName.get() + ":" + ProcessHandle.current().pid() + ":0a0b", "")
                .untilGone(begun.orElseThrow());

        assertThat(released).isEmpty();
    }

    @Test
    void nobodyIsWaitedForWhereNobodyShows() throws Exception {
        waiting(() -> 0, "").untilGone(begun.orElseThrow());

        assertThat(said).isEmpty();
    }

    @Test
    void aSignalEndsTheWaiting() {
        drain.drain();

        assertThatThrownBy(() -> waiting(() -> 0, "there:4711:00").untilGone(begun.orElseThrow()))
                .isInstanceOf(LedgerHeldException.class);
    }

    /// @param holders what Redis shows, look by look; empty for nobody
    private HolderWait waiting(LongSupplier nanos, String... holders) {
        Deque<String> looks = new ArrayDeque<>(List.of(holders));
        Fleet.Opener fleets = new Fleet.Opener() {
            @Override
            public Fleet open(Path clipsFolder) {
                throw new AssertionError("no fleet is needed");
            }

            @Override
            public Optional<String> holder(RunId run) {
                return Optional.of(looks.removeFirst()).filter(holder -> !holder.isEmpty());
            }

            @Override
            public void release(RunId run, String holder) {
                released.add(holder);
            }
        };
        return new HolderWait(output, fleets, drain, nanos, said::add);
    }
}
