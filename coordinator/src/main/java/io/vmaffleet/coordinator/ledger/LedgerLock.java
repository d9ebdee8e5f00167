package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The kernel's lock on `X.lock`: gone with the process that holds it, however it ends.
///
/// The file is never deleted and opened by nothing else: closing any descriptor of it in this process would release
/// the lock.
final class LedgerLock implements AutoCloseable {
    /// The kernel's locks belong to the process, so a second opening within it must be refused before the file is
    /// touched.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private LedgerLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /// @throws LedgerHeldException if another process, or another part of this one, holds it
    /// @throws UnusableOutputException if the file cannot be made
    static LedgerLock take(LedgerFiles files) throws IOException {
        Path key = key(files);
        if (!HELD_HERE.add(key)) {
            throw held(files);
        }
        boolean taken = false;
        try {
            FileChannel channel = open(files);
            try {
                if (channel.tryLock() == null) {
                    throw held(files);
                }
                taken = true;
                return new LedgerLock(key, channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } finally {
            if (!taken) {
                HELD_HERE.remove(key);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try {
                channel.close();
            } finally {
                HELD_HERE.remove(key);
            }
        }
    }

    private static FileChannel open(LedgerFiles files) throws IOException {
        try {
            return FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new UnusableOutputException(files.output(), e);
        }
    }

    private static Path key(LedgerFiles files) throws IOException {
        try {
            return files.folder()
                    .toRealPath()
                    .resolve(String.valueOf(files.lock().getFileName()));
        } catch (FileSystemException e) {
            throw new UnusableOutputException(files.output(), e);
        }
    }

    private static LedgerHeldException held(LedgerFiles files) throws IOException {
        Optional<RunManifest> manifest = RunManifest.read(files);
        return new LedgerHeldException(files.output(), manifest.flatMap(RunManifest::holder));
    }
}
