package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
    @TempDir
    Path root;

    @BeforeEach
    void aHostOfSixteenMebibytes() throws IOException {
        write("proc/meminfo", "MemFree:  1 kB\nMemTotal:       16384 kB\n");
    }

    @Test
    void withoutControlGroupsItIsTheHosts() {
        assertThat(HostMemory.bytes(root)).isEqualTo(16 << 20);
    }

    @Test
    void inVersionTwoTheTightestGroupAboveCounts() throws IOException {
        write("proc/self/cgroup", "0::/pod/container\n");
        write("sys/fs/cgroup/pod/memory.max", "4194304\n");
        write("sys/fs/cgroup/pod/container/memory.max", "max\n");

        assertThat(HostMemory.bytes(root)).isEqualTo(4 << 20);
    }

    @Test
    void inAContainerTheMountsTopIsItsGroup() throws IOException {
        write("proc/self/cgroup", "0::/../../kubepods/x\n");
        write("sys/fs/cgroup/memory.max", "8388608\n");

        assertThat(HostMemory.bytes(root)).isEqualTo(8 << 20);
    }

    @Test
    void inVersionOneTheMemoryControllerCounts() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/docker/abc\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "2097152\n");

        assertThat(HostMemory.bytes(root)).isEqualTo(2 << 20);
    }

    @Test
    void thisHostHasSome() {
        assertThat(HostMemory.bytes()).isGreaterThan(64 << 20);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
