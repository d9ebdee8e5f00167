package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.table.TableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The disk, with a fault at one of its steps. It keeps account of what was forced instead of forcing it, so that a
/// test may go through many lives.
public final class FaultyLayer implements FileLayer {
    private final FileLayer disk = FileLayer.real();
    private final int faultAt;
    private final Fault fault;
    private final Random random;
    private final Map<Path, Long> forced = new HashMap<>();
    private final List<Undo> unforcedNames = new ArrayList<>();
    private int steps;
    private int stepsAfterFault;
    private boolean dead;

    /// @param faultAt which step fails, from 1; 0 for none
    public FaultyLayer(int faultAt, Fault fault, long seed) {
        this.faultAt = faultAt;
        this.fault = fault;
        this.random = new Random(seed);
    }

    public static FaultyLayer sound() {
        return new FaultyLayer(0, Fault.KILLED, 0);
    }

    public enum Fault {
        /// The process is gone before the step; all it wrote is there.
        KILLED,
        /// The process is gone in the middle of a write.
        TORN,
        /// The machine is gone: of what was not forced some is cut off and some is zeros, and of the names made,
        /// changed and
        /// deleted in a folder that was not forced the last ones are as before.
        POWER_LOSS,
        /// The step fails once, and the process lives.
        ERROR
    }

    public int steps() {
        return steps;
    }

    /// How often the disk was changed, or tried to be, behind the fault.
    public int stepsAfterFault() {
        return stepsAfterFault;
    }

    /// Whether the step was reached.
    public boolean struck() {
        return faultAt > 0 && steps >= faultAt;
    }

    @Override
    public AppendFile append(Path file) throws IOException {
        step();
        rememberName(file);
        AppendFile opened = disk.append(file);
        forced.putIfAbsent(file, opened.size());
        return new Growing(file, opened);
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        step();
        rememberName(file);
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
        byte @Nullable [] replaced = Files.exists(to) ? Files.readAllBytes(to) : null;
        disk.rename(from, to);
        unforcedNames.add(() -> {
            disk.rename(to, from);
            if (replaced != null) {
                Files.write(to, replaced);
            }
        });
        Long length = forced.remove(from);
        if (length != null) {
            forced.put(to, length);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        if (Files.exists(file)) {
            byte[] deleted = Files.readAllBytes(file);
            unforcedNames.add(() -> Files.write(file, deleted));
        }
        disk.delete(file);
        forced.remove(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        unforcedNames.clear();
    }

    /// The table's files, whose steps are counted with the others.
    public TableFiles tableFiles() {
        return new TableFiles() {
            private @Nullable AppendFile written;

            @Override
            public OutputStream create(Path file) throws IOException {
                AppendFile made = FaultyLayer.this.create(file);
                written = made;
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        if (struck()) {
                            // Parquet's writer writes once more as it closes, into a file that is then deleted
                            throw new IOException("the file has failed");
                        }
                        made.append(ByteBuffer.wrap(bytes, from, length));
                    }

                    @Override
                    public void close() throws IOException {
                        made.close();
                    }
                };
            }

            @Override
            public void makeFolder(Path folder) throws IOException {
                step();
                rememberName(folder);
                Files.createDirectory(folder);
            }

            @Override
            public void force(Path file) throws IOException {
                Objects.requireNonNull(written).force();
            }

            @Override
            public void replace(Path from, Path to) throws IOException {
                FaultyLayer.this.rename(from, to);
            }

            @Override
            public void forceFolder(Path folder) throws IOException {
                FaultyLayer.this.forceFolder(folder);
            }

            // Only clears up behind a failure, and whether it does is of no matter: no step.
            @Override
            public void delete(Path file) throws IOException {
                if (!dead) {
                    disk.delete(file);
                }
            }
        };
    }

    private void rememberName(Path file) {
        if (!Files.exists(file)) {
            unforcedNames.add(() -> Files.deleteIfExists(file));
        }
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
            int kept = random.nextInt(unforcedNames.size() + 1);
            for (Undo undo : unforcedNames.subList(kept, unforcedNames.size()).reversed()) {
                undo.run();
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

    /// Takes back one change of a folder's names.
    private interface Undo {
        void run() throws IOException;
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
            forced.put(file, Files.size(file));
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
