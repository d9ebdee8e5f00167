package io.vmaffleet.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FingerprintIT {
    private static EngineIdentity take(String decoder, List<String> streams) {
        return Fingerprint.take(TestLibrary.get(), decoder, streams);
    }

    @Test
    void anEngineHasTheSameFingerprintAtEveryStart() {
        EngineIdentity first = take("decoder 1", List.of("a", "b"));
        EngineIdentity second = take("decoder 1", List.of("a", "b"));

        assertThat(second).isEqualTo(first);
        assertThat(first.parts().keySet())
                .containsExactly("decoder", "libm", "libvmaf", "model", "scores.plain-c", "scores.simd", "streams");
    }

    @Test
    void anotherDecoderIsAnotherEngineAndTheDifferenceCanBeTold() {
        EngineIdentity one = take("decoder 1", List.of("a", "b"));
        EngineIdentity other = take("decoder 1", List.of("a", "c"));

        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
        assertThat(other.parts().get("streams")).isNotEqualTo(one.parts().get("streams"));
        assertThat(other.parts().get("libvmaf")).isEqualTo(one.parts().get("libvmaf"));
    }
}
