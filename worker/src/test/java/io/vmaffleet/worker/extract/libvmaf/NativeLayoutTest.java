package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout.PathElement;
import org.junit.jupiter.api.Test;

final class NativeLayoutTest {
    @Test
    void aPictureIsLaidOutAsLibvmaf3HasIt() {
        assertThat(VmafPicture.LAYOUT.byteSize()).isEqualTo(96);
        assertThat(pictureOffset("pix_fmt")).isZero();
        assertThat(pictureOffset("bpc")).isEqualTo(4);
        assertThat(pictureOffset("w")).isEqualTo(8);
        assertThat(pictureOffset("h")).isEqualTo(20);
        assertThat(pictureOffset("stride")).isEqualTo(32);
        assertThat(pictureOffset("data")).isEqualTo(56);
        assertThat(pictureOffset("ref")).isEqualTo(80);
        assertThat(pictureOffset("priv")).isEqualTo(88);
    }

    @Test
    void aConfigurationIsLaidOutAsLibvmaf3HasIt() {
        assertThat(VmafBindings.CONFIGURATION.byteSize()).isEqualTo(32);
        assertThat(VmafBindings.CONFIGURATION.byteOffset(PathElement.groupElement("cpumask")))
                .isEqualTo(16);
        assertThat(VmafBindings.MODEL_CONFIG.byteSize()).isEqualTo(16);
    }

    private static long pictureOffset(String field) {
        return VmafPicture.LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
