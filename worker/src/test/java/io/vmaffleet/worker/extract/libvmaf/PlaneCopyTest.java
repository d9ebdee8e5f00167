package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

final class PlaneCopyTest {
    @Test
    void rowsAreCopiedBetweenDifferentStridesAndPaddingIsLeftAlone() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_BYTE, new byte[] {1, 2, 9, 3, 4});
            MemorySegment to = arena.allocate(8);

            PlaneCopy.copy(from.address(), 3, to, 4, 2, 2);

            assertThat(to.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 0, 0, 3, 4, 0, 0);
        }
    }

    @Test
    void aStrideShorterThanARowIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlaneCopy.copy(memory.address(), -8, memory, 8, 8, 2));
        }
    }
}
