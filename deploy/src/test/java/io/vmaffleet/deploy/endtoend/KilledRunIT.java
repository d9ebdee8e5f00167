package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.deploy.demo.DemoCorpus;
import io.vmaffleet.queue.testing.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assembled thing on the demo's clips, with processes killed in the middle.
class KilledRunIT {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);
    private static final Duration MIDDLE_WITHIN = Duration.ofMinutes(2);

    @TempDir
    private static Path shared;

    private static DemoCorpus corpus = new DemoCorpus(Path.of(""), Path.of(""), Path.of(""));
    private static byte[] undisturbed = {};

    @TempDir
    private Path folder;

    @BeforeAll
    static void extractOnceUndisturbed() throws Exception {
        corpus = DemoCorpus.make(shared.resolve("corpus"));
        Path output = shared.resolve("undisturbed.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(shared, run(output))) {
            // the broken clip is a failed one
            assertThat(run.end()).as(run.said()).isEqualTo(1);
        }
        undisturbed = Files.readAllBytes(output);
    }

    @Test
    void aKilledCoordinatorLeavesNoProcessAndResumeGivesTheSameBytes() throws Exception {
        Path output = folder.resolve("killed.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(output))) {
            awaitRows(output, 2);

            List<ProcessHandle> below = run.kill();

            // engines, the watch and the embedded Redis
            assertThat(below).hasSizeGreaterThanOrEqualTo(3);
            await().atMost(GONE_WITHIN).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(output).doesNotExist();
        actWhileAnotherHasThePort(output);

        try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
            assertThat(resume.end()).as(resume.said()).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
    }

    /// The killed coordinator's port may have become somebody's who does not answer.
    private void actWhileAnotherHasThePort(Path output) throws Exception {
        URI address = URI.create(RunManifest.read(new LedgerFiles(output))
                .flatMap(RunManifest::httpAddress)
                .orElseThrow());
        try (ServerSocket silent = new ServerSocket(address.getPort(), 1, InetAddress.getByName(address.getHost()))) {
            assertThat(silent.isBound()).isTrue();
            say("pause", output, 0).contains("begins paused");
            say("status", output, 0).contains("stopped, paused");
        }
        say("unpause", output, 0).contains("resume " + output);
    }

    @Test
    void aDrainedRunEndsWithFiveAndRunGoesOnWithIt() throws Exception {
        Path output = folder.resolve("drained.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(output))) {
            awaitRows(output, 1);

            run.askToStop();

            assertThat(run.end()).as(run.said()).isEqualTo(5);
        }
        assertThat(output).doesNotExist();

        try (VmafFleetProcess again = VmafFleetProcess.start(folder, run(output))) {
            assertThat(again.end()).as(again.said()).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
    }

    @Test
    void aSharedRedisWithTwoWorkersBearsTheLossOfAWorkerAndOfTheCoordinator() throws Exception {
        Path output = folder.resolve("shared.parquet");
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess lost = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess staying = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess run = VmafFleetProcess.start(folder, with(run(output, "0"), "--redis", redis.uri()))) {
            awaitRows(output, 1);
            // the rows may be the other worker's
            await().atMost(MIDDLE_WITHIN).until(() -> !lost.descendants().isEmpty());

            List<ProcessHandle> engines = lost.kill();
            assertThat(engines).isNotEmpty();
            await().atMost(GONE_WITHIN).until(() -> engines.stream().noneMatch(ProcessHandle::isAlive));
            run.kill();

            try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
                assertThat(resume.end()).as(resume.said()).isEqualTo(1);
            }
            assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);

            assertThat(staying.isAlive()).as(staying.said()).isTrue();
            staying.askToStop();
            assertThat(staying.end()).as(staying.said()).isZero();
        }
    }

    /// With so few slots that there is a middle on any machine.
    private static String[] run(Path output) {
        return run(output, "2");
    }

    @Test
    void commandsFromAnotherShellActOnARunAtHand() throws Exception {
        Path output = folder.resolve("acted_on.parquet");
        say("pause", output, 2).contains("no run");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(output, "1"))) {
            awaitRows(output, 1);

            say("pause", output, 0).contains("the run pauses");
            say("status", output, 0).contains("paused");
            run.signal("STOP");
            say("unpause", output, 3).contains("there and does not answer");
            say("status", output, 0).contains("not answering");
            run.signal("CONT");
            say("unpause", output, 0).contains("the run goes on");
            say("cancel", output, 0).contains("resume " + output, "cancelled");

            assertThat(run.end()).as(run.said()).isEqualTo(5);
            assertThat(run.said()).contains("cancelled by an operator");
        }
        say("unpause", output, 0).contains("no operator has paused the run");
        say("pause", output, 0).contains("begins paused");
        say("status", output, 0).contains("paused");
        say("unpause", output, 0).contains("resume " + output);
        say("cancel", output, 0).contains("resume " + output, "cancelled");

        try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
            assertThat(resume.end()).as(resume.said()).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
        say("pause", output, 2).contains("is finished");
    }

    private AbstractStringAssert<?> say(String command, Path output, int exitCode) throws Exception {
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, command, output.toString())) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return assertThat(process.said());
        }
    }

    @Test
    void aWorkerThatSeesOtherFoldersCostsTheRunNoClip() throws Exception {
        Path output = folder.resolve("wrong_root.parquet");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess blind = VmafFleetProcess.start(folder, worker(redis, elsewhere));
                VmafFleetProcess run = VmafFleetProcess.start(folder, with(run(output, "0"), "--redis", redis.uri()))) {
            // alone it makes the run pause itself, and say why
            await().atMost(MIDDLE_WITHIN).until(() -> run.said().contains("no worker is fit for this run"));
            assertThat(run.said()).contains("outside of every root").contains("it pauses");

            try (VmafFleetProcess seeing = VmafFleetProcess.start(folder, worker(redis, corpus.clips()))) {
                assertThat(run.end())
                        .as(run.said() + blind.said() + seeing.said())
                        .isEqualTo(1);
            }
            assertThat(blind.said()).contains("not fit for run");
        }
        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
    }

    @Test
    void aFolderThatIsGoneForAWhileStopsALocalRunAndCostsNoClip() throws Exception {
        Path output = folder.resolve("gone.parquet");
        DemoCorpus mine = DemoCorpus.make(folder.resolve("corpus"));
        Path away = folder.resolve("away");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(mine, output, "2"))) {
            awaitRows(output, 1);
            Files.move(mine.clips(), away);

            assertThat(run.end()).as(run.said()).isEqualTo(5);
            assertThat(run.said()).contains("no worker is fit for this run");
        }
        Files.move(away, mine.clips());

        try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
            assertThat(resume.end()).as(resume.said()).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
    }

    private static String[] run(Path output, String slots) {
        return run(corpus, output, slots);
    }

    private static String[] run(DemoCorpus corpus, Path output, String slots) {
        return VmafFleetProcess.run(
                corpus.clips(),
                corpus.scores(),
                output,
                "--metadata-jsonl",
                corpus.sidecar().toString(),
                "--workers",
                slots);
    }

    private static String[] worker(RedisProcess redis) {
        return worker(redis, corpus.clips());
    }

    private static String[] worker(RedisProcess redis, Path root) {
        return new String[] {"worker", "--redis", redis.uri(), "--slots", "1", "--root", root.toString()};
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void awaitRows(Path output, int count) {
        String name = String.valueOf(output.getFileName()).replace(".parquet", ".rows.jsonl");
        Path staging = output.resolveSibling(name);
        await().atMost(MIDDLE_WITHIN).until(() -> lines(staging) >= count);
    }

    private static int lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
