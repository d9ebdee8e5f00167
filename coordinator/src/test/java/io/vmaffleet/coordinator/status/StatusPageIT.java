package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Heartbeat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusPageIT {
    private static final Path PICTURES = Path.of("target", "status-page");
    private static final String HOSTILE =
            "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script>&amp;.mp4";

    private final FakeNanoClock clock = new FakeNanoClock();
    private StagedRun run = new StagedRun();
    private LoopPulse pulse = new LoopPulse(Duration.ofSeconds(30), clock);
    private StatusServer server = newServer();
    private int port;
    private @Nullable HeadlessChromium browser;

    @BeforeAll
    void openBrowser(@TempDir Path profile) {
        Assumptions.assumeTrue(
                HeadlessChromium.isThere(), "no chromium and chromedriver on the PATH, so the page is not looked at");
        browser = new HeadlessChromium(profile);
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() throws IOException {
        run = new StagedRun();
        pulse = new LoopPulse(Duration.ofSeconds(30), clock);
        server = newServer();
        port = server.start("127.0.0.1", 0).getPort();
        page().console();
        page().open("http://127.0.0.1:" + port + "/");
    }

    /// The page goes first: one that is left open would go on asking a server that is gone.
    @AfterEach
    void stop() {
        page().open("about:blank");
        page().becomeOrdinary();
        server.close();
    }

    @Test
    void itShowsWhatTheRunSaysAndFollowsIt() {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));
        assertThat(page().text("output")).isEqualTo("konvid-150k.parquet");
        assertThat(page().text("phase")).isEqualTo("running");
        assertThat(page().text("percent")).isEqualTo("59.1 %");
        assertThat(page().text("eta")).startsWith("1 h 13 min left");
        assertThat(page().text("queue-now")).isEqualTo("32");
        assertThat(page().text("clips-now")).isEqualTo("14.3");
        assertThat(page().text("frames-now")).isEqualTo("3,421");
        assertThat(page().text("notices")).contains("another engine");
        assertThat(page().text("reasons")).contains("TRUNCATED").contains("TOO_SMALL");
        soon(() -> assertThat(page().text("workers")).contains("render-01").contains("clip_render-01_3_540p.mp4"));
        soon(() -> assertThat(page().see("document.querySelectorAll('.chart path.line').length"))
                .isEqualTo(3L));

        run.set(StagedRun.snapshot(new ClipCounts(152_265, 152_263, 0, 0, 0, 0, 2, 0), RunPhase.FINISHED));

        soon(() -> assertThat(page().text("count-done")).isEqualTo("152,263"));
        assertThat(page().text("phase")).isEqualTo("finished");
        assertThat(page().text("percent")).isEqualTo("100.0 %");
        assertThat(page().see("document.title")).isEqualTo("100 % konvid-150k.parquet - vmaf-fleet");
        assertThat(page().see("document.getElementById('progress').getAttribute('aria-valuetext')"))
                .isEqualTo("100.0 %, 152,265 of 152,265 clips ended");
        assertThat(page().console()).isEmpty();
    }

    @Test
    void theCountsThatAreShownAddUp() {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));

        assertThat(page().see("""
                ['done','in_flight','out','waiting','retrying','failed','left_out']
                    .map(s => Number(document.getElementById('count-' + s).innerText.replaceAll(',', '')))
                    .reduce((a, b) => a + b)"""))
                .isEqualTo(152_265L)
                .isEqualTo(page().see("Number(document.getElementById('count-total').innerText.replaceAll(',', ''))"));
    }

    @Test
    void hostileNamesAreText() {
        run.set(hostile());

        soon(() -> assertThat(page().text("workers")).contains(HOSTILE));
        soon(() -> assertThat(page().text("recent")).contains(HOSTILE));
        soon(() -> assertThat(page().text("clips")).contains(HOSTILE));
        soon(() -> assertThat(page().text("notices")).contains(HOSTILE));
        assertThat(page().see("typeof window.broken")).isEqualTo("undefined");
        assertThat(page().see("document.querySelectorAll('main img, main script').length"))
                .isEqualTo(0L);
        assertThat(page().console()).isEmpty();
    }

    @Test
    void everyTileTurnsGreyWithItsAgeWhenTheServerIsGoneAndComesBack() throws IOException {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));
        soon(() -> assertThat(page().see("document.querySelectorAll('#clips tr').length"))
                .isEqualTo(1L));
        assertThat(page().see("document.querySelectorAll('.tile.stale').length"))
                .isEqualTo(0L);

        server.close();

        long tiles = (Long) page().see("document.querySelectorAll('[data-source]').length");
        soon(() -> assertThat(page().see("document.querySelectorAll('.tile.stale').length"))
                .isEqualTo(tiles));
        assertThat(page().see("[...document.querySelectorAll('.age')].every(a => / old$/.test(a.innerText))"))
                .isEqualTo(true);
        assertThat(page().text("banner")).contains("does not answer");
        assertThat(page().text("phase")).isEqualTo("no answer");
        assertThat(page().text("count-done")).isEqualTo("90,000");
        assertThat(page().console()).allMatch(said -> said.contains("ERR_CONNECTION_REFUSED"));

        server = newServer();
        server.start("127.0.0.1", port);

        soon(() -> assertThat(page().see("document.querySelectorAll('.tile.stale').length"))
                .isEqualTo(0L));
        assertThat(page().text("banner")).isEmpty();
        assertThat(page().text("phase")).isEqualTo("running");
    }

    @Test
    void itTurnsGreyWhenTheServerAnswersButTheRunLoopHangs() {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));

        clock.pass(Duration.ofSeconds(45));

        soon(() -> assertThat(page().text("banner")).contains("run loop does not turn"));
        assertThat(page().see("document.querySelectorAll('.tile:not(.stale)').length"))
                .isEqualTo(0L);
        assertThat(page().see("document.querySelector('.age').innerText")).isEqualTo("45 s old");
    }

    @Test
    void itAsksNothingWhileNobodyLooks() {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));

        page().run("""
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => window.away });
                window.away = true;
                document.dispatchEvent(new Event('visibilitychange'));
                window.asked = 0;
                const fetched = window.fetch;
                window.fetch = (...how) => { window.asked += 1; return fetched(...how); };""");
        Awaitility.await()
                .during(Duration.ofMillis(2_500))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(page().see("window.asked")).isEqualTo(0L));

        page().run("window.away = false; document.dispatchEvent(new Event('visibilitychange'));");
        soon(() -> assertThat((Long) page().see("window.asked")).isPositive());
    }

    @Test
    void clipsAreTurnedPageByPage() {
        soon(() -> assertThat(page().text("clips-range")).isEqualTo("1 to 1 of 1"));

        page().run(
                        "const s = document.getElementById('clips-state'); s.value = 'done'; s.dispatchEvent(new Event('change'));");
        soon(() -> assertThat(page().text("clips-range")).isEqualTo("1 to 15 of 60"));
        page().run("document.getElementById('clips-next').click()");
        soon(() -> assertThat(page().text("clips-range")).isEqualTo("16 to 30 of 60"));
        page().run("document.getElementById('clips-next').click()");
        soon(() -> assertThat(page().text("clips-range")).isEqualTo("31 to 45 of 60"));
        page().run("document.getElementById('clips-next').click()");
        soon(() -> assertThat(page().text("clips-range")).isEqualTo("46 to 60 of 60"));
        assertThat(page().see("document.getElementById('clips-next').disabled")).isEqualTo(true);
        assertThat(page().text("clips")).contains("done 59.mp4");
    }

    /// Keeps pictures in `target/status-page`, for eyes.
    @Test
    void itFitsAPhone() throws IOException {
        soon(() -> assertThat(page().text("count-done")).isEqualTo("90,000"));
        soon(() -> assertThat(page().see("document.querySelectorAll('.chart path.line').length"))
                .isEqualTo(3L));
        page().picture(PICTURES.resolve("desktop.png"));
        page().becomeDark();
        page().picture(PICTURES.resolve("desktop-dark.png"));
        page().becomePhone();

        soon(() ->
                assertThat(page().see("document.documentElement.clientWidth")).isEqualTo(390L));
        assertThat((Long) page().see("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390L);
        page().picture(PICTURES.resolve("phone.png"));
    }

    private HeadlessChromium page() {
        return Objects.requireNonNull(browser);
    }

    private static void soon(ThrowingRunnable holds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(holds);
    }

    private StatusServer newServer() {
        return new StatusServer(() -> run.get(), StatusPageIT::page, pulse, null, Duration.ofMillis(100));
    }

    private static ClipPage page(long offset, int limit, Optional<ShownState> state) {
        List<ClipRow> rows = new ArrayList<>();
        rows.add(new ClipRow(HOSTILE, ShownState.FAILED, Optional.of(FailureReason.TRUNCATED), 2));
        for (int i = 0; i < 60; i++) {
            rows.add(new ClipRow("done " + i + ".mp4", ShownState.DONE, Optional.empty(), 1));
        }
        rows.removeIf(row -> state.isPresent() && row.state() != state.get());
        return new ClipPage(rows.size(), rows.stream().skip(offset).limit(limit).toList());
    }

    private static RunSnapshot hostile() {
        RunSnapshot good = StagedRun.snapshot(StagedRun.counts(1_000, 10), RunPhase.RUNNING);
        Heartbeat heartbeat = StagedRun.heartbeat(
                HOSTILE, List.of(new Heartbeat.Slot(0, "measuring", StagedRun.RUN.value(), HOSTILE, 3, 0, Double.NaN)));
        return new RunSnapshot(
                good.description(),
                good.phase(),
                good.counts(),
                good.failedByReason(),
                good.leftOutByReason(),
                good.pace(),
                List.of(new WorkerView(heartbeat, Duration.ofSeconds(1))),
                List.of(new RecentClip(HOSTILE, ShownState.DONE, Optional.empty(), HOSTILE, 3, 1)),
                List.of(HOSTILE),
                List.of(new Notice(Instant.EPOCH, HOSTILE)),
                List.of(),
                0,
                0,
                0);
    }
}
