package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.WireFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineProtocolTest {
    private static final EngineReady READY =
            new EngineReady(ScriptedEngine.FINGERPRINT, Map.of("libvmaf", "3.2.0", "decoder", "62.11"), 12.5);

    @Test
    void everyMessageToAnEngineReadsBackAsItself() {
        List<EngineMessage.ToEngine> messages = List.of(
                new EngineMessage.Measure("{\"clip\":\"ü\\n.mp4\"}"),
                new EngineMessage.Grant(),
                new EngineMessage.Stop());

        assertThat(messages)
                .allSatisfy(message -> assertThat(EngineProtocol.decodeToEngine(EngineProtocol.encode(message)))
                        .isEqualTo(message));
    }

    @Test
    void everyMessageFromAnEngineReadsBackAsItself() {
        List<EngineMessage.FromEngine> messages = List.of(
                new EngineMessage.Ready(READY),
                new EngineMessage.Needs(1L << 40, 0, 0.25),
                new EngineMessage.Frames(7),
                new EngineMessage.Scores("eJwDAAAAAAE="),
                new EngineMessage.Poisoned(Optional.empty(), "no libvmaf"),
                new EngineMessage.Poisoned(Optional.of(FailureReason.OUT_OF_MEMORY), "heap"),
                new EngineMessage.Result(Measurement.failed(FailureReason.TRUNCATED, "ends early")),
                new EngineMessage.Result(Measurement.handedBack("another recipe")),
                new EngineMessage.Result(new Measurement(
                        new ClipResult.Extracted(ScriptedEngine.row()), 60, 1234, true, Optional.of("said 640x360"))));

        assertThat(messages)
                .allSatisfy(message -> assertThat(EngineProtocol.decodeFromEngine(EngineProtocol.encode(message)))
                        .isEqualTo(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"kind\":\"result\"}",
                "{\"kind\":\"frames\"}",
                "{\"kind\":\"frames\",\"done\":\"7\"}",
                "{\"kind\":\"frames\",\"done\":7,\"more\":1}",
                "{\"kind\":\"scores\"}",
                "{\"kind\":\"measure\",\"task\":\"{}\"}",
                "{\"kind\":\"poisoned\",\"reason\":\"TIRED\",\"detail\":\"\"}",
                "{\"kind\":\"ready\",\"fingerprint\":\"x\",\"parts\":{},\"frames_per_second\":1}"
            })
    void whatIsNoMessageFromAnEngineIsRefused(String json) {
        assertThatThrownBy(() -> EngineProtocol.decodeFromEngine(json)).isInstanceOf(WireFormatException.class);
    }

    @Test
    void messagesKeepTheirBoundariesOnThePipe() throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        EngineChannel writer = new EngineChannel(new ByteArrayInputStream(new byte[0]), pipe, 100);

        writer.write("ümlaut");
        writer.write("");
        writer.write("x".repeat(100));

        EngineChannel reader = reader(pipe.toByteArray());
        assertThat(reader.read()).contains("ümlaut");
        assertThat(reader.read()).contains("");
        assertThat(reader.read()).contains("x".repeat(100));
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void aMessageCutByItsWritersDeathIsTheEnd() throws IOException {
        assertThat(reader(new byte[] {0, 0, 0, 5, 'h', 'a'}).read()).isEmpty();
    }

    @Test
    void aMessageBeyondTheBoundIsRefusedOnBothSides() {
        EngineChannel writer =
                new EngineChannel(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), 100);

        assertThatThrownBy(() -> writer.write("x".repeat(101))).isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> reader(new byte[] {0, 0, 0, 101}).read())
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("101 bytes");
        assertThatThrownBy(() -> reader("printed".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .read())
                .isInstanceOf(WireFormatException.class);
    }

    private static EngineChannel reader(byte[] bytes) {
        return new EngineChannel(new ByteArrayInputStream(bytes), new ByteArrayOutputStream(), 100);
    }
}
