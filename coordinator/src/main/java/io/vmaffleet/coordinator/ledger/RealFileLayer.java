package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.table.DiskFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The disk itself. Whatever fails is told with its file and with what to do.
final class RealFileLayer implements FileLayer {
    @Override
    public AppendFile append(Path file) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.position(channel.size());
                return new ChannelFile(file, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("opening", file, e);
        }
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        try {
            return new ChannelFile(
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw failed("making", file, e);
        }
    }

    @Override
    public void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        } catch (IOException e) {
            throw failed("cutting", file, e);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("replacing", to, e);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("deleting", file, e);
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        // a folder opens for reading only, and its force makes its names durable
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw failed("forcing", folder, e);
        }
    }

    private static IOException failed(String what, Path file, IOException e) {
        return DiskFailure.of(what, file, "all that was committed before is safe; " + DiskFailure.RESUME, e);
    }

    private record ChannelFile(Path file, FileChannel channel) implements AppendFile {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw failed("writing", file, e);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw failed("forcing", file, e);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
