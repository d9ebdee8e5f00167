package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A small file system of a test's own, really mounted. Where this user may not mount, the test is skipped.
final class MountedDisk implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;

    private final Path folder;
    private final Path image;

    private MountedDisk(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
    }

    /// In memory, of so many bytes.
    static MountedDisk inMemory(Path folder, long bytes) throws IOException, InterruptedException {
        MountedDisk disk = new MountedDisk(Files.createDirectory(folder), folder);
        assumeThat(disk.tried("mount", "-t", "tmpfs", "-o", "size=" + bytes, "test", folder.toString()))
                .as("this user may mount")
                .isTrue();
        return disk;
    }

    /// An ext4 in a file, which becomes read-only at its first error, as most are mounted.
    static MountedDisk ext4(Path folder) throws IOException, InterruptedException {
        Path image = folder.resolveSibling(folder.getFileName() + ".img");
        MountedDisk disk = new MountedDisk(Files.createDirectory(folder), image);
        assumeThat(disk.tried("truncate", "-s", "8M", image.toString())
                        && disk.tried("mkfs.ext4", "-q", "-F", image.toString())
                        && disk.tried("mount", "-o", "loop,errors=remount-ro", image.toString(), folder.toString()))
                .as("this user may mount an ext4")
                .isTrue();
        return disk;
    }

    Path folder() {
        return folder;
    }

    /// Fills it but for about so many bytes.
    void fillBut(long bytes) throws IOException {
        byte[] page = new byte[PAGE_BYTES];
        try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
            while (Files.getFileStore(folder).getUsableSpace() > bytes) {
                ballast.write(page);
            }
        } catch (IOException e) {
            // it is full to its last page
            assertThat(bytes).as(e.toString()).isZero();
        }
    }

    void grow(long bytes) throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=" + bytes, folder.toString());
    }

    /// The kernel finds an error on it and mounts it read-only, whatever is open.
    void fail() throws IOException, InterruptedException {
        String source = Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(mount -> mount[1].equals(folder.toString()))
                .map(mount -> mount[0])
                .findFirst()
                .orElseThrow();
        Files.writeString(Path.of("/sys/fs/ext4", source.replace("/dev/", ""), "trigger_fs_error"), "a test");
    }

    /// As after a repair.
    void mountAgain() throws IOException, InterruptedException {
        run("umount", folder.toString());
        run("mount", "-o", "loop", image.toString(), folder.toString());
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", folder.toString());
    }

    private void run(String... command) throws IOException, InterruptedException {
        assertThat(tried(command)).as(String.join(" ", command)).isTrue();
    }

    private boolean tried(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
