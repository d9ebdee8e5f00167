package io.vmaffleet.coordinator.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// That one process alone makes an output that is no run's: by the kernel's lock on a hidden file beside it, which goes
/// with the process.
public final class OutputLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Empty where another process, or this one, is making it.
    public static Optional<OutputLock> take(Path output) throws IOException {
        Path file = Beside.of(output, "lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another of this process has it: not taken
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        return taken ? Optional.of(new OutputLock(file, channel)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
