package io.vmaffleet.coordinator.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.task.ManifestGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusTest {
    @TempDir
    Path root;

    private CorpusFolder folder;

    @BeforeEach
    void aFolder() {
        folder = new CorpusFolder(root);
    }

    @Test
    void clipsComeInTheOrderOfTheirBytesAndWithTheirSizes() {
        folder.clip("b.mp4")
                .clip("a.mp4")
                .clip("B.mp4")
                .clip("\uFF5E.mp4")
                .clip("\uD83D\uDE00.mp4")
                .clip("é.mp4");
        folder.clip("notes.txt").scores("video_name,video_score", "a.mp4,3");

        ClipList clips = folder.read().clips();

        assertThat(names(clips)).containsExactly("B.mp4", "a.mp4", "b.mp4", "é.mp4", "\uFF5E.mp4", "\uD83D\uDE00.mp4");
        assertThat(clips.sizeBytes(3)).isEqualTo(6);
        assertThat(clips.indexOf("é.mp4")).hasValue(3);
        assertThat(clips.indexOf("c.mp4")).isEmpty();
    }

    @Test
    void onlyFilesOfTheFolderItselfAreClips() throws IOException {
        folder.clip("a.mp4").scores("video_name,video_score", "a.mp4,3");
        Files.createDirectories(folder.clips().resolve("inner.mp4"));
        Files.write(folder.clips().resolve("inner.mp4/deep.mp4"), new byte[1]);

        assertThat(names(folder.read().clips())).containsExactly("a.mp4");
    }

    @Test
    void aLinkThatLeadsNowhereIsAClipThatWillFail() throws IOException {
        folder.clip("a.mp4").scores("video_name,video_score", "a.mp4,3");
        Files.createSymbolicLink(folder.clips().resolve("gone.mp4"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.clips().resolve("round.mp4"), Path.of("round.mp4"));

        assertThat(names(folder.read().clips())).containsExactly("a.mp4", "gone.mp4", "round.mp4");
    }

    @Test
    void aLimitTakesTheFirstFilesBadOnesIncluded() {
        folder.clip("a.mp4").clipOfBytes("b%0A.mp4").clip("c.mp4").clip("d.mp4");
        folder.scores("video_name,video_score", "d.mp4,3").limit(3);

        Corpus corpus = folder.read();

        assertThat(names(corpus.clips())).containsExactly("a.mp4", "c.mp4");
        assertThat(corpus.excluded()).hasSize(1);
        assertThat(corpus.join().clipsWithoutScore().count()).isEqualTo(2);
        assertThat(corpus.join().scoresWithoutClip().count()).isZero();
    }

    @Test
    void namesThatCannotBeClipsAreKeptAsideWithTheirBytesShown() {
        folder.clip("a.mp4")
                .clipOfBytes("caf%E9.mp4")
                .clipOfBytes("two%0Alines.mp4")
                .clipOfBytes("back%5C%FF.mp4");
        folder.scores("video_name,video_score", "a.mp4,3");

        Corpus corpus = folder.read();

        assertThat(names(corpus.clips())).containsExactly("a.mp4");
        assertThat(corpus.excluded())
                .extracting(Excluded::name)
                .containsExactlyInAnyOrder("caf\\xe9.mp4", "two\\x0alines.mp4", "back\\\\\\xff.mp4");
        assertThat(corpus.excluded()).allSatisfy(bad -> {
            assertThat(bad.sizeBytes()).isEqualTo(3);
            assertThat(bad.detail()).contains(bad.name()).contains("rename it");
        });
        assertThat(corpus.remarks()).anySatisfy(remark -> assertThat(remark).startsWith("3 files have names"));
    }

    @Test
    void withoutAUtf8LocaleANameThatIsNotAsciiIsRefused() {
        folder.clip("é.mp4");

        assertThatThrownBy(() -> new ClipsFolder(folder.clips(), "*.mp4", "ANSI_X3.4-1968").list(OptionalInt.empty()))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("\\xc3\\xa9.mp4")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @Test
    void filesInAnotherCaseAreCountedAndNamed() {
        folder.clip("a.mp4").clip("B.MP4").scores("video_name,video_score", "a.mp4,3");

        Corpus corpus = folder.read();

        assertThat(names(corpus.clips())).containsExactly("a.mp4");
        assertThat(corpus.otherCase()).isEqualTo(new Tally(1, List.of("B.MP4")));
        assertThat(corpus.remarks()).anySatisfy(remark -> assertThat(remark).contains("B.MP4"));
    }

    @Test
    void anotherPatternTakesOtherFiles() {
        folder.clip("a.mp4")
                .clip("b.webm")
                .scores("video_name,video_score", "b.webm,3")
                .pattern("*.{webm,mkv}");

        assertThat(names(folder.read().clips())).containsExactly("b.webm");
    }

    @Test
    void scoresMayHaveAnyColumnOrderAByteOrderMarkAndEmptyFields() {
        folder.clip("a.mp4").clip("b.mp4").clip("c.mp4");
        folder.scores(
                "\uFEFFextra,video_score,mos_raw_0_100,video_name",
                "x,3.25,56.25,a.mp4",
                "\"y,\nz\",,,b.mp4",
                "",
                "x,1e0,,gone.mp4");

        Corpus corpus = folder.read();
        Labels labels = corpus.readLabels();

        assertThat(labels.mos(0)).isEqualTo(3.25);
        assertThat(labels.mos(1)).isNaN();
        assertThat(labels.mos(2)).isNaN();
        assertThat(labels.columns()).contains(LabelColumn.MOS_RAW).doesNotContain(LabelColumn.MOS);
        assertThat(labels.value(LabelColumn.MOS_RAW, 0)).contains(56.25);
        assertThat(labels.value(LabelColumn.MOS_RAW, 1)).isEmpty();
        assertThat(corpus.join())
                .isEqualTo(new LabelJoin(
                        1,
                        new Tally(2, List.of("b.mp4", "c.mp4")),
                        new Tally(1, List.of("gone.mp4")),
                        new Tally(0, List.of())));
        assertThat(corpus.remarks()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "video_name;video_score~a.mp4;3              | :1: no column video_name",
                "video_name,mos~a.mp4,3                      | :1: no column video_score",
                "video_name,video_score,video_score~a.mp4,3,3| :1: has the column video_score twice",
                "video_name,video_score~a.mp4,good           | :2: 'good' is no number for video_score",
                "video_name,video_score~a.mp4,3d             | :2: '3d' is no number",
                "video_name,video_score~a.mp4,Infinity       | :2: 'Infinity' is no number",
                "video_name,video_score,mos_raw_0_100~a.mp4,3,x | :2: 'x' is no number for mos_raw_0_100",
                "video_name,video_score~b.mp4,3~a.mp4        | :3: has 1 fields where the header has 2",
                "video_name,video_score~a.mp4,3,5            | :2: has 3 fields where the header has 2",
                "video_name,video_score~,3                   | :2: has an empty video_name",
                "video_name,video_score~a.mp4,3~b.mp4,1~a.mp4,3 | :4: 'a.mp4' has a line already",
                "video_name,video_score~gone.mp4,3~gone.mp4,3| :3: 'gone.mp4' has a line already",
            })
    void aBadLineOfTheScoresIsNamed(String text, String problem) {
        folder.clip("a.mp4").clip("b.mp4").scores(text.strip().split("~"));

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(folder.scores() + problem.strip())
                .hasMessageContaining(";");
    }

    @Test
    void emptyScoresAreRefused() {
        folder.clip("a.mp4").scoresOfBytes(new byte[0]);

        assertThatThrownBy(folder::read).isInstanceOf(CorpusException.class).hasMessageContaining(":1: empty");
    }

    @Test
    void scoresThatAreNotUtf8AreRefusedWithTheLine() {
        folder.clip("a.mp4").scoresOfBytes("video_name,video_score\na.mp4,3\ncafé.mp4,3\n".getBytes(ISO_8859_1));

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(folder.scores() + ":3: not UTF-8");
    }

    @Test
    void missingScoresAreRefused() {
        folder.clip("a.mp4");

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("scores.csv: no such file");
    }

    @Test
    void aFolderInPlaceOfScoresIsCalledSo() throws IOException {
        folder.clip("a.mp4");
        Files.createDirectory(folder.scores());

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("scores.csv: is a folder; give the scores file itself");
    }

    @Test
    void withoutAScoresFileTheSidecarHasTheScores() {
        folder.clip("a.mp4").clip("b.mp4").clip("c.mp4").withoutScores();
        folder.sidecar(
                "{\"src\":\"a.mp4\",\"mos\":3.5,\"mos_raw_0_100\":62.5}",
                "{\"src\":\"b.mp4\",\"mos\":null}",
                "{\"src\":\"gone.mp4\",\"mos\":1}");

        Corpus corpus = folder.read();

        Labels labels = corpus.readLabels();
        assertThat(labels.mos(0)).isEqualTo(3.5);
        assertThat(labels.mos(1)).isNaN();
        assertThat(labels.mos(2)).isNaN();
        assertThat(labels.columns()).contains(LabelColumn.MOS_RAW).doesNotContain(LabelColumn.MOS);
        assertThat(corpus.join().clipsWithoutScore().count()).isEqualTo(2);

        folder.sidecar("{\"src\":\"gone.mp4\",\"mos\":1}");
        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("clips.jsonl: not one of its names is a clip");
    }

    @Test
    void scoresOfAnotherCorpusAreRefused() {
        folder.clip("a.mp4").scores("video_name,video_score", "a,3", "b,4");

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("not one of its names is a clip")
                .hasMessageContaining("name a, b,")
                .hasMessageContaining("'a.mp4'");
    }

    @Test
    void aFolderWithoutClipsIsRefused() {
        folder.clip("a.MP4").scores("video_name,video_score", "a.mp4,3");

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("no file matches '*.mp4'")
                .hasMessageContaining("a.MP4");
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws IOException {
        folder.scores("video_name,video_score", "a.mp4,3");
        Files.delete(folder.clips());
        assertThatThrownBy(folder::read).isInstanceOf(CorpusException.class).hasMessageContaining("no such folder");

        Files.write(folder.clips(), new byte[0]);
        assertThatThrownBy(folder::read).isInstanceOf(CorpusException.class).hasMessageContaining("not a folder");
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        folder.clip("a.mp4").scores("video_name,video_score", "a.mp4,3").pattern("{*.mp4");

        assertThatThrownBy(folder::read).isInstanceOf(CorpusException.class).hasMessageContaining("is no pattern");
    }

    @Test
    void theSidecarGivesColumnsAndGeometry() {
        folder.clip("a.mp4").clip("b.mp4").clip("c.mp4");
        folder.scores("video_name,video_score", "a.mp4,3");
        folder.sidecar(
                "{\"src\":\"some/where/a.mp4\",\"filename\":\"z.mp4\",\"chug_width_manifest\":\"1920\","
                        + "\"chug_height_manifest\":1080.0,\"chug_framerate_manifest\":\"29.97\",\"chug_bit_depth\":10,"
                        + "\"chug_ref\":true,\"mos_raw_0_100\":\"55.5\",\"chug_content_name\":\" Skate park (night) \"}",
                "",
                "{\"filename\":\"b.mp4\",\"split\":\"VAL\",\"chug_width_manifest\":\"\",\"chug_name\":17}",
                "{\"src\":\"gone.mp4\",\"chug_orientation\":\"portrait\"}");

        Corpus corpus = folder.read();
        Labels labels = corpus.readLabels();

        assertThat(labels.columns())
                .containsExactly(
                        LabelColumn.MOS_RAW,
                        LabelColumn.REFERENCE,
                        LabelColumn.NAME,
                        LabelColumn.FRAMERATE,
                        LabelColumn.CONTENT_NAME,
                        LabelColumn.HEIGHT,
                        LabelColumn.WIDTH,
                        LabelColumn.SPLIT,
                        LabelColumn.SPLIT_KEY,
                        LabelColumn.SPLIT_POLICY);
        assertThat(row(labels, 0))
                .containsExactly(
                        55.5,
                        1L,
                        "-",
                        29.97,
                        " Skate park (night) ",
                        1080L,
                        1920L,
                        "test",
                        "Skate park (night)",
                        "content-name-blake2s-80-10-10");
        assertThat(row(labels, 1))
                .containsExactly("-", "-", "17", "-", "-", "-", "-", "val", "b.mp4", "content-name-blake2s-80-10-10");
        assertThat(row(labels, 2)).containsOnly("-");
        assertThat(corpus.geometry(0)).contains(new ManifestGeometry(1920, 1080, 29.97, 10));
        assertThat(corpus.geometry(1)).isEmpty();
        assertThat(corpus.geometry(2)).isEmpty();
    }

    @Test
    void aRawScoreComesFromTheScoresFirst() {
        folder.clip("a.mp4").clip("b.mp4");
        folder.scores("video_name,video_score,mos_raw_0_100", "a.mp4,3,50", "b.mp4,3,");
        folder.sidecar("{\"src\":\"a.mp4\",\"mos_raw_0_100\":1}", "{\"src\":\"b.mp4\",\"mos_raw_0_100\":2}");

        Labels labels = folder.read().readLabels();

        assertThat(labels.value(LabelColumn.MOS_RAW, 0)).contains(50.0);
        assertThat(labels.value(LabelColumn.MOS_RAW, 1)).contains(2.0);
        assertThat(labels.columns()).containsOnlyOnce(LabelColumn.MOS_RAW);
    }

    @Test
    void aColumnOfClipsBeyondTheLimitIsNotThere() {
        folder.clip("a.mp4").clip("b.mp4").scores("video_name,video_score", "a.mp4,3");
        folder.sidecar("{\"src\":\"b.mp4\",\"chug_name\":\"b\"}").limit(1);

        assertThat(folder.read().readLabels().columns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"src\":\"b.mp4\"}~{\"src\":                     | :2: not JSON",
                "[1]                                               | :1: not a JSON object",
                "{\"chug_name\":\"x\"}                             | :1: names no clip",
                "{\"src\":\"\",\"filename\":7}                     | :1: names no clip",
                "{\"src\":\"a.mp4\"}~~{\"filename\":\"x/a.mp4\"}   | :3: 'a.mp4' has a line already",
                "{\"src\":\"q.mp4\"}~{\"src\":\"q.mp4\"}           | :2: 'q.mp4' has a line already",
                "{\"src\":\"a.mp4\",\"chug_width_manifest\":\"wide\"} | :1: the value \"wide\" of 'chug_width_manifest' is no whole number",
                "{\"src\":\"a.mp4\",\"chug_width_manifest\":1.5}   | :1: the value 1.5 of 'chug_width_manifest' is no whole number",
                "{\"src\":\"q.mp4\",\"mos_raw_0_100\":true}        | :1: the value true of 'mos_raw_0_100' is no number",
                "{\"src\":\"a.mp4\",\"chug_framerate_manifest\":\"30000/1001\"} | :1: the value \"30000/1001\" of 'chug_framerate_manifest' is no number",
                "{\"src\":\"a.mp4\",\"chug_content_name\":[]}      | :1: the value [] of 'chug_content_name' is no text",
            })
    void aBadLineOfTheSidecarIsNamed(String text, String problem) {
        folder.clip("a.mp4")
                .scores("video_name,video_score", "a.mp4,3")
                .sidecar(text.strip().split("~"));

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(folder.sidecar() + problem.strip())
                .hasMessageContaining(";");
    }

    @Test
    void aSidecarThatIsNotUtf8IsRefusedWithTheLine() {
        folder.clip("a.mp4").scores("video_name,video_score", "a.mp4,3");
        folder.sidecarOfBytes("{\"src\":\"a.mp4\"}\n{\"src\":\"é.mp4\"}".getBytes(ISO_8859_1));

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(folder.sidecar() + ":2: not UTF-8");
    }

    @Test
    void aCorpusWithReferencesIsRefusedUnlessAllowed() {
        folder.clip("a.mp4").clip("b.mp4").clip("r.mp4").clip("x.mp4");
        folder.scores("video_name,video_score", "a.mp4,3");
        folder.sidecar(
                "{\"src\":\"a.mp4\",\"chug_content_name\":\"one\",\"chug_ref\":0}",
                "{\"src\":\"b.mp4\",\"chug_content_name\":\"one\"}",
                "{\"src\":\"r.mp4\",\"chug_content_name\":\"one\",\"chug_bitrate_label\":\" Ref \"}",
                "{\"src\":\"x.mp4\",\"chug_content_name\":\"two\",\"chug_ref\":1}");

        assertThatThrownBy(folder::read)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("1 for 2 distorted clips of 1 contents")
                .hasMessageContaining("'r.mp4' for 'b.mp4'")
                .hasMessageContaining("--allow-fr-from-nr");
        assertThat(folder.allowFrFromNr().read().clips().size()).isEqualTo(4);
    }

    @Test
    void referencesAloneOrDistortedClipsAloneAreNoReferenceCorpus() {
        folder.clip("a.mp4").clip("r.mp4").scores("video_name,video_score", "a.mp4,3");
        folder.sidecar(
                "{\"src\":\"a.mp4\",\"chug_content_name\":\"one\",\"chug_bitladder\":\"360p_0.2M_\"}",
                "{\"src\":\"r.mp4\",\"chug_content_name\":\"two\",\"chug_bitladder\":\"1080p_ref_\"}",
                "{\"src\":\"gone.mp4\",\"chug_content_name\":\"one\",\"chug_bitladder\":\"1080p_ref_\"}");

        assertThat(folder.read().clips().size()).isEqualTo(2);
    }

    @Test
    void digestsFollowContentsAndNotPaths() throws IOException {
        folder.clip("a.mp4").clip("b.mp4").scores("video_name,video_score", "a.mp4,3", "b.mp4,4");
        Corpus one = folder.read();
        CorpusFolder elsewhere = new CorpusFolder(Files.createDirectories(root.resolve("elsewhere")));
        elsewhere.clip("b.mp4").clip("a.mp4");
        elsewhere.scores("video_score,more,video_name", "4.0,x,b.mp4", "3,y,a.mp4", "1,z,gone.mp4");
        Corpus same = elsewhere.read();

        assertThat(same.clipListDigest()).isEqualTo(one.clipListDigest()).matches("[0-9a-f]{32}");
        assertThat(same.labelsDigest()).isEqualTo(one.labelsDigest());
        assertThat(same.corpusDigest(same.labelsDigest())).isEqualTo(one.corpusDigest(one.labelsDigest()));

        elsewhere.scores("video_score,video_name", "4.5,b.mp4");
        Corpus corrected = elsewhere.read();
        assertThat(corrected.clipListDigest()).isEqualTo(one.clipListDigest());
        assertThat(corrected.labelsDigest()).isNotEqualTo(one.labelsDigest());
        assertThat(corrected.readLabels().digest()).isEqualTo(corrected.labelsDigest());

        Files.write(elsewhere.clips().resolve("a.mp4"), "longer than before".getBytes(UTF_8));
        assertThat(elsewhere.read().sizesDigest()).isNotEqualTo(one.sizesDigest());
    }

    @Test
    void scoresThatNoLongerFitAreRefusedWhenReadAnew() {
        folder.clip("a.mp4").scores("video_name,video_score", "a.mp4,3");
        Corpus corpus = folder.read();
        folder.scores("video_name,video_score", "b.mp4,3");

        assertThatThrownBy(corpus::readLabels)
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("any more");
    }

    private static List<String> names(ClipList clips) {
        return IntStream.range(0, clips.size()).mapToObj(clips::name).toList();
    }

    /// The cells of a clip, null as `-`.
    private static List<Object> row(Labels labels, int clip) {
        return labels.columns().stream()
                .map(column -> labels.value(column, clip).orElse("-"))
                .toList();
    }
}
