package io.vmaffleet.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.ResultEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivingScoresTest {
    private final ArrivingScores arriving = new ArrivingScores();

    @Test
    void partsRightBeforeTheirResultAreItsScores() {
        take("1-0", "t", 0);
        take("1-1", "t", 1);

        ArrivingScores.Came came = arriving.before(result("t", 2));

        assertThat(came.entries()).containsExactly("1-0", "1-1");
        assertThat(came.parts()).containsExactly("scores 0", "scores 1");
        assertThat(arriving.strays()).isEmpty();
        assertThat(arriving.before(result("t", 0)).parts()).isEmpty();
    }

    @Test
    void aResultOfMorePartsThanCameHasNoneAndTakesTheirEntriesWithIt() {
        take("1-0", "t", 0);

        ArrivingScores.Came came = arriving.before(result("t", 2));

        assertThat(came.entries()).containsExactly("1-0");
        assertThat(came.parts()).isEmpty();
    }

    @Test
    void partsWhoseFirstIsCutOffAreStraysAsTheyCome() {
        take("1-1", "t", 1);
        take("1-2", "t", 2);

        assertThat(arriving.before(result("t", 3)).parts()).isEmpty();
        assertThat(arriving.strays()).containsExactly("1-1", "1-2");
    }

    @Test
    void partsBeforeAnothersResultAreStrays() {
        take("1-0", "t", 0);

        assertThat(arriving.before(result("u", 0)).entries()).isEmpty();
        assertThat(arriving.strays()).containsExactly("1-0");
        assertThat(arriving.strays()).isEmpty();
    }

    @Test
    void partsThatBeginAnewLeaveThoseBeforeStrays() {
        take("1-0", "t", 0);
        take("2-0", "t", 0);

        assertThat(arriving.before(result("t", 1)).entries()).containsExactly("2-0");
        assertThat(arriving.strays()).containsExactly("1-0");
    }

    @Test
    void whatIsReadFromTheBeginningIsTakenOnce() {
        take("1-0", "t", 0);
        arriving.rewind();
        take("1-0", "t", 0);

        assertThat(arriving.before(result("t", 1)).entries()).containsExactly("1-0");
        assertThat(arriving.strays()).isEmpty();
    }

    @Test
    void aResultIsNoPart() {
        assertThat(arriving.take(result("t", 1))).isFalse();
    }

    private void take(String entry, String task, int part) {
        Map<String, String> fields = Map.of("task", task, "part", Integer.toString(part), "scores", "scores " + part);
        assertThat(arriving.take(new ResultEntry(entry, fields))).isTrue();
    }

    private static ResultEntry result(String task, int parts) {
        return new ResultEntry("9-0", Map.of("task", task, "parts", Integer.toString(parts), "result", "{}"));
    }
}
