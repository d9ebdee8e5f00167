package io.vmaffleet.deploy.bench;

import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.DecoderLibrary;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.libvmaf.LibrarySearch;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.VmafLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the clips need by themselves: their frames through decoder and libvmaf, one after another in one process that
/// does nothing else. Prints the seconds of the wall and of the CPU, without its own start and one clip to warm up.
final class IdealLoop {
    private IdealLoop() {}

    /// @param clips paths, all in one folder
    public static void main(String[] clips) throws IOException {
        DecoderLibrary.load();
        FeatureExtractor extractor = new LibvmafExtractor(VmafLibrary.find(LibrarySearch.ofProcess(Optional.empty())));
        List<Path> paths = List.of(clips).stream().map(Path::of).toList();
        Roots roots = Roots.of(paths.getFirst().resolveSibling(""));
        measure(extractor, paths.getFirst(), roots);
        long startNanos = System.nanoTime();
        double startCpu = CpuSeconds.ofThisProcess();
        for (Path path : paths) {
            measure(extractor, path, roots);
        }
        System.out.println((System.nanoTime() - startNanos) / 1e9 + " " + (CpuSeconds.ofThisProcess() - startCpu));
    }

    private static void measure(FeatureExtractor extractor, Path path, Roots roots) throws IOException {
        ClipTask task = new ClipTask(
                new RunId("0000000000000000"),
                new ClipName(String.valueOf(path.getFileName())),
                1,
                path.toString(),
                Files.size(path),
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
        try (ClipFile file = ClipFile.open(task, roots);
                FrameSource source = FfmpegFrameSource.open(file)) {
            extractor.extract(source, task.recipe(), FeatureExtractor.Scope.VARYING, FrameListener.NONE);
        }
    }
}
