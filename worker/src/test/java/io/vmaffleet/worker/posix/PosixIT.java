package io.vmaffleet.worker.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixIT {
    private static final int PROTOCOL_BYTES = 1_000_003;

    @TempDir
    Path folder;

    @Test
    void whatALibraryPrintsOnStandardOutputDoesNotReachTheProtocol() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName()))
                .redirectError(err.toFile())
                .start();

        byte[] protocol = process.getInputStream().readAllBytes();

        Files.write(out, protocol);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err)).contains("noise of a library");
        assertThat(process.exitValue()).isZero();
        assertThat(protocol).hasSize(PROTOCOL_BYTES);
        for (int i = 0; i < PROTOCOL_BYTES; i++) {
            if (protocol[i] != (byte) (i * 31)) {
                throw new AssertionError("byte " + i + " is " + protocol[i]);
            }
        }
    }

    @Test
    void anOpenFileIsReadUnderItsDescriptorAndClosedByIt() throws Exception {
        Path file = Files.writeString(folder.resolve("größe"), "content");

        int descriptor = open(file);

        assertThat(Files.readString(Path.of("/proc/self/fd/" + descriptor))).isEqualTo("content");
        Posix.close(descriptor);
        assertThat(Path.of("/proc/self/fd/" + descriptor)).doesNotExist();
    }

    @Test
    void aFailureHasTheCallItsSubjectAndTheSystemsWords() {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(() -> Posix.holdPlace(folder + "/nowhere"))
                .withMessage("open " + folder + "/nowhere: No such file or directory")
                .returns(PosixException.ENOENT, PosixException::errno);
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(() -> Posix.dup(123_456))
                .withMessage("dup 123456: Bad file descriptor");
    }

    @Test
    void aFifoWithoutAWriterDoesNotHoldUp() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        Posix.close(open(fifo));
    }

    @Test
    void aSecondDescriptorLeadsToTheSameFile() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "1");
        Path second = Files.writeString(folder.resolve("second"), "2");
        int a = open(first);
        int b = open(second);
        int copy = Posix.dup(a);

        Posix.dup2(copy, b);

        assertThat(Files.readString(Path.of("/proc/self/fd/" + b))).isEqualTo("1");
        for (int descriptor : List.of(a, b, copy)) {
            Posix.close(descriptor);
        }
    }

    private static int open(Path file) throws PosixException {
        int place = Posix.holdPlace(file.toString());
        int descriptor = Posix.openToRead(place, file.toString());
        Posix.close(place);
        return descriptor;
    }

    /// A process that keeps its standard output for a protocol.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, PosixException {
            byte[] protocol = new byte[PROTOCOL_BYTES];
            for (int i = 0; i < protocol.length; i++) {
                protocol[i] = (byte) (i * 31);
            }
            try (OutputStream out = Posix.moveStdoutAside()) {
                System.out.write("noise of a library\n".getBytes(StandardCharsets.UTF_8));
                System.out.flush();
                out.write(protocol, 0, 1000);
                out.write(protocol[1000]);
                out.write(protocol, 1001, protocol.length - 1001);
            }
        }
    }
}
