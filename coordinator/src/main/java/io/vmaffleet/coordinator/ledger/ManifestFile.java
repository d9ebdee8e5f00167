package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `X.run.json` as the ledger's thread keeps it: written, and looked at again before each batch.
final class ManifestFile {
    private final LedgerFiles files;
    private final FileLayer layer;
    private volatile RunManifest manifest;
    private Stamp stamp;

    /// Writes a manifest in place of whatever is there.
    ManifestFile(LedgerFiles files, FileLayer layer, RunManifest manifest) throws IOException {
        this.files = files;
        this.layer = layer;
        this.manifest = manifest;
        this.stamp = store(manifest);
    }

    static Optional<RunManifest> read(Path file) throws IOException {
        try {
            return Optional.of(ManifestCodec.decode(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (WireFormatException | java.nio.charset.CharacterCodingException e) {
            throw LedgerDamagedException.manifest(file, String.valueOf(e.getMessage()));
        }
    }

    /// What was last written; for any thread.
    RunManifest manifest() {
        return manifest;
    }

    void write(RunManifest next) throws IOException {
        stamp = store(next);
        manifest = next;
    }

    /// Fails if the file no longer says that this process holds the run: on file systems without working locks two
    /// coordinators may both have come this far, and the one that wrote first must stop.
    void checkStillHeld() throws IOException {
        Stamp now = Stamp.of(files.run());
        if (now != null && now.equals(stamp)) {
            return;
        }
        Optional<RunManifest> found = read(files.run());
        if (found.flatMap(RunManifest::holder).equals(manifest.holder()) && now != null) {
            stamp = now;
            return;
        }
        throw new LedgerHeldException(files.output(), found.flatMap(RunManifest::holder));
    }

    private Stamp store(RunManifest next) throws IOException {
        byte[] text = ManifestCodec.encode(next).getBytes(StandardCharsets.UTF_8);
        Replacement.replace(layer, files.run(), out -> out.write(text));
        Stamp written = Stamp.of(files.run());
        if (written == null) {
            throw new NoSuchFileException(files.run().toString());
        }
        return written;
    }

    /// What shows, at the cost of one look, that a file was replaced.
    private record Stamp(@Nullable Object key, FileTime modified, long bytes) {
        static @Nullable Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }
}
