package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EngineOutputTest {
    private final EngineOutput output = new EngineOutput("engine-0", 3);

    @Test
    void theLastLinesExplainADeath() {
        follow("1\n2\n3\n4\n5\n6\n7\nlast without its end");

        assertThat(output.explanation()).isEqualTo("3 | 4 | 5 | 6 | 7 | last without its end");
    }

    @Test
    void theHeadOfACrashReportExplainsItBetterThanItsHundredsOfLines() {
        follow("#\n# A fatal error has been detected:\n#\n#  SIGSEGV (0xb) at pc=0x1\n#\n# Problematic frame:\n"
                + "# C  [libvmaf.so.3+0x2f]\n#\n\nregisters\n".repeat(1) + "x\n".repeat(500));

        assertThat(output.explanation())
                .isEqualTo("A fatal error has been detected: | SIGSEGV (0xb) at pc=0x1 | Problematic frame:"
                        + " | C  [libvmaf.so.3+0x2f]");
    }

    @Test
    void aLineWithoutEndIsKeptInPart() {
        follow("x".repeat(1 << 20));

        assertThat(output.explanation()).hasSize(300);
    }

    @Test
    void anEarlierAttemptExplainsNothing() {
        follow("old\n");
        output.newAttempt();

        assertThat(output.explanation()).isEmpty();
    }

    private void follow(String text) {
        output.follow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
