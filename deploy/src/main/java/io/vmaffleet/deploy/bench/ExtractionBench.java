package io.vmaffleet.deploy.bench;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.verify.NearConstantsError;
import io.vmaffleet.deploy.bench.BenchFleet.Timing;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Extracts 24 five-second 540p clips by one slot and by two, each beside the ideal: as many resident loops that do
/// nothing but decode and measure the same frames; then the same by the recipe `informative`. Absolute times are this
/// machine's; the ratios carry over.
public final class ExtractionBench {
    private static final int CLIPS = 24;
    private static final int FRAMES = 125;

    private final Path folder;

    private ExtractionBench(Path folder) {
        this.folder = folder;
    }

    /// @param arguments the folder for clips and tables
    public static void main(String[] arguments) throws Exception {
        new ExtractionBench(Path.of(arguments[0])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        List<Path> clips = clips();
        BenchFleet fleet = new BenchFleet(folder, corpus(), CLIPS);
        System.out.printf("%d clips of %d frames, 960x540, self pairing%n%n", CLIPS, FRAMES);
        System.out.println("slots  start s  clips/s  core-s/clip  ideal clips/s  ideal core-s/clip  outside");
        Path exact = folder.resolve("exact.parquet");
        List<Timing> fleets = new ArrayList<>();
        for (int slots : new int[] {1, 2}) {
            Timing ideal = ideal(clips, slots);
            Timing ours = fleet.run(slots, Recipe.K150K, EngineChoice.found(), exact);
            fleets.add(ours);
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %7.1f  %7.3f  %11.2f  %13.3f  %17.2f  %6.1f%%%n",
                    slots,
                    ours.startSeconds(),
                    ours.clipsPerSecond(),
                    ours.coreSecondsPerClip(),
                    ideal.clipsPerSecond(),
                    ideal.coreSecondsPerClip(),
                    100 * (1 - ours.clipsPerSecond() / ideal.clipsPerSecond()));
        }
        System.out.printf("%nstart: from the run's begin to a clip in work (Redis, engines and their examination)%n");
        System.out.println("outside: the share of a slot's time that is neither decoder nor libvmaf");
        Path near = folder.resolve("near.parquet");
        Timing full = fleets.getLast();
        Timing quick = fleet.run(2, Recipe.INFORMATIVE, EngineChoice.found(), near);
        System.out.printf(
                Locale.ROOT,
                "%ninformative, 2 slots: %.3f clips/s, %.2f core-s/clip: %.2f times as fast as k150k-25%nvmaf %s%n",
                quick.clipsPerSecond(),
                quick.coreSecondsPerClip(),
                quick.clipsPerSecond() / full.clipsPerSecond(),
                NearConstantsError.between(near, exact).shown());
    }

    private CorpusRequest corpus() {
        return new CorpusRequest(
                folder.resolve("clips"),
                Optional.of(folder.resolve("scores.csv")),
                Optional.empty(),
                "clip_*.mp4",
                OptionalInt.empty(),
                CorpusRequest.DEFAULT_SPLIT_SEED,
                false,
                Optional.empty(),
                Layout.CLIPS);
    }

    private List<Path> clips() throws IOException {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        List<Path> paths = new ArrayList<>();
        List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
        for (int i = 0; i < CLIPS; i++) {
            Path clip = clips.resolve(String.format(Locale.ROOT, "clip_%02d.mp4", i));
            if (!Files.exists(clip)) {
                Path beside = clips.resolve("encoding");
                ClipEncoder.encode(ClipSpec.of(960, 540, FRAMES).seed(i + 1L).build(), beside);
                Files.move(beside, clip);
            }
            paths.add(clip);
            scores.add(clip.getFileName() + ",3");
        }
        Files.write(folder.resolve("scores.csv"), scores, StandardCharsets.UTF_8);
        return paths;
    }

    /// As many loops as there are slots, each with its share of the clips.
    private static Timing ideal(List<Path> clips, int loops) throws Exception {
        List<FutureTask<double[]>> tasks = new ArrayList<>();
        for (int loop = 0; loop < loops; loop++) {
            int share = clips.size() / loops;
            List<Path> mine = clips.subList(loop * share, (loop + 1) * share);
            Callable<double[]> work = () -> idealLoop(mine);
            tasks.add(new FutureTask<>(work));
            Thread.ofVirtual().start(tasks.getLast());
        }
        double wall = 0;
        double cpu = 0;
        for (FutureTask<double[]> task : tasks) {
            wall = Math.max(wall, task.get()[0]);
            cpu += task.get()[1];
        }
        return new Timing(0, clips.size(), wall, cpu);
    }

    private static double[] idealLoop(List<Path> clips) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.noPointerGC=true",
                "-Dvmaffleet.libvmaf.cache=" + System.getProperty("vmaffleet.libvmaf.cache", ""),
                "-cp",
                System.getProperty("java.class.path"),
                IdealLoop.class.getName()));
        clips.forEach(clip -> line.add(clip.toString()));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String said = String.valueOf(out.readLine());
            if (process.waitFor() != 0) {
                throw new IOException("the ideal loop failed");
            }
            String[] numbers = said.split(" ", -1);
            return new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])};
        }
    }
}
