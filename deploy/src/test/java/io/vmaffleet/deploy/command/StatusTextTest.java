package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void aLivingRunShowsItsCountsItsPaceAndWhatEachSlotDoes() {
        List<String> lines = StatusText.of(Json.readObject("""
                {"run":{"run":"00112233445566aa","output":"/d/x.parquet","queue":"default","engine":"0123456789abcdef",
                 "phase":"running","counts":{"total":10,"done":4,"out":1,"waiting":2,"in_flight":2,"retrying":0,"failed":1,"left_out":0},
                 "queue_depth":1,"failed_by_reason":{"TRUNCATED":1},"left_out_by_reason":{},"clips_per_second":1.25,
                 "frames_per_second":150.4,"eta_seconds":65,"seconds_since_progress":2.3,"paused_because":["an operator wants it"],
                 "notices":[{"at":"2026-01-05T10:20:30Z","sentence":"a word"}]},
                 "workers":[{"host":"h1","pid":7,"engine":"0123456789abcdef","heartbeat_age_seconds":3.2,"clips_done":4,
                 "draining":false,"unfit":null,"slots":[
                 {"slot":0,"state":"measuring","clip":"a.mp4","frames":30,"frames_expected":120,"seconds":4.0},
                 {"slot":1,"state":"idle","clip":"","frames":0,"frames_expected":0,"seconds":0.0}]}]}
                """));

        assertThat(String.join("\\n", lines))
                .contains("/d/x.parquet  running")
                .contains("10 clips: 4 done, 2 in flight, 1 in the queue, 2 waiting, 0 retrying, 1 failed, 0 left out")
                .contains("1.25 clips/s, 150 frames/s, ETA 1:05")
                .contains("failed: 1 TRUNCATED")
                .contains("paused: an operator wants it")
                .containsPattern(":20:30  a word")
                .contains("h1:7")
                .contains("a.mp4")
                .contains("30/120");
    }

    @Test
    void aRestingRunShowsOnlyWhatItsFilesTell() {
        List<String> lines = StatusText.of(Json.readObject("""
                {"run":{"run":"00112233445566aa","output":"/d/x.parquet","queue":"default","engine":null,"phase":"stopped",
                 "counts":{"total":9,"done":4,"to_do":4,"failed":1,"left_out":0}},"workers":[]}
                """));

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("stopped").contains("engine not yet known");
        assertThat(lines.get(1)).isEqualTo("9 clips: 4 done, 4 to do, 1 failed, 0 left out");
        assertThat(lines.get(2)).isEqualTo("next: 'vmaf-fleet resume /d/x.parquet' goes on");
    }

    @Test
    void aFinishedRunWithFailuresSaysWhereTheyAreTold() {
        List<String> lines = StatusText.of(Json.readObject("""
                {"run":{"output":"/d/x.parquet","phase":"finished","state":"finished",
                 "counts":{"total":9,"done":8,"to_do":0,"failed":1,"left_out":0},"failed_by_reason":{"TRUNCATED":1}}}
                """));

        assertThat(lines)
                .contains("failed: 1 TRUNCATED")
                .anySatisfy(line -> assertThat(line).startsWith("next: 'vmaf-fleet failed /d/x.parquet'"));
    }

    @Test
    void aFinishedRunWhoseTableIsGoneSaysSo() {
        List<String> lines = StatusText.of(Json.readObject("""
                {"run":{"output":"/d/x.parquet","phase":"finished","state":"finished","table_missing":true,
                 "counts":{"total":9,"done":9,"to_do":0,"failed":0,"left_out":0}}}
                """));

        assertThat(lines.getFirst()).startsWith("/d/x.parquet  finished, but its table is missing  (");
        assertThat(lines.get(2)).contains("back from a copy", "'vmaf-fleet resume /d/x.parquet'");
    }

    @Test
    void aRestingRunThatIsPausedOrCancelledSaysSo() {
        String run = "{\"run\":{\"output\":\"/d/x.parquet\",\"phase\":\"stopped\",\"state\":\"%s\",\"counts\":{}}}";

        assertThat(StatusText.of(Json.readObject(run.formatted("paused"))).getFirst())
                .startsWith("/d/x.parquet  stopped, paused  (");
        assertThat(StatusText.of(Json.readObject(run.formatted("cancelled"))).getFirst())
                .startsWith("/d/x.parquet  stopped, cancelled  (");
        assertThat(StatusText.of(Json.readObject(run.formatted("running"))).getFirst())
                .startsWith("/d/x.parquet  stopped  (");
    }
}
