package io.vmaffleet.deploy.bench;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.deploy.bench.BenchFleet.Timing;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Measures the same pairs of clips with fast metrics, by libvmaf alone, and by the `vmaf` command where one is on the
/// PATH, decoding and the opening of files included: 25 features, one slot and two, in turns. Absolute times are this
/// machine's; the ratios carry over.
public final class PairsBench {
    private static final int ROUNDS = 3;
    private static final int PAIRS = 4;

    private final Path folder;

    /// @param name of the size
    /// @param reference of whose pictures the distorted clips are worse copies
    private record Size(String name, ClipSpec reference) {}

    /// @param name as it is shown
    private record Way(String name, Recipe recipe, EngineChoice engine) {}

    private PairsBench(Path folder) {
        this.folder = folder;
    }

    /// @param arguments the folder for clips and tables
    public static void main(String[] arguments) throws Exception {
        PairsBench bench = new PairsBench(Path.of(arguments[0]));
        bench.run(new Size("960x540, 8 bits", ClipSpec.of(960, 540, 96).build()), "540p");
        bench.run(
                new Size(
                        "1920x1080, 10 bits",
                        ClipSpec.of(1920, 1080, 24).pqHdr().build()),
                "1080p");
        System.exit(0);
    }

    private void run(Size size, String name) throws Exception {
        Path clips = Files.createDirectories(folder.resolve(name));
        encode(size.reference(), clips);
        BenchFleet fleet = new BenchFleet(clips, corpus(clips), PAIRS);
        List<Way> ways = ways();
        System.out.printf(
                "%s: %d pairs of %d frames%n%n",
                size.name(), PAIRS, size.reference().frames());
        System.out.println(
                "slots  way       ms a frame  pairs an hour  core-s a pair   as fast as libvmaf (least, median, most)");
        for (int slots : new int[] {1, 2}) {
            show(slots, size.reference().frames(), ways, measured(fleet, ways, slots));
        }
        System.out.println();
    }

    /// The timings of each round, by way.
    private List<List<Timing>> measured(BenchFleet fleet, List<Way> ways, int slots) throws Exception {
        List<List<Timing>> timings = new ArrayList<>();
        ways.forEach(way -> timings.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ways.size(); i++) {
                Way way = ways.get(i);
                Path table = folder.resolve("table.parquet");
                timings.get(i).add(fleet.run(slots, way.recipe(), way.engine(), table));
            }
        }
        return timings;
    }

    private static void show(int slots, int frames, List<Way> ways, List<List<Timing>> timings) {
        List<Timing> libvmaf = timings.getFirst();
        for (int i = 0; i < ways.size(); i++) {
            List<Timing> own = timings.get(i);
            double perSecond = median(own.stream().mapToDouble(Timing::clipsPerSecond));
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                ratios[round] =
                        own.get(round).clipsPerSecond() / libvmaf.get(round).clipsPerSecond();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %-8s  %10.1f  %13.0f  %13.2f   %.2f %.2f %.2f%n",
                    slots,
                    ways.get(i).name(),
                    1000 * slots / perSecond / frames,
                    3600 * perSecond,
                    median(own.stream().mapToDouble(Timing::coreSecondsPerClip)),
                    Arrays.stream(ratios).min().orElseThrow(),
                    median(Arrays.stream(ratios)),
                    Arrays.stream(ratios).max().orElseThrow());
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static List<Way> ways() {
        Recipe recipe = Recipe.K150K.withPairing(Pairing.REFERENCE);
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("libvmaf", recipe, EngineChoice.found()));
        ways.add(new Way("fast", recipe.withMetrics(Metrics.FAST), EngineChoice.found()));
        vmaf().ifPresent(program ->
                ways.add(new Way("vmaf", recipe, new EngineChoice.VmafCli(program, VmafBackend.CPU, List.of()))));
        return ways;
    }

    private static Optional<Path> vmaf() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "vmaf"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void encode(ClipSpec reference, Path clips) throws IOException {
        Path good = clips.resolve("reference.mp4");
        ClipEncoder.encode(reference, good);
        List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
        List<String> pairs = new ArrayList<>(List.of("video_name,reference_name"));
        for (int i = 0; i < PAIRS; i++) {
            String name = "distorted_" + i + ".mp4";
            ClipEncoder.encode(reference.but().bitRate(150_000L * (i + 1)).build(), clips.resolve(name));
            scores.add(name + ",3");
            pairs.add(name + "," + good.getFileName());
        }
        Files.write(clips.resolve("scores.csv"), scores, StandardCharsets.UTF_8);
        Files.write(clips.resolve("pairs.csv"), pairs, StandardCharsets.UTF_8);
    }

    private static CorpusRequest corpus(Path clips) {
        return new CorpusRequest(
                clips,
                Optional.of(clips.resolve("scores.csv")),
                Optional.empty(),
                "distorted_*.mp4",
                OptionalInt.empty(),
                CorpusRequest.DEFAULT_SPLIT_SEED,
                false,
                Optional.of(new References(Optional.of(clips.resolve("pairs.csv")), false)),
                Layout.CLIPS);
    }
}
