package io.vmaffleet.worker.posix;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Writes to a descriptor that Java has no stream for, unbuffered. One thread at a time may use it.
final class DescriptorOutputStream extends OutputStream {
    private static final int EINTR = 4;
    private static final int MAX_BYTES_A_CALL = 1 << 16;

    private final int descriptor;
    private boolean closed;

    DescriptorOutputStream(int descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("descriptor " + descriptor + " is closed");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.clamp(length, 1, MAX_BYTES_A_CALL));
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, MAX_BYTES_A_CALL);
                MemorySegment.copy(bytes, offset + done, chunk, ValueLayout.JAVA_BYTE, 0, count);
                done += (int) writeSome(chunk.asSlice(0, count));
            }
        }
    }

    private long writeSome(MemorySegment bytes) throws IOException {
        try {
            return Posix.write(descriptor, bytes);
        } catch (PosixException e) {
            if (e.errno() == EINTR) {
                return 0;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Posix.close(descriptor);
        } catch (PosixException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
