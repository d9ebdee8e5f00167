package io.vmaffleet.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineClassPathTest {
    @Test
    void anEngineGetsTheJarsThatItNeedsAlone() {
        assertThat(EngineClassPath.within("/l/worker-0.1.jar:/l/netty-buffer-4.jar:/l/common-0.1.jar:/l/picocli-4.jar"
                        + ":/l/ffmpeg-8-linux-x86_64.jar:/l/coordinator-0.1.jar"))
                .isEqualTo("/l/common-0.1.jar:/l/ffmpeg-8-linux-x86_64.jar:/l/worker-0.1.jar");
    }

    @Test
    void outsideOfAnAssembledFolderItGetsAll() {
        assertThat(EngineClassPath.within("/w/target/classes:/m2/jackson-core-2.jar"))
                .isEqualTo("/w/target/classes:/m2/jackson-core-2.jar");
    }
}
