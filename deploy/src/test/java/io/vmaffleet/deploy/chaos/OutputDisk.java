package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// The file system below the coordinator's output: a small one of its own where this user may mount one, which can be
/// filled up; else a folder like any, which cannot.
final class OutputDisk implements AutoCloseable {
    private static final int SIZE_MIB = 16;
    private static final int BLOCK_BYTES = 4096;

    private final Path folder;
    private final boolean mounted;

    private OutputDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    static OutputDisk at(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_MIB + "m", "tmpfs", folder.toString());
        return new OutputDisk(folder, mounted);
    }

    boolean canBeFull() {
        return mounted;
    }

    /// Leaves not one free block.
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK_BYTES];
            for (long written = 0; written <= (long) SIZE_MIB << 20; written += BLOCK_BYTES) {
                filler.write(block);
            }
            throw new ChaosException(folder + " does not become full");
        } catch (IOException e) {
            // this is what it looks like from here
            if (!String.valueOf(e.getMessage()).contains("space")) {
                throw e;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /// Gives the file system back; its files stay, under their names.
    @Override
    public void close() throws IOException, InterruptedException {
        if (!mounted) {
            return;
        }
        makeRoom();
        Path kept = Files.createTempDirectory(folder.resolveSibling(""), "kept");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        if (!run("umount", folder.toString())) {
            throw new ChaosException(folder + " cannot be unmounted: do it by hand");
        }
        Files.move(kept, folder, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
