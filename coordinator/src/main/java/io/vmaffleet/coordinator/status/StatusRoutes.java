package io.vmaffleet.coordinator.status;

import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Which address answers what. Knows nothing of HTTP beyond path and parameters; safe for many threads.
final class StatusRoutes {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final int CLIPS_IF_NOT_SAID = 100;
    private static final Duration ACT_BOUND = Duration.ofSeconds(20);
    private static final long FURTHEST_OFFSET = 1_000_000_000;
    private static final Map<String, Answer> ASSETS = Map.of(
            "/", asset("index.html", "text/html; charset=utf-8"),
            "/page.css", asset("page.css", "text/css; charset=utf-8"),
            "/page.js", asset("page.js", "text/javascript; charset=utf-8"),
            "/icon.svg", asset("icon.svg", "image/svg+xml"));

    private final Supplier<RunSnapshot> snapshots;
    private final ClipPages clips;
    private final LoopPulse pulse;
    private final Throughput throughput;
    private final Map<String, Route> routes = Map.of(
            "/metrics", query -> metrics(),
            "/api/v1/run", this::run,
            "/api/v1/workers", this::workers,
            "/api/v1/clips", this::clips,
            "/api/v1/series", this::series);

    StatusRoutes(Supplier<RunSnapshot> snapshots, ClipPages clips, LoopPulse pulse, Throughput throughput) {
        this.snapshots = snapshots;
        this.clips = clips;
        this.pulse = pulse;
        this.throughput = throughput;
    }

    /// The answer to what needs no look at the run: the page's parts, and health, which must be told above all when
    /// the run cannot be looked at.
    Optional<Answer> atOnce(String path) {
        return path.equals("/healthz") ? Optional.of(health()) : Optional.ofNullable(ASSETS.get(path));
    }

    /// The answer to all else; it may wait for the run.
    Answer answer(String path, Query query) {
        Route route = routes.get(path);
        if (route == null) {
            return Answer.error(404, "There is nothing at " + path + "; the page is at /, the API below /api/v1.");
        }
        try {
            return route.answer(query);
        } catch (BadQueryException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        }
    }

    /// Who may act on the run and by what token.
    record Controlled(RunControl control, String token) {}

    /// Does what an operator asks for; it may wait for the run.
    Answer act(String path, Query query, RunControl control) {
        try {
            CompletableFuture<String> asked;
            switch (path) {
                case "/api/v1/pause" -> asked = control.pause();
                case "/api/v1/unpause" -> asked = control.unpause();
                case "/api/v1/cancel" -> asked = control.cancel();
                case "/api/v1/retry" -> asked = control.retry(query.reasons("reason"), Set.copyOf(query.all("clip")));
                default -> {
                    return Answer.error(404, "Nothing can be done at " + path + ".");
                }
            }
            return Answer.json(200, Json.object().put("said", asked.get(ACT_BOUND.toSeconds(), TimeUnit.SECONDS)));
        } catch (BadQueryException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            return Answer.error(
                    409,
                    String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
        } catch (TimeoutException e) {
            return Answer.error(
                    503, "The run has not answered for " + ACT_BOUND.toSeconds() + " s, and may still do it.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.error(503, "The status server is about to end.");
        }
    }

    /// Alive means that the run loop turns, not that this server answers.
    private Answer health() {
        long seconds = pulse.age().toSeconds();
        if (pulse.isAlive()) {
            return Answer.text(200, PLAIN, "ok: the run loop turned " + seconds + " s ago\n");
        }
        return Answer.text(
                503,
                PLAIN,
                "the run loop has not turned for " + seconds + " s (bound "
                        + pulse.bound().toSeconds()
                        + " s), so results are not being read: look at the coordinator's log, and stop and resume the"
                        + " run if it stays so\n");
    }

    private Answer metrics() {
        return Answer.text(200, PrometheusText.CONTENT_TYPE, Metrics.write(snapshots.get(), pulse));
    }

    private Answer run(Query query) {
        query.only(Set.of());
        return Answer.json(200, StatusJson.run(snapshots.get(), pulse));
    }

    private Answer workers(Query query) {
        query.only(Set.of());
        return Answer.json(200, StatusJson.workers(snapshots.get()));
    }

    private Answer clips(Query query) {
        query.only(Set.of("offset", "limit", "state"));
        long offset = query.whole("offset", 0, FURTHEST_OFFSET, 0);
        int limit = (int) query.whole("limit", 1, ClipPages.MOST, CLIPS_IF_NOT_SAID);
        Optional<ShownState> state = query.state("state");
        return Answer.json(200, StatusJson.clips(clips.page(offset, limit, state), offset, limit));
    }

    private Answer series(Query query) {
        query.only(Set.of());
        return Answer.json(200, StatusJson.series(throughput.series()));
    }

    private static Answer asset(String name, String contentType) {
        try (InputStream in = StatusRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's " + name + " is missing from the jar");
            }
            return new Answer(200, contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the page's " + name + " cannot be read from the jar", e);
        }
    }

    @FunctionalInterface
    private interface Route {
        Answer answer(Query query);
    }
}
