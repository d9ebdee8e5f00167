package io.vmaffleet.worker.extract.vmafcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Score;
import io.vmaffleet.worker.extract.vmafcli.VmafReport.MalformedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmafReportTest {
    private static final Map<Score, List<String>> NAMES = Map.of(
            Feature.ADM2, List.of("integer_adm2"),
            Feature.MOTION, List.of("VMAF_integer_feature_motion_sad_score", "integer_motion"));

    @Test
    void scoresAreReadFrameByFrameAndTheRestIsPassedOver() throws MalformedException {
        VmafReport report = read("""
                {
                  "version": "3.2.0",
                  "fps": null,
                  "frames": [
                    {
                      "frameNum": 0,
                      "metrics": {
                        "integer_adm2": 1.0000002818320095,
                        "ciede2000": null,        "integer_motion": 0.000000
                      }
                    },
                    {"frameNum": 1, "metrics": {"integer_motion": 2.5, "integer_adm2": 0.9}}
                  ],
                  "pooled_metrics": {"integer_adm2": {"min": 0.9, "frames": [1]}},
                  "aggregate_metrics": {
                  }
                }
                """, 1);

        assertThat(report.frames()).isEqualTo(2);
        assertThat(report.scores().get(Feature.ADM2)).containsExactly(1.0000002818320095, 0.9);
        assertThat(report.scores().get(Feature.MOTION)).containsExactly(0, 2.5);
    }

    @Test
    void theFirstNameThatIsThereCounts() throws MalformedException {
        VmafReport report = read(frames(frame(0, "1", "7", "8")), 1);

        assertThat(report.scores().get(Feature.MOTION)).containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "NaN", "-Infinity", "+INF", "\"nan\"", "\"-inf\"", "\"Infinity\"", "1e999"})
    void whatIsNotFiniteIsNaN(String value) throws MalformedException {
        assertThat(read(frames(frame(0, value, "1")), 1).scores().get(Feature.ADM2))
                .containsExactly(Double.NaN);
    }

    @Test
    void aClipOfManyFramesHasThemAll() throws MalformedException {
        String[] many = IntStream.range(0, 1000)
                .mapToObj(index -> frame(index, Integer.toString(index), "1"))
                .toArray(String[]::new);

        VmafReport report = read(frames(many), 1);

        assertThat(report.frames()).isEqualTo(1000);
        assertThat(report.scores().get(Feature.ADM2)).hasSize(1000).endsWith(998, 999);
    }

    @Test
    void ofThreeFramesOneHasScores() throws MalformedException {
        assertThat(read(frames(frame(0, "1", "1"), frame(3, "1", "1")), 3).frames())
                .isEqualTo(2);
    }

    @Test
    void aReportOfNoFramesIsOne() throws MalformedException {
        assertThat(read(frames(), 1).frames()).isZero();
    }

    @Test
    void aNameThatIsExpectedAndNotThereIsAnError() {
        assertMalformed(frames("{\"frameNum\": 0, \"metrics\": {\"integer_adm2\": 1}}"), "integer_motion");
        assertMalformed(
                frames(frame(0, "1", "1"), "{\"frameNum\": 1, \"metrics\": {\"integer_adm2\": 1}}"),
                "frame 1 has no 'VMAF_integer_feature_motion_sad_score'");
    }

    @Test
    void framesOutOfOrderAreAnError() {
        assertMalformed(frames(frame(0, "1", "1"), frame(2, "1", "1")), "frame 2 where frame 1");
        assertMalformed(frames("{\"metrics\": {}}"), "without a number");
        assertMalformed(frames("{\"frameNum\": 0}"), "no 'metrics'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"high\"", "true", "[1]"})
    void whatIsNoNumberIsAnError(String value) {
        assertMalformed(frames(frame(0, value, "1")), "no score");
    }

    @Test
    void aReportThatIsCutAnywhereIsAnError() {
        String whole = frames(frame(0, "1", "1"), frame(1, "2", "2"));
        for (int length = 0; length < whole.strip().length(); length++) {
            assertMalformed(whole.substring(0, length), "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "nonsense", "{}", "{\"frames\": 3}", "{\"error\": \"no device\"}"})
    void whatIsNoReportIsAnError(String text) {
        assertMalformed(text, "");
    }

    private static String frames(String... frames) {
        return "{\"frames\": [" + String.join(",", frames) + "], \"pooled_metrics\": {}}";
    }

    /// @param motions under as many names
    private static String frame(int number, String adm2, String... motions) {
        List<String> names = NAMES.getOrDefault(Feature.MOTION, List.of());
        return "{\"frameNum\": " + number + ", \"metrics\": {\"integer_adm2\": " + adm2
                + IntStream.range(0, motions.length)
                        .mapToObj(index -> ", \"" + names.get(index) + "\": " + motions[index])
                        .collect(Collectors.joining())
                + "}}";
    }

    private static VmafReport read(String json, int subsample) throws MalformedException {
        return VmafReport.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), NAMES, subsample);
    }

    private static void assertMalformed(String json, String part) {
        assertThatExceptionOfType(MalformedException.class)
                .as(json)
                .isThrownBy(() -> read(json, 1))
                .withMessageContaining(part);
    }
}
