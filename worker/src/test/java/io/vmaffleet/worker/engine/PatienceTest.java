package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration STALL = Duration.ofSeconds(60);

    private final SettableClock clock = new SettableClock();
    private final Patience patience = new Patience(STALL, clock::nanoTime);

    @Test
    void itEndsWithoutASignAndASignBeginsItAnew() {
        look(Duration.ofSeconds(59));
        assertThat(patience.left()).isPositive();

        patience.within(STALL);
        look(Duration.ofSeconds(59));
        assertThat(patience.left()).isPositive();

        look(Duration.ofSeconds(1));
        assertThat(patience.left()).isNotPositive();
        assertThat(patience.isPastDeadline()).isFalse();
    }

    @Test
    void aDeadlineComesWhateverSignsThereAre() {
        patience.endsWithin(Duration.ofSeconds(100));

        look(Duration.ofSeconds(50));
        patience.within(STALL);
        look(Duration.ofSeconds(50));

        assertThat(patience.left()).isNotPositive();
        assertThat(patience.isPastDeadline()).isTrue();
    }

    @Test
    void aSupervisorThatWasFrozenBlamesNoEngine() {
        patience.endsWithin(Duration.ofSeconds(100));
        look(Duration.ofSeconds(10));

        clock.advance(Duration.ofMinutes(5));

        assertThat(Duration.ofNanos(patience.left())).isEqualTo(Duration.ofSeconds(50));
        assertThat(patience.isPastDeadline()).isFalse();
        look(Duration.ofSeconds(50));
        assertThat(patience.left()).isNotPositive();
    }

    /// Lets time pass as the supervisor does, with a look each half second.
    private void look(Duration passing) {
        for (long half = 0; half < passing.toMillis() / 500; half++) {
            clock.advance(Duration.ofMillis(500));
            patience.left();
        }
    }
}
