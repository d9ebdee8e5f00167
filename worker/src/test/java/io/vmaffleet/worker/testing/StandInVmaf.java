package io.vmaffleet.worker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A program that takes the `vmaf` command's place: it records its command lines, reads what it is given
/// and reports constant scores, or does what a broken one does.
public final class StandInVmaf {
    private final Path folder;

    /// Makes one like Netflix's command.
    ///
    /// @param folder that does not exist yet
    public StandInVmaf(Path folder) {
        this.folder = folder;
        try (InputStream script = StandInVmaf.class.getResourceAsStream("vmaf.sh")) {
            if (script == null) {
                throw new IllegalStateException("vmaf.sh is missing");
            }
            Files.createDirectories(folder);
            Files.copy(script, program());
            Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets it know the options that the CUDA fork has beyond Netflix's.
    public StandInVmaf likeTheFork() {
        write("fork", "");
        return this;
    }

    /// From now on it does this: `exits`, `dies`, `is killed`, `hangs`, `chatters`, `drops` (a frame),
    /// `drops on the CPU`, `forgets` (cambi), `tears` (its report), `hears noise` (in equal pictures), or
    /// nothing wrong.
    public void doing(String mode) {
        write("mode", mode);
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path program() {
        return folder.resolve("vmaf");
    }

    /// The command lines since the last call, in order, without the paths of pictures and report.
    public List<String> takeLines() {
        try {
            Path file = folder.resolve("lines");
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            Files.deleteIfExists(file);
            return lines.stream()
                    .map(line -> line.replaceAll("--(reference|distorted|output) \\S+ ?", "")
                            .strip())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a process of it is there that [#doing] `hangs`.
    public boolean isHanging() {
        Path file = folder.resolve("pid");
        try {
            return Files.exists(file)
                    && ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
