package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.queue.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run of pairs by the recipe `chug-full` bears what one of clips by themselves does.
class KilledPairsIT {
    private static final Duration MIDDLE_WITHIN = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private ChugCorpus corpus;

    @BeforeEach
    void pairs() throws IOException {
        corpus = ChugCorpus.make(folder);
    }

    @Test
    void aWipedRedisADeadWorkerAndADeadCoordinatorCostNoPair() throws Exception {
        Path undisturbed = folder.resolve("undisturbed.parquet");
        say(0, run(undisturbed, "--workers", "1"));

        Path output = folder.resolve("disturbed.parquet");
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess lost = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess staying = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess run =
                        VmafFleetProcess.start(folder, run(output, "--workers", "0", "--redis", redis.uri()))) {
            await().atMost(MIDDLE_WITHIN).until(() -> rows(output) >= 1);
            redis.command("FLUSHALL");
            await().atMost(MIDDLE_WITHIN).until(() -> !lost.descendants().isEmpty());
            lost.kill();
            await().atMost(MIDDLE_WITHIN).until(() -> rows(output) >= 2 || Files.exists(output));
            run.kill();

            say(0, "resume", output.toString());
            assertThat(output).hasSameBinaryContentAs(undisturbed);
            assertThat(staying.isAlive()).as(staying.said()).isTrue();
        }
        say(0, "verify", output.toString());
    }

    private String[] run(Path output, String... more) throws IOException {
        return Stream.concat(
                        Stream.of(
                                "run",
                                "--clips-dir",
                                corpus.clips().toString(),
                                "--metadata-jsonl",
                                corpus.sidecar().toString(),
                                "--recipe",
                                "chug-full",
                                "--limit",
                                "4",
                                "--out",
                                output.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private String[] worker(RedisProcess redis) {
        return new String[] {
            "worker",
            "--redis",
            redis.uri(),
            "--slots",
            "1",
            "--root",
            corpus.clips().toString()
        };
    }

    private void say(int exitCode, String... arguments) throws Exception {
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, arguments)) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
        }
    }

    private static int rows(Path output) throws IOException {
        Path staging =
                output.resolveSibling(String.valueOf(output.getFileName()).replace(".parquet", ".rows.jsonl"));
        return Files.exists(staging) ? Files.readAllLines(staging).size() : 0;
    }
}
