package io.vmaffleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCodecTest {
    private static final FeatureRow ROW =
            TestRows.k150k(960, 540, 60000 / 1001.0, true, 0.5005, Collections.nCopies(25, FeatureStats.constant(0.1)));

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void rowsReadBackAsTheSameDoubles(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            AttemptReport report = report(new ClipResult.Extracted(row(random)));

            ResultMessage message = ResultCodec.encode(report);

            assertThat(message.kind()).isEqualTo(ResultMessage.Kind.EXTRACTED);
            assertThat(ResultCodec.decode(ResultCodec.fields(message)))
                    .as("seed %d", seed)
                    .isEqualTo(report);
        }
    }

    @Test
    void whatWasComparedReadsBack() {
        FeatureRow row = new FeatureRow(
                ROW.width(),
                ROW.height(),
                ROW.fps(),
                ROW.isHdr(),
                ROW.motionFpsWeight(),
                ROW.values(),
                Optional.of(TestRows.PAIR));
        AttemptReport report = report(new ClipResult.Extracted(row));

        assertThat(ResultCodec.decode(ResultCodec.fields(ResultCodec.encode(report))))
                .isEqualTo(report);
    }

    @Test
    void whatHasNoValueIsTheBareWord() {
        FeatureRow row = TestRows.k150k(1, 1, 0, false, 1, Collections.nCopies(25, FeatureStats.NONE));

        ResultMessage message = ResultCodec.encode(report(new ClipResult.Extracted(row)));

        assertThat(message.result()).contains("\"vmaf_mean\":NaN,\"vmaf_std\":NaN");
        assertThat(ResultCodec.decode(ResultCodec.fields(message)).result()).isEqualTo(new ClipResult.Extracted(row));
    }

    @Test
    void theColumnsStandInTheTablesOrder() {
        var object = Json.object();
        RowCodec.put(object, ROW);

        assertThat(object.fieldNames())
                .toIterable()
                .startsWith("width", "height", "fps", "is_hdr", "motion_fps_weight", "adm2_mean", "adm2_std")
                .endsWith("speed_chroma_uv_mean", "speed_chroma_uv_std")
                .hasSize(5 + 2 * Recipe.K150K.features().size());
    }

    @ParameterizedTest
    @EnumSource
    void failuresReadBackAsTheyWereWritten(FailureReason reason) {
        AttemptReport report = report(new ClipResult.Failed(reason, "line one\nand \"two\""));

        ResultMessage message = ResultCodec.encode(report);

        assertThat(message.kind()).isEqualTo(ResultMessage.Kind.FAILED);
        assertThat(ResultCodec.decode(ResultCodec.fields(message))).isEqualTo(report);
    }

    @Test
    void whatIsHandedBackReadsBackAsItWasWritten() {
        AttemptReport report = report(new ClipResult.HandedBack("drained"));

        ResultMessage message = ResultCodec.encode(report);

        assertThat(message.kind()).isEqualTo(ResultMessage.Kind.HANDED_BACK);
        assertThat(ResultCodec.decode(ResultCodec.fields(message))).isEqualTo(report);
    }

    @Test
    void thePlainFieldsSayWhatCanBeJudgedWithoutReading() {
        assertThat(ResultCodec.fields(ResultCodec.encode(report(new ClipResult.Extracted(ROW)))))
                .containsEntry("run", "0123456789abcdef")
                .containsEntry("clip", "a.mp4")
                .containsEntry("task", "17-3")
                .containsEntry("engine", "fedcba9876543210")
                .containsEntry("recipe", "00112233")
                .containsEntry("size", "5000000000")
                .containsOnlyKeys("run", "clip", "task", "engine", "recipe", "size", "result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "clip", "task", "recipe", "size", "result"})
    void aMissingFieldIsNamed(String name) {
        Map<String, String> fields = fields();
        fields.remove(name);

        assertThatThrownBy(() -> ResultCodec.decode(fields))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @CsvSource({"run, no run", "clip, a/b", "size, many", "size, 9223372036854775808"})
    void aPlainFieldThatCannotBeIsRefused(String name, String value) {
        Map<String, String> fields = fields();
        fields.put(name, value);

        assertThatThrownBy(() -> ResultCodec.decode(fields)).isInstanceOf(WireFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"vmaf_mean\":0.1|\"vmaf_mean\":Infinity",
                "\"vmaf_mean\":0.1|\"vmaf_mean\":-Infinity",
                "\"vmaf_mean\":0.1|\"vmaf_mean\":1e999",
                "\"vmaf_mean\":0.1|\"vmaf_mean\":null",
                "\"vmaf_mean\":0.1|\"vmaf_mean\":\"NaN\"",
                "\"width\":960|\"width\":0",
                "\"width\":960|\"width\":960.5",
                "\"is_hdr\":true|\"is_hdr\":1",
                "\"row\":{|\"raw\":{",
                "\"row\":{|\"row\":[{",
                "\"provenance\":{|\"origin\":{",
                "\"frames\":240|\"frames\":\"many\"",
                "\"worker\":\"host:1:00000001\"|\"worker\":\"\""
            })
    void aRowThatCannotBeReadIsRefused(String found, String replacement) {
        Map<String, String> fields = fields();
        assertThat(fields.get("result")).contains(found);
        fields.compute("result", (_, json) -> String.valueOf(json).replace(found, replacement));

        assertThatThrownBy(() -> ResultCodec.decode(fields)).isInstanceOf(WireFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"reason\":\"TIRED\",\"detail\":\"\"}",
                "{\"handed_back\":7}",
                "{\"reason\":\"DEADLINE\"}"
            })
    void whatIsNoResultIsRefused(String json) {
        Map<String, String> fields = fields();
        fields.put("result", json);

        assertThatThrownBy(() -> ResultCodec.decode(fields)).isInstanceOf(WireFormatException.class);
    }

    private static Map<String, String> fields() {
        return new HashMap<>(ResultCodec.fields(ResultCodec.encode(report(new ClipResult.Extracted(ROW)))));
    }

    private static AttemptReport report(ClipResult result) {
        EngineFingerprint engine = new EngineFingerprint("fedcba9876543210");
        return new AttemptReport(
                new RunId("0123456789abcdef"),
                new ClipName("a.mp4"),
                "17-3",
                "00112233",
                5_000_000_000L,
                result,
                new Provenance(
                        "host",
                        new WorkerId("host:1:00000001"),
                        engine,
                        240,
                        1 / 3.0,
                        true,
                        Optional.of("960x540 was said, 540x960 is")));
    }

    private static FeatureRow row(Random random) {
        List<FeatureStats> stats = IntStream.range(0, 25)
                .mapToObj(_ -> TestRows.stats(value(random), value(random)))
                .toList();
        return TestRows.k150k(1 + random.nextInt(4096), 1, random.nextDouble() * 120, random.nextBoolean(), 1, stats);
    }

    /// Any bit pattern but the infinities.
    private static double value(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return random.nextInt(8) == 0 || Double.isInfinite(value) ? Double.NaN : value;
    }
}
