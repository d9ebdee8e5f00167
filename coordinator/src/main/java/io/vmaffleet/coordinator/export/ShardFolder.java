package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.table.Beside;
import io.vmaffleet.coordinator.table.DiskFailure;
import io.vmaffleet.coordinator.table.OutputLock;
import io.vmaffleet.coordinator.table.TableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of shards while it is written. It is there, with all of them, when its name is: they are written into
/// a hidden folder beside it (1) and forced, what had the name gets a hidden one (2), the new folder takes the name
/// (3),
/// which is the commit point, and the old ones are deleted (4). What is left after a crash the next export clears away.
final class ShardFolder implements AutoCloseable {
    private static final Pattern SHARD = Pattern.compile("shard_[0-9]{2}\\.features\\.jsonl");
    private static final int BUFFER_BYTES = 1 << 16;

    private final TableFiles files;
    private final Path folder;
    private final OutputLock lock;
    private final List<Path> paths = new ArrayList<>();
    private final List<OutputStream> shards = new ArrayList<>();

    private ShardFolder(TableFiles files, Path folder, OutputLock lock) {
        this.files = files;
        this.folder = folder;
        this.lock = lock;
    }

    /// Begins to write as many shards.
    ///
    /// @param overwrite whether shards may go that lie there
    /// @throws ExportRefusedException if something else lies there, or shards that may not go
    static ShardFolder begin(TableFiles files, Path named, int count, boolean overwrite) throws IOException {
        // a link's target is what is replaced
        Path folder = Files.isDirectory(named)
                ? named.toRealPath()
                : named.toAbsolutePath().normalize();
        if (folder.getParent() == null || !Files.isDirectory(folder.getParent())) {
            throw new ExportRefusedException(
                    "the folder above " + folder + " does not exist: make it, or choose another --out");
        }
        refuseForeign(folder);
        if (!overwrite && !isEmpty(folder)) {
            throw new ExportRefusedException(
                    folder + " has shards already: name another folder by --out, or say --overwrite");
        }
        OutputLock lock = ExportLock.take(folder);
        ShardFolder begun = new ShardFolder(files, folder, lock);
        try {
            begun.clear(begun.temporary());
            begun.open(count);
            return begun;
        } catch (IOException | RuntimeException e) {
            try (begun) {
                throw e;
            }
        }
    }

    private static void refuseForeign(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new ExportRefusedException(place + " is no folder: name another one by --out");
        }
        try (Stream<Path> entries = Files.list(place)) {
            Optional<Path> foreign = entries.filter(entry ->
                            !SHARD.matcher(entry.getFileName().toString()).matches())
                    .findFirst();
            if (foreign.isPresent()) {
                throw new ExportRefusedException(place + " has " + foreign.get().getFileName()
                        + ", which is no shard: name another folder by --out");
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private void open(int count) throws IOException {
        step(temporary(), () -> Files.createDirectory(temporary()));
        for (int shard = 0; shard < count; shard++) {
            Path path = temporary().resolve(String.format(Locale.ROOT, "shard_%02d.features.jsonl", shard));
            paths.add(path);
            step(path, () -> shards.add(new BufferedOutputStream(files.create(path), BUFFER_BYTES)));
        }
    }

    void append(int shard, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        step(paths.get(shard), () -> shards.get(shard).write(bytes));
    }

    void commit() throws IOException {
        for (int shard = 0; shard < shards.size(); shard++) {
            OutputStream stream = shards.get(shard);
            Path path = paths.get(shard);
            step(path, () -> {
                stream.close();
                files.force(path);
            });
        }
        shards.clear();
        step(folder, () -> {
            files.forceFolder(temporary());
            clear(old());
            if (!isEmpty(folder)) {
                files.replace(folder, old());
            }
            files.replace(temporary(), folder);
            files.forceFolder(Objects.requireNonNull(folder.getParent()));
            clear(old());
        });
    }

    /// Takes away what was not committed.
    @Override
    public void close() throws IOException {
        try {
            for (OutputStream shard : shards) {
                closeUnheeded(shard);
            }
        } finally {
            try (lock) {
                clear(temporary());
                if (Files.exists(old()) && !Files.exists(folder)) {
                    files.replace(old(), folder);
                }
            }
        }
    }

    private void clear(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> entries = Files.list(place)) {
            for (Path entry : entries.toList()) {
                files.delete(entry);
            }
        }
        files.delete(place);
    }

    /// A stream whose file is deleted next: that its last bytes do not fit is of no matter.
    private static void closeUnheeded(OutputStream shard) {
        try {
            shard.close();
        } catch (IOException e) {
            // what was to be kept has failed before, and was told
        }
    }

    private Path temporary() {
        return Beside.of(folder, "tmp");
    }

    private Path old() {
        return Beside.of(folder, "old");
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void step(Path file, Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            throw DiskFailure.ofExport(file, e);
        }
    }
}
