package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// The disk, with a fault at one of its steps.
final class FaultyLayer implements FileLayer {
    private final FileLayer disk = FileLayer.real();
    private final int faultAt;
    private final Fault fault;
    private final Random random;
    private final Map<Path, Long> forced = new HashMap<>();
    private int steps;
    private int stepsAfterFault;
    private boolean dead;

    /// @param faultAt which step fails, from 1; 0 for none
    FaultyLayer(int faultAt, Fault fault, long seed) {
        this.faultAt = faultAt;
        this.fault = fault;
        this.random = new Random(seed);
    }

    enum Fault {
        /// The process is gone before the step; all it wrote is there.
        KILLED,
        /// The process is gone in the middle of a write.
        TORN,
        /// The machine is gone: of what was not forced some is cut off and some is zeros.
        POWER_LOSS,
        /// The step fails once, and the process lives.
        ERROR
    }

    int steps() {
        return steps;
    }

    /// How often the disk was changed, or tried to be, behind the fault.
    int stepsAfterFault() {
        return stepsAfterFault;
    }

    /// Whether the step was reached.
    boolean struck() {
        return faultAt > 0 && steps >= faultAt;
    }

    @Override
    public AppendFile append(Path file) throws IOException {
        step();
        AppendFile opened = disk.append(file);
        forced.putIfAbsent(file, opened.size());
        return new Growing(file, opened);
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        step();
        forced.put(file, 0L);
        return new Growing(file, disk.create(file));
    }

    @Override
    public void truncate(Path file, long bytes) throws IOException {
        step();
        disk.truncate(file, bytes);
        forced.put(file, bytes);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        disk.rename(from, to);
        Long length = forced.remove(from);
        if (length != null) {
            forced.put(to, length);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        disk.delete(file);
        forced.remove(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        disk.forceFolder(folder);
    }

    private void step() throws IOException {
        if (begin()) {
            fail();
        }
    }

    /// Counts a step.
    ///
    /// @return whether this is the one that fails
    private boolean begin() throws IOException {
        if (dead) {
            stepsAfterFault++;
            throw new IOException("dead");
        }
        if (struck()) {
            stepsAfterFault++;
        }
        return ++steps == faultAt;
    }

    private void fail() throws IOException {
        dead = fault != Fault.ERROR;
        if (fault == Fault.POWER_LOSS) {
            for (Map.Entry<Path, Long> file : forced.entrySet()) {
                loseUnforced(file.getKey(), file.getValue());
            }
        }
        throw new IOException(fault == Fault.ERROR ? "No space left on device" : "killed");
    }

    private void loseUnforced(Path file, long forcedBytes) throws IOException {
        if (!Files.exists(file) || Files.size(file) <= forcedBytes) {
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            int unforced = (int) (bytes.length() - forcedBytes);
            int zeros = random.nextInt(unforced + 1);
            bytes.seek(forcedBytes + random.nextInt(unforced - zeros + 1));
            bytes.write(new byte[zeros]);
            if (random.nextBoolean()) {
                bytes.setLength(forcedBytes + random.nextInt(unforced + 1));
            }
        }
    }

    private final class Growing implements AppendFile {
        private final Path file;
        private final AppendFile opened;

        Growing(Path file, AppendFile opened) {
            this.file = file;
            this.opened = opened;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            if (begin()) {
                if (fault != Fault.KILLED) {
                    ByteBuffer part = bytes.duplicate();
                    part.limit(part.position() + random.nextInt(part.remaining()));
                    opened.append(part);
                }
                fail();
            }
            opened.append(bytes);
        }

        @Override
        public void force() throws IOException {
            step();
            opened.force();
            forced.put(file, opened.size());
        }

        @Override
        public long size() throws IOException {
            return opened.size();
        }

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }
}
