package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusServerIT {
    private static final long CLIPS = 2_500;

    private final FakeNanoClock clock = new FakeNanoClock();
    private final StagedRun run = new StagedRun();
    private final LoopPulse pulse = new LoopPulse(Duration.ofSeconds(30), clock);
    private final StatusServer server = new StatusServer(run, StatusServerIT::page, pulse, null, Duration.ofMillis(20));
    private final HttpClient client = HttpClient.newHttpClient();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        address = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void itListensOnLoopbackAndClosesTwice() throws Exception {
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.getPort()).isPositive();

        server.close();
        server.close();
        assertThatThrownBy(() -> get("/healthz")).isInstanceOf(IOException.class);
    }

    @Test
    void aPortThatIsTakenIsToldInOneSentence() {
        try (StatusServer second = new StatusServer(run, StatusServerIT::page, pulse)) {
            assertThatThrownBy(() -> second.start("127.0.0.1", address.getPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + address.getPort())
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void healthFollowsTheRunLoopAndNotTheProcess() throws Exception {
        clock.pass(Duration.ofSeconds(30));
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        clock.pass(Duration.ofSeconds(2));
        HttpResponse<String> hung = get("/healthz");
        assertThat(hung.statusCode()).isEqualTo(503);
        assertThat(hung.body()).contains("has not turned for 32 s").contains("bound 30 s");

        pulse.turned();
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreInTheTextFormat() throws Exception {
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(PrometheusReader.read(answer.body()).value("vmaffleet_clips", "state", "done"))
                .isEqualTo(90_000);
    }

    @Test
    void theRunsNumbersAddUp() throws Exception {
        ObjectNode json = json(get("/api/v1/run"));

        JsonNode counts = json.get("counts");
        long sum = 0;
        for (ShownState state : ShownState.values()) {
            sum += counts.get(state.shown()).longValue();
        }
        assertThat(counts.get("total").longValue()).isEqualTo(152_265).isEqualTo(sum);
        assertThat(sumOf(json.get("failed_by_reason")))
                .isEqualTo(counts.get("failed").longValue());
        assertThat(sumOf(json.get("left_out_by_reason")))
                .isEqualTo(counts.get("left_out").longValue());
        assertThat(json.get("phase").textValue()).isEqualTo("running");
        assertThat(json.get("eta_seconds").longValue()).isEqualTo(73 * 60);
        assertThat(json.get("engine").textValue()).isEqualTo(StagedRun.ENGINE.value());
        assertThat(json.get("recent_clips").get(1).get("reason").textValue()).isEqualTo("TRUNCATED");
    }

    @Test
    void aPausedRunHasNoEnd() throws Exception {
        run.set(StagedRun.snapshot(StagedRun.counts(100, 10), RunPhase.PAUSED));

        assertThat(json(get("/api/v1/run")).get("eta_seconds").isNull()).isTrue();
    }

    @Test
    void workersAreShownWithTheirSlots() throws Exception {
        JsonNode workers = json(get("/api/v1/workers")).get("workers");

        assertThat(workers).hasSize(2);
        assertThat(workers.get(0).get("host").textValue()).isEqualTo("render-01");
        assertThat(workers.get(0).get("same_engine").booleanValue()).isTrue();
        assertThat(workers.get(0).get("heartbeat_age_seconds").doubleValue()).isEqualTo(4);
        JsonNode slot = workers.get(0).get("slots").get(2);
        assertThat(slot.get("clip").textValue()).isEqualTo("clip_render-01_2_540p.mp4");
        assertThat(slot.get("frames").longValue()).isEqualTo(80);
        assertThat(slot.get("this_run").booleanValue()).isTrue();
    }

    @Test
    void clipsComeInBoundedPages() throws Exception {
        ObjectNode first = json(get("/api/v1/clips"));
        assertThat(first.get("matching").longValue()).isEqualTo(CLIPS);
        assertThat(first.get("clips")).hasSize(100);
        assertThat(json(get("/api/v1/clips?limit=1000")).get("clips")).hasSize(1_000);

        ObjectNode failed = json(get("/api/v1/clips?state=failed&offset=10&limit=5"));
        assertThat(failed.get("clips")).hasSize(5);
        JsonNode row = failed.get("clips").get(0);
        assertThat(row.get("clip").textValue()).isEqualTo("clip 100.mp4");
        assertThat(row.get("state").textValue()).isEqualTo("failed");
        assertThat(row.get("reason").textValue()).isEqualTo("DECODE_ERROR");
        assertThat(row.get("attempts").intValue()).isEqualTo(2);
    }

    @Test
    void theHistoryGrowsByItself() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            ObjectNode series = json(get("/api/v1/series"));
            assertThat(series.get("queue_depth").size())
                    .isGreaterThan(2)
                    .isEqualTo(series.get("at_seconds").size());
            assertThat(series.get("queue_depth").get(0).doubleValue()).isEqualTo(32);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/clips?limit=0, 1 to 1000",
        "/api/v1/clips?limit=1001, 1 to 1000",
        "/api/v1/clips?limit=ten, ten",
        "/api/v1/clips?limit=, whole number",
        "/api/v1/clips?limit=99999999999999999999, whole number",
        "/api/v1/clips?offset=-1, -1",
        "/api/v1/clips?state=lost, in_flight",
        "/api/v1/clips?state=FAILED, failed",
        "/api/v1/clips?limit=1&limit=2, 2 times",
        "/api/v1/clips?page=2, page",
        "/api/v1/run?since=1, since",
        "/api/v1/workers?x, takes none",
        "/api/v1/series?x=1, takes none",
    })
    void aBadQueryIsToldInASentence(String path, String told) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").textValue()).contains(told).endsWith(".");
    }

    @Test
    void anEscapeThatIsNoneIsABadQuery() throws Exception {
        assertThat(raw("GET /api/v1/clips?state=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/api/v1", "/api/v1/run/", "/page.js/../metrics", "/..%2f..%2fetc%2fpasswd"})
    void anUnknownPathIsNotFound(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("error").textValue()).contains("There is nothing at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void onlyReadingIsAllowed(String method) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/api/v1/run"))
                        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(json(answer).get("error").textValue()).contains(method);
    }

    @Test
    void headAnswersWithoutABody() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/metrics")).HEAD().build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length")).isPresent();
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        String request =
                "GET /api/v1/run HTTP/1.1\r\nHost: evil.example:" + address.getPort() + "\r\nConnection: close\r\n\r\n";

        String answer = raw(request);

        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("konvid");
        assertThat(raw("GET /api/v1/run HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 403 ");
        assertThat(
                        raw(
                                "GET http://evil.example/api/v1/run HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.css", "/page.js", "/icon.svg", "/metrics", "/api/v1/run", "/nothing"})
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .contains("script-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void thePageAsksNobodyElse() throws Exception {
        for (String path : List.of("/", "/page.css", "/page.js")) {
            String body = get(path).body().replace("http://www.w3.org/2000/svg", "");
            assertThat(body).as(path).doesNotContainPattern("https?://").doesNotContain("innerHTML");
        }
    }

    @Test
    void aSnapshotThatCannotBeTakenIsAnAnswerToo() throws Exception {
        try (StatusServer broken = new StatusServer(
                () -> {
                    throw new IllegalArgumentException("clip counts do not add up: total 1");
                },
                StatusServerIT::page,
                pulse)) {
            address = broken.start("127.0.0.1", 0);

            HttpResponse<String> answer = get("/api/v1/run");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(json(answer).get("error").textValue()).contains("do not add up");
        }
    }

    @Test
    void aRunThatIsStuckDoesNotSilenceHealthAndFillsNoMemory() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        Supplier<RunSnapshot> never = () -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return run.get();
        };
        try (StatusServer hung = new StatusServer(never, StatusServerIT::page, pulse)) {
            address = hung.start("127.0.0.1", 0);
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                asked.add(client.sendAsync(
                        HttpRequest.newBuilder(uri("/api/v1/run")).build(), HttpResponse.BodyHandlers.ofString()));
            }

            CompletableFuture<Object> first = CompletableFuture.anyOf(asked.toArray(CompletableFuture<?>[]::new));
            assertThat(((HttpResponse<?>) first.get(20, TimeUnit.SECONDS)).statusCode())
                    .isEqualTo(503);
            clock.pass(Duration.ofSeconds(31));
            assertThat(get("/healthz").statusCode()).isEqualTo(503);
            assertThat(get("/").statusCode()).isEqualTo(200);

            stuck.countDown();
            for (CompletableFuture<HttpResponse<String>> one : asked) {
                assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isIn(200, 503);
            }
            assertThat(get("/api/v1/run").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void boundWiderItIsClosedWithoutTheToken() throws Exception {
        try (StatusServer open = new StatusServer(run, StatusServerIT::page, pulse)) {
            assertThatThrownBy(() -> open.start("0.0.0.0", 0)).hasMessageContaining("token");
        }
        try (StatusServer open = new StatusServer(run, StatusServerIT::page, pulse, "s3cret")) {
            address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), open.start("0.0.0.0", 0).getPort());

            HttpResponse<String> refused = get("/api/v1/run");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
            HttpResponse<String> allowed = client.send(
                    HttpRequest.newBuilder(uri("/api/v1/run"))
                            .header("Authorization", "Bearer s3cret")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(allowed.statusCode()).isEqualTo(200);
        }
    }

    private static ClipPage page(long offset, int limit, Optional<ShownState> state) {
        // every tenth clip failed, the rest is done
        List<ClipRow> all = LongStream.range(0, CLIPS)
                .mapToObj(i -> i % 10 == 0
                        ? new ClipRow(
                                "clip " + i + ".mp4", ShownState.FAILED, Optional.of(FailureReason.DECODE_ERROR), 2)
                        : new ClipRow("clip " + i + ".mp4", ShownState.DONE, Optional.empty(), 1))
                .filter(row -> state.isEmpty() || row.state() == state.get())
                .toList();
        return new ClipPage(all.size(), all.stream().skip(offset).limit(limit).toList());
    }

    private static long sumOf(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.longValue();
        }
        return sum;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static ObjectNode json(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        return Json.readObject(answer.body());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            reader.lines().forEach(line -> answer.append(line).append('\n'));
            return answer.toString();
        }
    }
}
