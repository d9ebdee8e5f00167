package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.table.TableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// The disk, failing at one of its steps; and from there on, if that is the end of the process.
final class FailingFiles implements TableFiles {
    private final TableFiles disk = TableFiles.onDisk();
    private final int failing;
    private final boolean forGood;
    private int steps;

    /// @param failing which step, from 1
    FailingFiles(int failing, boolean forGood) {
        this.failing = failing;
        this.forGood = forGood;
    }

    boolean struck() {
        return steps >= failing;
    }

    private void step() throws IOException {
        steps++;
        if (steps == failing || (forGood && steps > failing)) {
            throw new IOException("step " + steps);
        }
    }

    @Override
    public void makeFolder(Path folder) {
        throw new AssertionError("no folder is needed");
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        step();
        OutputStream out = disk.create(file);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step();
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void force(Path file) throws IOException {
        step();
        disk.force(file);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        step();
        disk.replace(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        disk.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        disk.delete(file);
    }
}
