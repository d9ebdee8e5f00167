package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.RunManifest.Frames;
import io.vmaffleet.coordinator.table.FramesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The folder that a dataset of per-frame scores is to lie in: whether it may, and whether what lies there is the
/// run's.
final class FramesPlace {
    private FramesPlace() {}

    /// Refuses a folder that the dataset could not be written to, or whose content is somebody's.
    ///
    /// @param begun whether the run may have written a dataset there
    static void require(Path folder, Path output, boolean begun) throws IOException {
        Path parent = folder.getParent();
        if (parent == null || output.toAbsolutePath().normalize().startsWith(folder)) {
            throw refused(folder, "the table " + output + " would lie in it");
        }
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw refused(folder, parent + " is no folder that can be written to");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw refused(folder, "it is a file");
        }
        if (!begun && Files.isSymbolicLink(folder)) {
            throw refused(folder, "it is a link, which the dataset would take the place of");
        }
        Optional<Path> stranger = FramesDataset.stranger(folder);
        if (stranger.isPresent()) {
            throw refused(folder, stranger.get().getFileName() + " lies in it");
        }
        if (!begun && !FramesDataset.parts(folder).isEmpty()) {
            throw refused(folder, "the dataset of another run lies in it");
        }
    }

    private static RunRefusedException refused(Path folder, String why) {
        return new RunRefusedException("per-frame scores cannot be written to --frames " + folder + ", since " + why
                + ": name a folder that is not there yet, or empty");
    }

    /// Refuses to go on with a finished run whose dataset is gone: to have it again, all would be measured again.
    static void requireWritten(Frames frames, Path output) throws IOException {
        long bytes = 0;
        for (Path part : FramesDataset.parts(frames.folder())) {
            bytes += Files.size(part);
        }
        if (bytes != frames.written().map(FileDigest::bytes).orElse(0L)) {
            throw new RunRefusedException("the per-frame scores of " + output + " are not in " + frames.folder()
                    + " as its run wrote them: bring them back from a copy, or begin another output");
        }
    }

    /// Before the dataset takes the folder's place: what lies there must be the same, or what the run wrote last.
    static void requireReplaceable(Frames frames, FileDigest prepared) throws IOException {
        List<Path> parts = FramesDataset.parts(frames.folder());
        Optional<Path> stranger = FramesDataset.stranger(frames.folder());
        if (stranger.isPresent() || !isOurs(parts, frames, prepared)) {
            throw new IOException(frames.folder() + " holds "
                    + stranger.map(Path::getFileName).map(Path::toString).orElse("a dataset")
                    + " that this run did not write: move it away, then resume");
        }
    }

    private static boolean isOurs(List<Path> parts, Frames frames, FileDigest prepared) throws IOException {
        if (parts.isEmpty()) {
            return true;
        }
        FileDigest there = FileDigest.of(parts);
        return there.equals(prepared) || frames.written().equals(Optional.of(there));
    }
}
