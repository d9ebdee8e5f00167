package io.vmaffleet.coordinator.ledger;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Replaces a file so that a reader, or a start after a crash, sees the old one or the new one and nothing between:
/// written beside, forced, renamed, and the folder forced.
final class Replacement {
    private static final int BUFFER_BYTES = 1 << 16;

    private Replacement() {}

    /// Replaces `file` by what `content` writes, by way of `file.tmp`.
    static void replace(FileLayer layer, Path file, Content content) throws IOException {
        replace(layer, file, file.resolveSibling(file.getFileName() + ".tmp"), content);
    }

    static void replace(FileLayer layer, Path file, Path beside, Content content) throws IOException {
        try (FileLayer.AppendFile written = layer.create(beside)) {
            // never closed: its close would write once more after a write that failed
            OutputStream out = new BufferedOutputStream(new AppendStream(written), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            written.force();
        }
        layer.rename(beside, file);
        Path folder = file.getParent();
        if (folder != null) {
            layer.forceFolder(folder);
        }
    }

    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final class AppendStream extends OutputStream {
        private final FileLayer.AppendFile file;

        AppendStream(FileLayer.AppendFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            file.append(ByteBuffer.wrap(new byte[] {(byte) b}));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            file.append(ByteBuffer.wrap(bytes, from, length));
        }
    }
}
