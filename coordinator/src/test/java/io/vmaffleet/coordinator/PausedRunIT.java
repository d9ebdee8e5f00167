package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pause outlives the coordinator that was asked for it.
class PausedRunIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aRunThatWasPausedWhenItsCoordinatorDiedWaitsToBeUnpaused(@TempDir Path folder) throws Exception {
        CorpusFolder corpus =
                new CorpusFolder(folder).clip("a.mp4").clip("b.mp4").scores("video_name,video_score", "a.mp4,1");
        Path output = folder.resolve("X.parquet");
        OneRun run = new OneRun(corpus, output);
        run.run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip())));
        asIfItHadDiedPaused(output);
        AtomicInteger measured = new AtomicInteger();
        corpus.clip("c.mp4");

        CompletableFuture<RunOutcome> second = CompletableFuture.supplyAsync(() -> {
            try {
                return run.run(true, Disk.real(), task -> {
                    measured.incrementAndGet();
                    return new ClipResult.Extracted(Rows.of(task.clip()));
                });
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        await().ignoreExceptions()
                .until(() -> get(run.url() + "api/v1/run").matches("(?s).*\"phase\"\\s*:\\s*\"paused\".*"));
        assertThat(measured).hasValue(0);
        post(run.url() + "api/v1/unpause");
        assertThat(second.join().snapshot().counts().done()).isEqualTo(3);
        assertThat(measured).hasValue(1);
    }

    private static void asIfItHadDiedPaused(Path output) throws IOException {
        Path manifest = new LedgerFiles(output).run();
        String text = Files.readString(manifest);
        assertThat(text).contains("\"finished\"");
        Files.writeString(manifest, text.replace("\"finished\"", "\"paused\""));
    }

    private String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void post(String url) throws IOException, InterruptedException {
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Authorization", "Bearer token")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }
}
