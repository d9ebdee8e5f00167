package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.HostName;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks the coordinator of a run how it stands, by the address that it left in `X.run.json`.
final class LivingRun {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration ACT_BOUND = Duration.ofSeconds(30);

    /// The phase of a run whose coordinator is there and does not answer.
    static final String SILENT = "not answering";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BOUND)
            .build();

    /// `{"run": ..., "workers": [...]}`, or its phase alone when it is [#SILENT]; empty when no coordinator of this run
    /// answers there.
    Optional<ObjectNode> ask(RunManifest manifest) throws InterruptedException {
        if (manifest.httpAddress().isEmpty() || isElsewhere(manifest)) {
            return Optional.empty();
        }
        String address = manifest.httpAddress().get();
        RunId run = manifest.run();
        try {
            ObjectNode status = Json.object();
            status.set("run", get(address, "/api/v1/run"));
            // Somebody else may have got the port since.
            if (!run.value().equals(status.path("run").path("run").asText())) {
                return Optional.empty();
            }
            status.set("workers", get(address, "/api/v1/workers").path("workers"));
            return Optional.of(status);
        } catch (HttpTimeoutException e) {
            if (manifest.holder().filter(LivingRun::hasDied).isPresent()) {
                return Optional.empty();
            }
            // somebody has the port and is silent: most likely the coordinator, held up
            ObjectNode status = Json.object();
            status.putObject("run").put("phase", SILENT);
            return Optional.of(status);
        } catch (IOException | WireFormatException e) {
            return Optional.empty();
        }
    }

    /// Asks a living run's coordinator to do something.
    ///
    /// @param path below `/api/v1/`, with its query
    /// @return its answer, one sentence; empty when no coordinator of this run answers there
    /// @throws CommandException if it refuses, or this user has no token for it
    Optional<String> act(RunManifest manifest, String path) throws IOException, InterruptedException {
        Optional<ObjectNode> status = ask(manifest);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        String where = manifest.holder()
                .map(holder -> "on host " + holder.host() + " (process " + holder.pid() + ")")
                .orElse("elsewhere");
        if (!status.get().has("workers")) {
            throw CommandException.environment("the run's coordinator " + where
                    + " is there and does not answer; nothing was asked of it: is it stopped, or its host overloaded?");
        }
        String token = ControlToken.find(manifest.run())
                .orElseThrow(
                        () -> CommandException.usage(
                                "the run is at work, started " + where
                                        + ", and this user has no token for it here: type the command there, as the user who started it"));
        HttpResponse<String> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(URI.create(manifest.httpAddress().orElseThrow())
                                    .resolve("/api/v1/" + path))
                            .timeout(ACT_BOUND)
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (HttpTimeoutException e) {
            throw CommandException.environment("the run's coordinator " + where + " has not answered for "
                    + ACT_BOUND.toSeconds() + " s; it may still do what it was asked: look with 'vmaf-fleet status'");
        }
        ObjectNode answer = Json.readObject(response.body());
        if (response.statusCode() == 503) {
            throw CommandException.environment("the run's coordinator " + where + ": "
                    + answer.path("error").asText("it cannot answer now") + " Look with 'vmaf-fleet status'");
        }
        if (response.statusCode() != 200) {
            throw CommandException.usage(answer.path("error")
                    .asText("the run's coordinator " + where + " answers with status " + response.statusCode()
                            + " and says nothing"));
        }
        return Optional.of(answer.path("said").asText());
    }

    /// Whether a run was last held on another host, whose loopback address means somebody else here.
    static boolean isElsewhere(RunManifest manifest) {
        return manifest.httpAddress().isPresent()
                && manifest.holder()
                        .filter(holder -> !holder.host().equals(HostName.get()))
                        .isPresent();
    }

    /// Whether a coordinator of this host is no more, so that whoever has its port, or its process id, is somebody
    /// else.
    private static boolean hasDied(RunManifest.Holder holder) {
        return ProcessHandle.of(holder.pid())
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .filter(started -> started.isBefore(holder.since().plusSeconds(1)))
                .isEmpty();
    }

    private ObjectNode get(String address, String path) throws IOException, InterruptedException {
        URI uri =
                URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) + path : address + path);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri).timeout(BOUND).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answers " + response.statusCode());
        }
        return Json.readObject(response.body());
    }
}
