package io.vmaffleet.deploy.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A small corpus of real encodes with what a real one has: several sizes and rates, HDR, portrait, a variable rate, a
/// name that is not ASCII, a clip that is too small and one that is broken, with scores and a sidecar.
///
/// @param clips the folder with the clips
/// @param scores the CSV with a score for all clips but one
/// @param sidecar the JSONL with metadata of all clips that are not broken
public record DemoCorpus(Path clips, Path scores, Path sidecar) {
    /// Seconds a clip: enough for motion and a progress bar, little enough for a first try.
    private static final int SECONDS = 2;

    /// Changes with the clips, so that a cache of other clips is not taken for these.
    private static final String VERSION = "1";

    /// What share of the broken clip's bytes is there.
    private static final double KEPT = 0.6;

    private static final List<Planned> PLANNED = List.of(
            new Planned("beach_540p.mp4", ClipSpec.of(960, 540, 25 * SECONDS)),
            new Planned("beach_720p.mp4", ClipSpec.of(1280, 720, 25 * SECONDS)),
            new Planned(
                    "beach_low_rate.mp4", ClipSpec.of(960, 540, 25 * SECONDS).bitRate(150_000)),
            new Planned("broken.mp4", ClipSpec.of(640, 360, 25 * SECONDS)),
            new Planned("café_übung.mp4", ClipSpec.of(640, 360, 25 * SECONDS)),
            new Planned("hdr_night.mp4", ClipSpec.of(640, 360, 25).pqHdr()),
            new Planned(
                    "phone_portrait.mp4",
                    ClipSpec.of(640, 360, 30 * SECONDS).rate(30, 1).rotation(90)),
            new Planned("phone_variable_rate.mp4", ClipSpec.of(640, 360, 40).timestamps(unevenTimes(40))),
            new Planned(
                    "small_portrait.mp4", ClipSpec.of(270, 480, 30 * SECONDS).rate(30, 1)),
            new Planned("sport_60fps.mp4", ClipSpec.of(960, 540, 60 * SECONDS).rate(60, 1)),
            new Planned("thumbnail.mp4", ClipSpec.of(64, 64, 25)),
            new Planned("unscored.mp4", ClipSpec.of(480, 270, 24 * SECONDS).rate(24, 1)));

    /// The corpus in a folder of the cache, encoded there if that was not done yet. It appears by a rename, whole, so
    /// two demos at once do not disturb each other.
    ///
    /// @param folder the folder's name gets the version of the corpus
    /// @param beforeEncoding told when it takes a while
    public static DemoCorpus cached(Path folder, Runnable beforeEncoding) throws IOException {
        Path whole = folder.resolveSibling(folder.getFileName() + "-" + VERSION);
        if (!Files.isDirectory(whole)) {
            beforeEncoding.run();
            Files.createDirectories(whole.resolveSibling(""));
            Path beside = Files.createTempDirectory(whole.resolveSibling(""), "demo-encoding-");
            make(beside);
            try {
                Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
            } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
                // another demo was quicker with the same clips
                remove(beside);
            }
        }
        return in(whole);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static DemoCorpus in(Path folder) {
        return new DemoCorpus(folder.resolve("clips"), folder.resolve("scores.csv"), folder.resolve("metadata.jsonl"));
    }

    /// Encodes it into a folder, which is made if it is not there.
    public static DemoCorpus make(Path folder) throws IOException {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
        List<String> sidecar = new ArrayList<>();
        for (int i = 0; i < PLANNED.size(); i++) {
            Planned planned = PLANNED.get(i);
            ClipSpec spec = planned.spec().seed(i + 1L).build();
            Path clip = ClipEncoder.encode(spec, clips.resolve(planned.name()));
            if (planned.isBroken()) {
                cutShort(clip);
            } else {
                sidecar.add(metadata(planned.name(), spec, i));
            }
            planned.score(i).ifPresent(score -> scores.add(planned.name() + "," + score));
        }
        DemoCorpus corpus = in(folder);
        Files.write(corpus.scores(), scores, StandardCharsets.UTF_8);
        Files.write(corpus.sidecar(), sidecar, StandardCharsets.UTF_8);
        return corpus;
    }

    /// Its index stands at the file's end and goes with it.
    private static void cutShort(Path clip) throws IOException {
        byte[] whole = Files.readAllBytes(clip);
        Files.write(clip, Arrays.copyOf(whole, (int) (whole.length * KEPT)));
    }

    /// One line as CHUG's sidecar has it; the size is that of the picture as it is shown.
    private static String metadata(String name, ClipSpec spec, int index) {
        boolean turned = spec.rotation() % 180 != 0;
        int width = turned ? spec.height() : spec.width();
        int height = turned ? spec.width() : spec.height();
        ObjectNode line = Json.object();
        line.put("src", name);
        line.put("chug_video_id", String.format(Locale.ROOT, "demo-%02d", index));
        line.put("chug_ref", 0);
        line.put("chug_content_name", name.replaceFirst("_.*|\\.mp4$", ""));
        line.put("chug_orientation", height > width ? "portrait" : "landscape");
        line.put("chug_width_manifest", width);
        line.put("chug_height_manifest", height);
        line.put("chug_framerate_manifest", (double) spec.rateNumerator() / spec.rateDenominator());
        line.put("chug_bit_depth", spec.pixelFormat().contains("10") ? 10 : 8);
        return Json.write(line);
    }

    /// Times that grow by one or two frame durations, as a phone's do in the dark.
    private static List<Long> unevenTimes(int frames) {
        return LongStream.range(0, frames).map(i -> i + i / 3).boxed().toList();
    }

    /// @param spec without its seed, which follows from the clip's place
    private record Planned(String name, ClipSpec.Builder spec) {
        boolean isBroken() {
            return name.startsWith("broken");
        }

        /// Made up, the same each time.
        Optional<String> score(int index) {
            return name.startsWith("unscored")
                    ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "%.2f", 1.5 + (index * 37 % 30) / 10.0));
        }
    }
}
