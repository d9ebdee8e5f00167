package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.audit.FindingKind;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `audit` over real clips.
class AuditIT {
    private static final ClipSpec PLAIN =
            ClipSpec.of(320, 240, 5).rate(30_000, 1001).build();

    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();
    private final List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
    private Path clips = Path.of("");
    private Path plain = Path.of("");

    @BeforeEach
    void aFolder() throws IOException {
        clips = Files.createDirectory(root.resolve("clips"));
        plain = ClipEncoder.encode(PLAIN, root.resolve("plain.mp4"));
    }

    private Path copy(String name) throws IOException {
        return Files.copy(plain, clips.resolve(name));
    }

    /// A sidecar's line that is right for the plain clip until it is changed.
    private void line(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode line = Json.object();
        line.put("src", name).put("width", 320).put("height", 240);
        line.put("chug_width_manifest", 320).put("chug_height_manifest", 240).put("chug_orientation", "Landscape");
        line.put("framerate", 29.97).put("chug_framerate_manifest", 30).put("chug_bit_depth", 8);
        line.put("pix_fmt", "yuv420p").put("duration_s", 0.167).put("src_size_bytes", Files.size(plain));
        change.accept(line);
        lines.add(Json.write(line));
    }

    /// A clip with a score, and a line that says something else than it is.
    private void clip(String name, Consumer<ObjectNode> change) throws IOException {
        copy(name);
        scores.add(name + ",3");
        line(name, change);
    }

    /// A clip of another kind, of which the sidecar says nothing.
    private void encoded(String name, ClipSpec spec) {
        ClipEncoder.encode(spec, clips.resolve(name));
        scores.add(name + ",3");
        lines.add("{\"src\":\"" + name + "\"}");
    }

    private Spoken audit(String... more) throws IOException {
        Files.write(root.resolve("scores.csv"), scores);
        Files.write(root.resolve("clips.jsonl"), lines);
        return Spoken.run(Stream.concat(Stream.of("audit", "--clips-dir", clips.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Spoken auditAll(String... more) throws IOException {
        return audit(Stream.concat(
                        Stream.of(
                                "--scores",
                                root.resolve("scores.csv").toString(),
                                "--metadata-jsonl",
                                root.resolve("clips.jsonl").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    /// The names by the kind of what was found of them.
    private static Map<String, List<String>> found(Spoken spoken) {
        Map<String, List<String>> found = new TreeMap<>();
        for (JsonNode finding : Json.readObject(spoken.out()).path("findings")) {
            found.computeIfAbsent(finding.path("kind").asText(), _ -> new ArrayList<>())
                    .add(finding.path("name").asText());
        }
        return found;
    }

    @Test
    void anOrderlyCorpusHasNothingToFind() throws IOException {
        clip("a.mp4", _ -> {});
        Files.createSymbolicLink(clips.resolve("b.mp4"), plain);
        scores.add("b.mp4,4");
        lines.add("");
        line("b.mp4", _ -> {});

        Spoken spoken = auditAll();

        assertThat(spoken.exitCode()).as(spoken.out() + spoken.err()).isZero();
        assertThat(spoken.out())
                .contains("2 files, 2 read", "Nothing was found")
                .containsPattern("pixel format +yuv420p +2")
                .containsPattern("transfer +unknown +2")
                .containsPattern("VFR +no +2")
                .containsPattern("rotation +0 +2")
                .doesNotContain("FOUND");
    }

    @Test
    void eachKindIsFoundOnce() throws IOException {
        clip("bytes.mp4", line -> line.put("src_size_bytes", 1));
        clip("size.mp4", line -> line.put("width", 640));
        clip("turned.mp4", line -> line.put("width", 240).put("height", 320));
        clip("orientation.mp4", line -> line.put("chug_orientation", "portrait"));
        clip("rate.mp4", line -> line.put("framerate", 25));
        clip("depth.mp4", line -> line.put("chug_bit_depth", 10));
        clip("pixels.mp4", line -> line.put("pix_fmt", "yuv422p"));
        clip("transfer.mp4", line -> line.put("color_transfer", "smpte2084"));
        clip("primaries.mp4", line -> line.put("color_primaries", "bt2020"));
        clip("duration.mp4", line -> line.put("duration_s", 10));
        clip("good.mp4", _ -> {});
        encoded(
                "odd.mp4",
                ClipSpec.of(320, 240, 2)
                        .pqHdr()
                        .colour("smpte2084", "bt709", "bt2020nc")
                        .build());
        encoded(
                "phone.mp4",
                ClipSpec.of(320, 240, 3)
                        .timestamps(List.of(0L, 1L, 5L))
                        .rotation(90)
                        .build());
        encoded("small.mp4", ClipSpec.of(64, 64, 2).build());
        encoded("torn.mp4", PLAIN);
        byte[] whole = Files.readAllBytes(clips.resolve("torn.mp4"));
        Files.write(clips.resolve("torn.mp4"), Arrays.copyOf(whole, whole.length / 2));
        copy("unscored.mp4");
        line("unscored.mp4", _ -> {});
        copy("undescribed.mp4");
        scores.add("undescribed.mp4,3");
        Files.createSymbolicLink(clips.resolve("dangling.mp4"), Path.of("nowhere.mp4"));
        scores.add("dangling.mp4,3");
        line("dangling.mp4", _ -> {});
        Files.createDirectory(clips.resolve("folder.mp4"));
        copy("SHOUT.MP4");
        copy("bad\nname.mp4");
        scores.add("lost.mp4,3");
        line("gone.mp4", _ -> {});

        Spoken spoken = auditAll("--json", "--workers", "3");

        assertThat(spoken.exitCode()).isEqualTo(4);
        Map<String, List<String>> expected = new TreeMap<>();
        expected.put("unreadable", List.of("torn.mp4"));
        expected.put("dangling_link", List.of("dangling.mp4"));
        expected.put("not_a_file", List.of("folder.mp4"));
        expected.put("other_case", List.of("SHOUT.MP4"));
        expected.put("excluded", List.of("bad\\x0aname.mp4"));
        expected.put("too_small", List.of("small.mp4"));
        expected.put("score_without_file", List.of("lost.mp4"));
        expected.put("sidecar_line_without_file", List.of("gone.mp4"));
        expected.put("file_without_score", List.of("unscored.mp4"));
        expected.put("file_without_sidecar_line", List.of("undescribed.mp4"));
        expected.put("file_size", List.of("bytes.mp4"));
        expected.put("picture_size", List.of("size.mp4"));
        expected.put("turned", List.of("turned.mp4"));
        expected.put("orientation", List.of("orientation.mp4"));
        expected.put("rate", List.of("rate.mp4"));
        expected.put("bit_depth", List.of("depth.mp4"));
        expected.put("pixel_format", List.of("pixels.mp4"));
        expected.put("transfer", List.of("transfer.mp4"));
        expected.put("primaries", List.of("primaries.mp4"));
        expected.put("duration", List.of("duration.mp4"));
        expected.put("odd_colours", List.of("odd.mp4"));
        expected.put("variable_rate", List.of("phone.mp4"));
        assertThat(found(spoken)).isEqualTo(expected);
        assertThat(expected.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FindingKind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
        ObjectNode report = Json.readObject(spoken.out());
        assertThat(report.path("files").asInt()).isEqualTo(18);
        assertThat(report.path("read").asInt()).isEqualTo(16);
        assertThat(report.path("counts").path("rotation").path("90").asInt()).isEqualTo(1);
        assertThat(report.path("counts").path("transfer").path("smpte2084").asInt())
                .isEqualTo(1);
        assertThat(report.path("counts")
                        .path("pixel_format")
                        .path("yuv420p10le")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aFileThatIsNoVideoIsNamedWithItsReason() throws IOException {
        clip("a.mp4", _ -> {});
        Files.writeString(clips.resolve("notes.mp4"), "these are notes\n".repeat(100));
        scores.add("notes.mp4,3");
        Files.writeString(clips.resolve("empty.mp4"), "");
        scores.add("empty.mp4,");

        Spoken spoken = audit("--scores", root.resolve("scores.csv").toString());

        assertThat(spoken.exitCode()).isEqualTo(4);
        assertThat(spoken.out())
                .contains("FOUND:  2 unreadable: cannot be read")
                .contains("empty.mp4: TRUNCATED: ", "is empty (0 bytes)")
                .contains("notes.mp4: UNSUPPORTED_FORMAT: ")
                .contains("empty.mp4: its line has no number");
    }

    @Test
    void aSidecarWithoutAnyScoreLeavesNoClipInWantOfOne() throws IOException {
        clip("a.mp4", _ -> {});
        String sidecar = root.resolve("clips.jsonl").toString();
        assertThat(audit("--metadata-jsonl", sidecar).exitCode()).isZero();

        clip("b.mp4", line -> line.put("mos", 3));

        assertThat(found(audit("--metadata-jsonl", sidecar, "--json")))
                .isEqualTo(Map.of("file_without_score", List.of("a.mp4")));
    }

    @Test
    void manyOfAKindAreCountedAndTheFirstNamed() throws IOException {
        for (int i = 0; i < 8; i++) {
            clip("c" + i + ".mp4", line -> line.put("pix_fmt", "yuv444p"));
        }

        Spoken few = auditAll();
        Spoken all = auditAll("--all");

        assertThat(few.out())
                .contains("FOUND:  8 pixel_format: ", "c4.mp4: the sidecar says yuv444p, it is yuv420p", "and 3 more")
                .doesNotContain("c5.mp4");
        assertThat(all.out()).contains("c7.mp4").doesNotContain("more");
    }

    @Test
    void clipsThatGetNoPairAreNamedAndASmallRungIsNotTooSmall() throws IOException {
        encoded("small.mp4", ClipSpec.of(128, 96, 2).build());
        encoded("ref.mp4", PLAIN);
        encoded("lonely.mp4", PLAIN);
        scores.remove("ref.mp4,3");
        lines.clear();
        lines.add("{\"src\":\"small.mp4\",\"chug_content_name\":\"one\",\"mos\":3}");
        lines.add("{\"src\":\"ref.mp4\",\"chug_content_name\":\"one\",\"chug_ref\":1}");
        lines.add("{\"src\":\"lonely.mp4\",\"chug_content_name\":\"two\",\"mos\":3}");
        String sidecar = root.resolve("clips.jsonl").toString();

        Spoken paired = audit("--metadata-jsonl", sidecar, "--json");
        Spoken alone = audit("--metadata-jsonl", sidecar, "--json", "--pairing", "self");

        assertThat(found(paired)).isEqualTo(Map.of("excluded", List.of("lonely.mp4")));
        assertThat(paired.out()).contains("REFERENCE_MISSING: the sidecar has no reference of its content 'two'");
        assertThat(found(alone))
                .isEqualTo(Map.of("too_small", List.of("small.mp4"), "file_without_score", List.of("ref.mp4")));
    }

    @Test
    void pairsMayComeFromAFile() throws IOException {
        clip("a.mp4", _ -> {});
        copy("ref.mp4");
        Path pairs = Files.writeString(root.resolve("pairs.csv"), "video_name,reference_name\na.mp4,ref.mp4\n");

        Spoken spoken = audit("--scores", root.resolve("scores.csv").toString(), "--pairs", pairs.toString());

        assertThat(spoken.exitCode()).as(spoken.out()).isZero();
    }

    @Test
    void whatCannotBeReadAtAllEndsTheAuditWithASentence() throws IOException {
        clip("a.mp4", _ -> {});
        lines.add("{\"src\":\"b.mp4\",\"width\":\"wide\"}");

        Spoken badLine = auditAll();
        Spoken noLabels = audit();
        Spoken noFolder =
                Spoken.run("audit", "--clips-dir", root.resolve("none").toString(), "--scores", "s.csv");
        Spoken noWorkers = auditAll("--workers", "0");
        Spoken contradiction = auditAll("--pairing", "self", "--pairs", "p.csv");

        assertThat(badLine.exitCode()).isEqualTo(2);
        assertThat(badLine.err()).contains("clips.jsonl:2: the value \"wide\" of 'width' is no whole number");
        assertThat(noLabels.exitCode()).isEqualTo(2);
        assertThat(noLabels.err()).contains("no labels");
        assertThat(noFolder.exitCode()).isEqualTo(3);
        assertThat(noFolder.err()).contains("no such folder");
        assertThat(noWorkers.exitCode()).isEqualTo(2);
        assertThat(contradiction.exitCode()).isEqualTo(2);
        assertThat(contradiction.err()).contains("leave --pairing self out");
    }
}
