package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.status.Pace;
import io.vmaffleet.coordinator.status.RunDescription;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.RunId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void theBarFillsWithTheClipsThatHaveTheirEnd() {
        assertThat(ProgressBar.line(snapshot(0, 0), 200)).startsWith("[........................] 0/8");
        assertThat(ProgressBar.line(snapshot(3, 1), 200)).startsWith("[############............] 4/8, 1 failed");
        assertThat(ProgressBar.line(snapshot(8, 0), 200)).startsWith("[########################] 8/8");
    }

    @Test
    void aNarrowTerminalCutsTheLineInsteadOfBreakingIt() {
        assertThat(ProgressBar.line(snapshot(3, 1), 40)).hasSize(39);
    }

    @Test
    void onATerminalALineIsDrawnOverAndASentenceStandsAboveIt() {
        ProgressBar bar = new ProgressBar(out, true, 100, 1, () -> 0);

        bar.show(snapshot(1, 0));
        bar.say("a word");
        bar.end(snapshot(8, 0));

        String said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(said).startsWith("\r[").contains(" \ra word\n\r[").endsWith("\n");
    }

    @Test
    void elsewhereThereIsALineEverySoManyClips() {
        ProgressBar bar = new ProgressBar(out, false, 100, 2, () -> 0);

        for (int done = 0; done <= 5; done++) {
            bar.show(snapshot(done, 0));
            bar.show(snapshot(done, 0));
        }
        bar.end(snapshot(5, 0));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst(" .*", "")))
                .containsExactly("2/8", "4/8", "5/8");
    }

    @Test
    void elsewhereARunThatTakesLongForAClipIsNotSilent() {
        AtomicLong now = new AtomicLong();
        ProgressBar bar = new ProgressBar(out, false, 100, 200, now::get);

        for (int second = 0; second <= 125; second++) {
            now.set(Duration.ofSeconds(second).toNanos());
            bar.show(snapshot(1, 0));
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).hasLineCount(2);
    }

    private static RunSnapshot snapshot(long done, long failed) {
        return new RunSnapshot(
                new RunDescription(
                        new RunId("0011223344556677"),
                        "/x.parquet",
                        "default",
                        Optional.empty(),
                        Map.of(),
                        "",
                        Instant.EPOCH,
                        "1"),
                RunPhase.RUNNING,
                new ClipCounts(8, done, 8 - done - failed, 0, 0, 0, failed, 0),
                failed == 0 ? Map.of() : Map.of(FailureReason.TRUNCATED, failed),
                Map.of(),
                new Pace(0.5, 60, 100, Duration.ZERO, Optional.of(Duration.ofSeconds(9))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                0);
    }
}
