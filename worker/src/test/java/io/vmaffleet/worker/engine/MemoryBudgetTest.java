package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(100);
    private final AtomicInteger grants = new AtomicInteger();

    @Test
    void whatFitsIsGrantedAtOnce() {
        assertThat(ask(60).isGranted()).isTrue();
        assertThat(ask(40).isGranted()).isTrue();
        assertThat(grants).hasValue(2);
    }

    @Test
    void nobodyOvertakesABigDemand() {
        MemoryBudget.Ticket first = ask(60);
        MemoryBudget.Ticket big = ask(90);
        MemoryBudget.Ticket small = ask(10);

        assertThat(big.isGranted()).isFalse();
        assertThat(small.isGranted()).isFalse();

        first.close();
        assertThat(big.isGranted()).isTrue();
        assertThat(small.isGranted()).isTrue();
        assertThat(grants).hasValue(3);
    }

    @Test
    void whatExceedsTheWholeRunsAlone() {
        MemoryBudget.Ticket other = ask(1);
        MemoryBudget.Ticket huge = ask(Long.MAX_VALUE);
        assertThat(huge.isGranted()).isFalse();

        other.close();
        assertThat(huge.isGranted()).isTrue();
        MemoryBudget.Ticket next = ask(1);
        assertThat(next.isGranted()).isFalse();

        huge.close();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void aDemandThatIsWithdrawnStandsInNobodysWay() {
        MemoryBudget.Ticket first = ask(60);
        MemoryBudget.Ticket big = ask(90);
        MemoryBudget.Ticket small = ask(10);

        big.close();

        assertThat(small.isGranted()).isTrue();
        first.close();
        assertThat(ask(90).isGranted()).isTrue();
    }

    @Test
    void memoryGivenBackTwiceCountsOnce() {
        MemoryBudget.Ticket first = ask(60);
        first.close();
        first.close();

        ask(60);
        assertThat(ask(60).isGranted()).isFalse();
    }

    @Test
    void aHostKeepsATenthAndHalfAGibibyteButNeverMoreThanHalf() {
        assertThat(MemoryBudget.ofHost(10L << 30).totalBytes()).isEqualTo((9L << 30) - (512L << 20));
        assertThat(MemoryBudget.ofHost(512L << 20).totalBytes()).isEqualTo(256L << 20);
    }

    private MemoryBudget.Ticket ask(long bytes) {
        return budget.ask(bytes, grants::incrementAndGet);
    }
}
