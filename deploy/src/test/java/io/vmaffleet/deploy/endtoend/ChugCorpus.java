package io.vmaffleet.deploy.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A corpus in CHUG's form, of few and short clips: two contents of seven rows, landscape and portrait, and two whose
/// references are missing or one too many.
final class ChugCorpus {
    static final int FRAMES = 3;
    private static final List<String> RUNGS =
            List.of("360p_0.2M_", "720p_0.5M_", "720p_2M_", "1080p_0.5M_", "1080p_1M_", "1080p_3M_");

    private final Path clips;
    private final List<ObjectNode> lines = new ArrayList<>();
    private final Map<String, String> references = new LinkedHashMap<>();

    private ChugCorpus(Path clips) {
        this.clips = clips;
    }

    static ChugCorpus make(Path folder) throws IOException {
        ChugCorpus corpus = new ChugCorpus(Files.createDirectory(folder.resolve("clips")));
        corpus.landscape();
        corpus.portrait();
        corpus.lonely();
        return corpus;
    }

    Path clips() {
        return clips;
    }

    Path sidecar() throws IOException {
        return Files.write(
                clips.resolveSibling("chug.jsonl"),
                lines.stream().map(Json::write).toList());
    }

    /// The name of the reference by the name of each clip that has one.
    Map<String, String> references() {
        return references;
    }

    /// PQ in 10 bits; one rung has lost a frame and kept its times, one is 8 bits.
    private void landscape() {
        Path reference = encode(
                "beach_ref.mp4", ClipSpec.of(1920, 1080, FRAMES).pqHdr().seed(3).build());
        line("beach_ref.mp4", "Beach at dusk", "1080p_ref_", "Landscape", 1920, 1080, 25);
        for (String rung : RUNGS) {
            String name = "beach_" + rung + ".mp4";
            int height = height(rung);
            String filter = "scale=-2:" + height
                    + (rung.equals("720p_2M_") ? ",select=not(eq(n\\,1))" : "")
                    + (rung.equals("1080p_0.5M_") ? ",format=yuv420p" : "");
            rung(reference, name, filter, rung.equals("1080p_0.5M_") ? "mpeg4" : "libaom-av1");
            line(name, "Beach at dusk", rung, "Landscape", height * 16 / 9, height, 25);
            references.put(name, "beach_ref.mp4");
        }
    }

    /// HLG in 10 bits at 59.94 frames a second, coded as landscape and shown as portrait; its rungs are portrait.
    private void portrait() {
        Path reference = encode(
                "dance_ref.mp4",
                ClipSpec.of(1920, 1080, FRAMES)
                        .codec("libaom-av1", "yuv420p10le")
                        .colour("arib-std-b67", "bt2020", "bt2020nc")
                        .rate(60_000, 1001)
                        .rotation(90)
                        .seed(4)
                        .build());
        line("dance_ref.mp4", "Dance", "1080p_ref_", "Portrait", 1080, 1920, 59.94);
        for (String rung : RUNGS) {
            String name = "dance_" + rung + ".mp4";
            int width = height(rung);
            rung(reference, name, "scale=" + width + ":-2", "libaom-av1");
            line(name, "Dance", rung, "Portrait", width, width * 16 / 9, 59.94);
            references.put(name, "dance_ref.mp4");
        }
    }

    private void lonely() {
        ClipSpec small = ClipSpec.of(640, 360, 2).build();
        for (String name : List.of("alone.mp4", "twice.mp4", "twice_ref_a.mp4", "twice_ref_b.mp4")) {
            encode(name, small);
        }
        line("alone.mp4", "Alone", "360p_0.2M_", "Landscape", 640, 360, 25);
        line("twice.mp4", "Twice", "360p_0.2M_", "Landscape", 640, 360, 25);
        line("twice_ref_a.mp4", "Twice", "1080p_ref_", "Landscape", 640, 360, 25);
        line("twice_ref_b.mp4", "Twice", "1080p_ref_", "Landscape", 640, 360, 25);
    }

    private static int height(String rung) {
        return Integer.parseInt(rung.substring(0, rung.indexOf('p')));
    }

    private static String part(String rung, int index) {
        return List.of(rung.split("_", -1)).get(index);
    }

    private Path encode(String name, ClipSpec spec) {
        return ClipEncoder.encode(spec, clips.resolve(name));
    }

    private void rung(Path reference, String name, String filter, String encoder) {
        int quality =
                30 + 5 * (RUNGS.size() - RUNGS.indexOf(name.substring(name.indexOf('_') + 1, name.indexOf(".mp4"))));
        List<String> arguments = new ArrayList<>(
                List.of("-i", reference.toString(), "-vf", filter, "-fps_mode", "passthrough", "-c:v", encoder));
        arguments.addAll(
                encoder.equals("mpeg4")
                        ? List.of("-q:v", "12")
                        : List.of("-cpu-used", "8", "-crf", Integer.toString(quality)));
        arguments.add(clips.resolve(name).toString());
        FfmpegProgram.run(arguments.toArray(String[]::new));
    }

    private void line(
            String name, String content, String rung, String orientation, int width, int height, double rate) {
        boolean isReference = rung.contains("_ref");
        ObjectNode line = Json.object();
        line.put("chug_bitladder", rung);
        line.put("chug_bitrate_label", isReference ? "ref" : part(rung, 1));
        line.put("chug_content_name", content);
        line.put("chug_framerate_manifest", rate);
        line.put("chug_height_manifest", height);
        line.put("chug_name", name);
        line.put("chug_orientation", orientation);
        line.put("chug_ref", isReference ? 1 : 0);
        line.put("chug_resolution", isReference ? "ref" : part(rung, 0));
        line.put("chug_video_id", "id-" + name);
        line.put("chug_width_manifest", width);
        line.put("corpus", "chug");
        line.put("corpus_version", "1");
        line.put("duration_s", FRAMES / rate);
        line.put("encoder_upstream", "test");
        line.put("framerate", rate);
        line.put("height", height);
        line.put("ingested_at_utc", "2026-01-01T00:00:00Z");
        line.put("mos", 1 + 4 * 0.5);
        line.put("mos_raw_0_100", 50.0);
        line.put("mos_std_dev", 10.5);
        line.put("n_ratings", 30);
        line.put("pix_fmt", "yuv420p10le");
        line.put("src", name);
        line.put("src_sha256", "0".repeat(64));
        line.put("src_size_bytes", clips.resolve(name).toFile().length());
        line.put("width", width);
        lines.add(line);
    }
}
