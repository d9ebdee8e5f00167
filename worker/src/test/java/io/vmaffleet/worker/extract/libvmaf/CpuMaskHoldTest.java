package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class CpuMaskHoldTest {
    private final CpuMaskHold hold = new CpuMaskHold();

    @Test
    void anotherMaskBesideAnOpenContextIsRefused() {
        hold.acquire(0);

        assertThatIllegalStateException().isThrownBy(() -> hold.acquire(0x3f));
        assertThatCode(() -> hold.acquire(0)).doesNotThrowAnyException();
    }

    @Test
    void anotherMaskMayFollowWhenAllAreClosed() {
        hold.acquire(0);
        hold.acquire(0);
        hold.release();
        assertThatIllegalStateException().isThrownBy(() -> hold.acquire(0x3f));

        hold.release();

        assertThatCode(() -> hold.acquire(0x3f)).doesNotThrowAnyException();
    }
}
