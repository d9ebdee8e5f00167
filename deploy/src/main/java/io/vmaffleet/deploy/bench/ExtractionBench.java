package io.vmaffleet.deploy.bench;

import io.vmaffleet.coordinator.Coordinator;
import io.vmaffleet.coordinator.RunListener;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.coordinator.verify.NearConstantsError;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/// Extracts 24 five-second 540p clips by one slot and by two, each beside the ideal: as many resident loops that do
/// nothing but decode and measure the same frames; then the same by the recipe `informative`. Absolute times are this
/// machine's; the ratios carry over.
public final class ExtractionBench {
    private static final int CLIPS = 24;
    private static final int FRAMES = 125;
    private static final long LOOK_EVERY_MILLIS = 20;

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
        System.out.printf("%d clips of %d frames, 960x540, self pairing%n%n", CLIPS, FRAMES);
        System.out.println("slots  start s  clips/s  core-s/clip  ideal clips/s  ideal core-s/clip  outside");
        Path exact = folder.resolve("exact.parquet");
        List<Timing> fleets = new ArrayList<>();
        for (int slots : new int[] {1, 2}) {
            Timing ideal = ideal(clips, slots);
            Timing fleet = fleet(slots, Recipe.K150K, exact);
            fleets.add(fleet);
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %7.1f  %7.3f  %11.2f  %13.3f  %17.2f  %6.1f%%%n",
                    slots,
                    fleet.startSeconds(),
                    fleet.clips() / fleet.wallSeconds(),
                    fleet.cpuSeconds() / fleet.clips(),
                    ideal.clips() / ideal.wallSeconds(),
                    ideal.cpuSeconds() / ideal.clips(),
                    100 * (1 - fleet.clips() / fleet.wallSeconds() * ideal.wallSeconds() / ideal.clips()));
        }
        System.out.printf("%nstart: from the run's begin to a clip in work (Redis, engines and their examination)%n");
        System.out.println("outside: the share of a slot's time that is neither decoder nor libvmaf");
        Path near = folder.resolve("near.parquet");
        Timing full = fleets.getLast();
        Timing quick = fleet(2, Recipe.INFORMATIVE, near);
        System.out.printf(
                Locale.ROOT,
                "%ninformative, 2 slots: %.3f clips/s, %.2f core-s/clip: %.2f times as fast as k150k-25%nvmaf %s%n",
                quick.clips() / quick.wallSeconds(),
                quick.cpuSeconds() / quick.clips(),
                quick.clips() / quick.wallSeconds() * full.wallSeconds() / full.clips(),
                NearConstantsError.between(near, exact).shown());
    }

    /// @param startSeconds until the first clip was seen in work
    /// @param clips how many ended in `wallSeconds`
    /// @param wallSeconds in the steady state: from when each slot has ended its first clip to the last row
    private record Timing(double startSeconds, int clips, double wallSeconds, double cpuSeconds) {}

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

    private Timing fleet(int slots, Recipe recipe, Path table) throws Exception {
        Path output = Files.createTempDirectory(folder, "run-").resolve("x.parquet");
        RunOptions options = new RunOptions(
                new CorpusRequest(
                        folder.resolve("clips"),
                        Optional.of(folder.resolve("scores.csv")),
                        Optional.empty(),
                        "clip_*.mp4",
                        OptionalInt.empty(),
                        CorpusRequest.DEFAULT_SPLIT_SEED,
                        false,
                        Optional.empty(),
                        Layout.CLIPS),
                output,
                recipe,
                "default",
                false,
                slots,
                List.of(),
                0,
                "bench",
                "nobody acts on a bench",
                Optional.empty());
        RunFleets fleets = new RunFleets(
                Optional.empty(), "default", new SlotOptions(slots, List.of(), EngineChoice.found(), "bench"));
        Coordinator coordinator = new Coordinator(options, fleets, new Quiet());
        FutureTask<RunOutcome> run = new FutureTask<>(coordinator::run);
        long beginNanos = System.nanoTime();
        Thread.ofPlatform().start(run);
        CpuSeconds cpu = new CpuSeconds();
        long workNanos = await(coordinator, run, snapshot -> snapshot.counts().inFlight() > 0, cpu);
        long firstNanos = await(coordinator, run, snapshot -> snapshot.counts().done() >= slots, cpu);
        double cpuBefore = cpu.lookAgain();
        long lastNanos = await(coordinator, run, snapshot -> snapshot.counts().done() == CLIPS, cpu);
        double cpuAfter = cpu.lookAgain();
        if (run.get().ending() != RunOutcome.Ending.COMPLETE) {
            throw new IllegalStateException(run.get().detail());
        }
        Files.move(output, table, StandardCopyOption.REPLACE_EXISTING);
        return new Timing(
                (workNanos - beginNanos) / 1e9, CLIPS - slots, (lastNanos - firstNanos) / 1e9, cpuAfter - cpuBefore);
    }

    private static long await(
            Coordinator coordinator, FutureTask<RunOutcome> run, Predicate<RunSnapshot> condition, CpuSeconds cpu)
            throws InterruptedException, ExecutionException {
        while (coordinator.snapshot().filter(condition).isEmpty()) {
            if (run.isDone()) {
                throw new IllegalStateException("it ended before: " + run.get().detail());
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            cpu.lookAgain();
        }
        return System.nanoTime();
    }

    private static final class Quiet implements RunListener {
        @Override
        public void said(String sentence) {
            System.err.println(sentence);
        }

        @Override
        public void listening(String url) {}
    }
}
