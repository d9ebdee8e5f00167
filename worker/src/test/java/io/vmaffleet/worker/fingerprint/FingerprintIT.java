package io.vmaffleet.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import io.vmaffleet.worker.extract.metric.FastExtractor;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FingerprintIT {
    private static EngineIdentity take(String decoder, Map<String, String> decoded) {
        return Fingerprint.take(
                new FastExtractor(new LibvmafExtractor(TestLibrary.get())), Map.of("libvmaf", "3"), decoder, decoded);
    }

    @Test
    void anEngineHasTheSameFingerprintAtEveryStart() {
        EngineIdentity first = take("decoder 1", Map.of("a.mp4", "1"));
        EngineIdentity second = take("decoder 1", Map.of("a.mp4", "1"));

        assertThat(second).isEqualTo(first);
        assertThat(first.parts().keySet())
                .containsExactly(
                        "decoder",
                        "decoder.a.mp4",
                        "libm",
                        "libvmaf",
                        "model",
                        "scores.fast",
                        "scores.plain-c",
                        "scores.simd");
    }

    @Test
    void aDecoderThatRoundsOtherwiseIsAnotherEngineAndTheDifferenceCanBeTold() {
        EngineIdentity one = take("decoder 1", Map.of("a.mp4", "1", "b.mp4", "2"));
        EngineIdentity other = take("decoder 1", Map.of("a.mp4", "1", "b.mp4", "3"));

        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
        assertThat(other.parts().get("decoder.b.mp4")).isNotEqualTo(one.parts().get("decoder.b.mp4"));
        assertThat(other.parts().get("decoder.a.mp4")).isEqualTo(one.parts().get("decoder.a.mp4"));
    }

    @Test
    void fastMetricsThatGiveOtherScoresAreAnotherEngine() {
        EngineIdentity fast = take("decoder 1", Map.of());
        EngineIdentity without = Fingerprint.take(
                new LibvmafExtractor(TestLibrary.get()), Map.of("libvmaf", "3"), "decoder 1", Map.of());

        assertThat(without.fingerprint()).isNotEqualTo(fast.fingerprint());
        assertThat(without.parts().get("scores.fast")).isNotEqualTo(fast.parts().get("scores.fast"));
        assertThat(without.parts().get("scores.simd")).isEqualTo(fast.parts().get("scores.simd"));
    }
}
