package io.vmaffleet.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// The ledger in memory answers as the one on the disk does, whatever is written and however often that one is opened
/// again.
class LedgerTwinTest {
    private static final List<ClipName> CLIPS = Rows.clips(4);

    @TempDir
    private Path folder;

    @RepeatedTest(10)
    void bothSayTheSameOfTheSameWrites() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LedgerWorld world = new LedgerWorld(folder).plan(CLIPS);
        InMemoryLedger memory = new InMemoryLedger();
        LedgerWorld.Session disk = world.open();
        try {
            for (int step = 0; step < 60; step++) {
                LedgerWrite write = write(random);

                assertThat(outcome(memory, write))
                        .as("seed %d, %s", seed, write)
                        .isEqualTo(disk.commit(write));
                if (random.nextInt(10) == 0) {
                    disk.close();
                    disk = world.open();
                }
                assertSame(memory, disk.ledger, seed);
            }
        } finally {
            disk.close();
        }
    }

    private static Committed.Outcome outcome(InMemoryLedger memory, LedgerWrite write) {
        List<Committed> told = new ArrayList<>();
        memory.submit(write);
        memory.commit(1, new CommitListener() {
            @Override
            public void committed(List<Committed> batch) {
                told.addAll(batch);
            }

            @Override
            public void broken(IOException cause) {
                throw new AssertionError(cause);
            }
        });
        return told.getFirst().outcome();
    }

    private static void assertSame(InMemoryLedger memory, RunLedger disk, long seed) throws IOException {
        for (ClipName clip : CLIPS) {
            assertThat(memory.done(clip)).as("seed %d, %s", seed, clip).isEqualTo(disk.done(clip));
            assertThat(memory.row(clip)).as("seed %d, %s", seed, clip).isEqualTo(disk.row(clip));
            assertThat(memory.history(clip)).as("seed %d, %s", seed, clip).isEqualTo(disk.history(clip));
        }
        List<FailedClip> inMemory = new ArrayList<>();
        List<FailedClip> onDisk = new ArrayList<>();
        memory.forEachGivenUp(inMemory::add);
        disk.forEachGivenUp(onDisk::add);
        assertThat(inMemory).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(onDisk);
    }

    private static LedgerWrite write(Random random) {
        ClipName clip = CLIPS.get(random.nextInt(CLIPS.size()));
        String task = random.nextInt(12) + "-0";
        return switch (random.nextInt(5)) {
            case 0 -> Rows.write(clip, Rows.row(random.nextInt(2)), task, "host-" + random.nextInt(2));
            case 1 -> LedgerWorld.attempt(Kind.EXPIRED, clip, task, Optional.of(Verdict.AGAIN));
            case 2 ->
                new LedgerWrite.Attempt(
                        Optional.empty(), AttemptEvent.retryRequested(clip, LedgerWorld.CLOCK.instant()));
            case 3 -> LedgerWorld.attempt(Kind.FAILED, clip, task, Optional.of(Verdict.FAILED));
            default -> LedgerWorld.attempt(Kind.FAILED, clip, task, Optional.of(Verdict.AGAIN_ALONE));
        };
    }
}
