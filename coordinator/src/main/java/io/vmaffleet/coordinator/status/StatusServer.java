package io.vmaffleet.coordinator.status;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows a run over HTTP: health, metrics, JSON and the page, and lets who holds its token act on it. One thread starts
/// and closes it.
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final Duration SERIES_STEP = Duration.ofSeconds(2);
    /// 16 minutes at the first step; from then on the step doubles and the room stays.
    private static final int SERIES_POINTS = 480;
    private static final Duration LISTEN_BOUND = Duration.ofSeconds(10);
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(2);
    private static final int IDLE_SECONDS = 30;
    /// Requests that may wait for the run at once: were it stuck, polling pages must not fill the memory.
    private static final int MOST_WAITING = 64;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Supplier<RunSnapshot> snapshots;
    private final StatusRoutes routes;
    private final Throughput throughput;
    private final Duration seriesStep;
    private final @Nullable String token;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final ScheduledExecutorService history = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("status-history").factory());
    private StatusRoutes.@Nullable Controlled control;
    private boolean closed;
    private @Nullable Vertx vertx;

    /// A server that is bound to loopback only.
    ///
    /// @param snapshots called by many threads, at each request
    /// @param pulse turned by the run loop
    public StatusServer(Supplier<RunSnapshot> snapshots, ClipPages clips, LoopPulse pulse) {
        this(snapshots, clips, pulse, null, SERIES_STEP);
    }

    /// A server that may be bound wider; each request must hold the token.
    public StatusServer(Supplier<RunSnapshot> snapshots, ClipPages clips, LoopPulse pulse, String token) {
        this(snapshots, clips, pulse, token, SERIES_STEP);
    }

    StatusServer(
            Supplier<RunSnapshot> snapshots,
            ClipPages clips,
            LoopPulse pulse,
            @Nullable String token,
            Duration seriesStep) {
        this.snapshots = snapshots;
        this.throughput = new Throughput(seriesStep, SERIES_POINTS, System::nanoTime);
        this.routes = new StatusRoutes(snapshots, clips, pulse, throughput);
        this.token = token;
        this.seriesStep = seriesStep;
    }

    /// Lets whoever shows the token act on the run, by POST; to be called before [#start].
    public void control(RunControl control, String token) {
        this.control = new StatusRoutes.Controlled(control, token);
    }

    /// Listens, and begins to keep the history that the page draws.
    ///
    /// @param port 0 for any free one
    /// @return where it listens
    /// @throws IOException if it cannot listen there; the message says what to do
    public InetSocketAddress start(String host, int port) throws IOException {
        if (vertx != null || closed) {
            throw new IllegalStateException("a status server starts once");
        }
        InetAddress bound = InetAddress.getByName(host);
        Gate gate = new Gate(bound, token);
        Vertx started = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setUseDaemonThread(true)
                // it serves no file, so it needs no cache folder on disk
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx = started;
        try {
            HttpServer server = started.createHttpServer(new HttpServerOptions()
                            .setHttp2ClearTextEnabled(false) // nobody needs the upgrade, which can stall
                            .setIdleTimeout(IDLE_SECONDS))
                    .requestHandler(request -> handle(started, gate, request))
                    .listen(port, bound.getHostAddress())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LISTEN_BOUND.toSeconds(), TimeUnit.SECONDS);
            // it never fails: observe keeps its faults to itself
            ScheduledFuture<?> _ =
                    history.scheduleAtFixedRate(this::observe, 0, seriesStep.toMillis(), TimeUnit.MILLISECONDS);
            return new InetSocketAddress(bound, server.actualPort());
        } catch (ExecutionException | TimeoutException e) {
            close();
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "The status page cannot listen on " + host + ":" + port + " (" + why.getMessage()
                            + "): choose another port, or 0 for any free one.",
                    e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the status page was about to listen on " + host + ":" + port, e);
        }
    }

    /// Stops listening; may be called twice.
    @Override
    public void close() {
        Vertx open = vertx;
        vertx = null;
        closed = true;
        history.shutdown();
        if (open == null) {
            return;
        }
        try {
            // what is being answered is answered, within a bound; nothing new is taken meanwhile
            if (!waiting.tryAcquire(MOST_WAITING, ANSWER_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("The status page closes with requests unanswered");
            }
            open.close().toCompletionStage().toCompletableFuture().get(LISTEN_BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The status page did not close in order; its threads end with the process.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Vertx on, Gate gate, HttpServerRequest request) {
        Optional<Answer> refused = gate.refusal(
                request.authority() == null ? null : request.authority().host(), request.getHeader("Authorization"));
        if (refused.isPresent()) {
            send(request, refused.get());
            return;
        }
        StatusRoutes.Controlled controlled = control;
        if (request.method().equals(HttpMethod.POST) && controlled != null) {
            act(on, controlled, request);
            return;
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("Allow", "GET, HEAD");
            send(request, Answer.error(405, "Only GET and HEAD are answered here, not " + request.method() + "."));
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "");
        Optional<Answer> atOnce = routes.atOnce(path);
        if (atOnce.isPresent()) {
            send(request, atOnce.get());
            return;
        }
        answerLater(on, request, () -> withQuery(request, query -> routes.answer(path, query)));
    }

    /// An answer may wait for a lock or for the run, and the event loop must not.
    private void answerLater(Vertx on, HttpServerRequest request, Callable<Answer> answer) {
        if (!waiting.tryAcquire()) {
            send(
                    request,
                    Answer.error(503, "The run answers none of " + MOST_WAITING + " earlier requests; try later."));
            return;
        }
        on.executeBlocking(answer, false)
                .onComplete(done -> waiting.release())
                .onSuccess(made -> send(request, made))
                .onFailure(fault -> {
                    LOG.warn("{} could not be answered", request.path(), fault);
                    send(request, Answer.error(500, "The run cannot answer: " + fault.getMessage()));
                });
    }

    /// A wish always needs the token, on loopback too: any page in a browser of this host could post here.
    private void act(Vertx on, StatusRoutes.Controlled controlled, HttpServerRequest request) {
        if (!Gate.holdsToken(request.getHeader("Authorization"), controlled.token())) {
            send(request, Answer.error(401, "Acting on a run needs its control token, as a bearer token."));
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "");
        answerLater(on, request, () -> withQuery(request, query -> routes.act(path, query, controlled.control())));
    }

    private static Answer withQuery(HttpServerRequest request, Function<Query, Answer> answer) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            MultiMap given = request.params();
            given.names().forEach(name -> parameters.put(name, given.getAll(name)));
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "The query cannot be read (" + e.getMessage() + "): escape it as URLs are.");
        }
        return answer.apply(new Query(parameters));
    }

    private static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        HEADERS.forEach(response::putHeader);
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", "Basic realm=\"vmaf-fleet\", charset=\"UTF-8\"");
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("Content-Length", Integer.toString(answer.body().length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }

    private void observe() {
        try {
            throughput.observe(snapshots.get());
        } catch (RuntimeException e) {
            LOG.debug("No point in the history now; the next one comes soon", e);
        }
    }
}
