package io.vmaffleet.coordinator.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `X.done`: the names of the clips whose rows are safely written, one a line, for people and for the reference's
/// script.
///
/// It is appended behind the force of the rows and not forced itself, so a name in it says that its row was forced;
/// opening writes it anew from the rows.
final class DoneLog implements Closeable {
    private final FileLayer.AppendFile file;

    private DoneLog(FileLayer.AppendFile file) {
        this.file = file;
    }

    /// Writes it anew from the clips that have a row.
    static DoneLog rewrite(LedgerFiles files, FileLayer layer, LedgerIndex index) throws IOException {
        Replacement.replace(layer, files.done(), out -> {
            for (int id = 0; id < index.idBound(); id++) {
                String name = index.nameOfDone(id);
                if (name != null) {
                    out.write(name.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
        });
        return new DoneLog(layer.append(files.done()));
    }

    void append(List<String> names) throws IOException {
        file.append(ByteBuffer.wrap((String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// The names in a file as a crash may have left it: neither a last line without its end nor one with zero bytes
    /// is a name.
    static void forEachName(Path file, FinishedTable.NameConsumer consumer) throws IOException {
        forEachName(file, Long.MAX_VALUE, consumer);
    }

    /// The same of the file's first `bytes` alone.
    static void forEachName(Path file, long bytes, FinishedTable.NameConsumer consumer) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (LineScanner lines = new LineScanner(file)) {
            while (lines.next() && lines.offset() < bytes) {
                if (lines.terminated() && lines.to() > lines.from() && !hasZero(lines)) {
                    consumer.accept(new String(
                            lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static boolean hasZero(LineScanner lines) {
        byte[] bytes = lines.buffer();
        for (int i = lines.from(); i < lines.to(); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
