package io.vmaffleet.coordinator.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// The disk, with one step that fails: 1 create, 2 write, 3 force, 4 rename, 5 force the folder.
final class FailingFiles implements TableFiles {
    private final TableFiles disk = TableFiles.onDisk();
    private final int failing;

    FailingFiles(int failing) {
        this.failing = failing;
    }

    @Override
    public void makeFolder(Path folder) {
        throw new AssertionError("no folder is needed");
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        step(1);
        OutputStream out = disk.create(file);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                step(2);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step(2);
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
        step(3);
        disk.force(file);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        step(4);
        disk.replace(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step(5);
        disk.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    private void step(int step) throws IOException {
        if (step == failing) {
            throw new IOException("step " + step);
        }
    }
}
