package io.vmaffleet.worker.engine;

import io.vmaffleet.wire.WireFormatException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text messages over a pipe: four bytes of length (big endian), then so many bytes of UTF-8.
///
/// One thread reads; many may write.
final class EngineChannel {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int maxBytes;

    EngineChannel(InputStream in, OutputStream out, int maxBytes) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.maxBytes = maxBytes;
    }

    /// The next message, waiting for it; empty at the pipe's end, also when the end cuts a message: its writer is gone.
    ///
    /// @throws WireFormatException if what comes is no message
    Optional<String> read() throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > maxBytes) {
                throw new WireFormatException("a message of " + Integer.toUnsignedString(length)
                        + " bytes where at most " + maxBytes + " are expected");
            }
            byte[] message = new byte[length];
            in.readFully(message);
            return Optional.of(new String(message, StandardCharsets.UTF_8));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    synchronized void write(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw new WireFormatException(
                    "a message of " + bytes.length + " bytes where at most " + maxBytes + " are allowed");
        }
        byte[] framed = new byte[Integer.BYTES + bytes.length];
        framed[0] = (byte) (bytes.length >>> 24);
        framed[1] = (byte) (bytes.length >>> 16);
        framed[2] = (byte) (bytes.length >>> 8);
        framed[3] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, Integer.BYTES, bytes.length);
        out.write(framed);
        out.flush();
    }
}
