package io.vmaffleet.worker.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PathPipeIT {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int MORE_THAN_IT_HOLDS = 1 << 20;

    @Test
    void anotherProcessReadsByThePathWhatIsWritten() throws Exception {
        try (PathPipe pipe = PathPipe.open()) {
            Process reader = new ProcessBuilder("wc", "-c", pipe.path()).start();
            awaitReader(pipe);

            pipe.out().write(new byte[MORE_THAN_IT_HOLDS]);
            pipe.close();

            assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith(Integer.toString(MORE_THAN_IT_HOLDS));
        }
    }

    @Test
    void untilSomebodyOpensItThereIsNoReader() throws Exception {
        try (PathPipe pipe = PathPipe.open()) {
            assertThat(pipe.hasReader()).isFalse();

            try (InputStream here = Files.newInputStream(Path.of(pipe.path()))) {
                assertThat(pipe.hasReader()).isTrue();
            }

            assertThat(pipe.hasReader()).isFalse();
        }
    }

    @Test
    void aReaderThatDiesEndsTheWriting() throws Exception {
        try (PathPipe pipe = PathPipe.open()) {
            Process reader = new ProcessBuilder("sh", "-c", "exec 3<" + pipe.path() + "; kill -9 $$").start();
            reader.waitFor();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> writeForEver(pipe.out()))
                    .withMessageContaining("Broken pipe");
        }
    }

    @Test
    void closedTwiceItIsClosed() throws Exception {
        PathPipe pipe = PathPipe.open();
        pipe.close();
        pipe.close();

        assertThat(Path.of(pipe.path())).doesNotExist();
    }

    private static void writeForEver(OutputStream out) throws IOException {
        while (true) {
            out.write(new byte[MORE_THAN_IT_HOLDS]);
        }
    }

    private static void awaitReader(PathPipe pipe) {
        Awaitility.await().atMost(BOUND).until(pipe::hasReader);
    }
}
