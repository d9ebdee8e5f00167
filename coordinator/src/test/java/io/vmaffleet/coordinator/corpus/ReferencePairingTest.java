package io.vmaffleet.coordinator.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ReferenceClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePairingTest {
    @TempDir
    Path root;

    private CorpusFolder folder = new CorpusFolder(Path.of("nowhere"));

    @BeforeEach
    void corpus() {
        folder = new CorpusFolder(root).clip("a_ref.mp4").clip("a_low.mp4").clip("a_high.mp4");
        folder.scores("video_name,video_score", "a_low.mp4,2", "a_high.mp4,4");
    }

    /// The name of the reference by the name of the clip.
    private static Map<String, String> pairs(Corpus corpus) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int clip = 0; clip < corpus.clips().size(); clip++) {
            pairs.put(
                    corpus.clips().name(clip),
                    corpus.reference(clip).orElseThrow().name().value());
        }
        return pairs;
    }

    private static String line(String name, String content, String more) {
        return "{\"src\":\"" + name + "\",\"chug_content_name\":\"" + content + "\"" + more + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"chug_ref\":1",
                ",\"chug_ref\":true",
                ",\"chug_bitrate_label\":\" Ref \"",
                ",\"chug_bitladder\":\"1080p_ref_\"",
                ",\"chug_ref\":0,\"chug_bitladder\":\"1080P_REF_\""
            })
    void aReferenceIsMarkedInOneOfThreeWays(String mark) {
        folder.sidecar(line("a_ref.mp4", "one", mark), line("a_low.mp4", "one", ""), line("a_high.mp4", "one", ""))
                .withReferences();

        Corpus corpus = folder.read();

        assertThat(pairs(corpus)).isEqualTo(Map.of("a_high.mp4", "a_ref.mp4", "a_low.mp4", "a_ref.mp4"));
        assertThat(corpus.excluded()).isEmpty();
        assertThat(corpus.reference(0))
                .contains(new ReferenceClip(
                        new ClipName("a_ref.mp4"),
                        corpus.folder().resolve("a_ref.mp4").toString(),
                        9));
        assertThat(corpus.remarks())
                .contains("2 clips are compared with their references; 1 file is a reference without a row");
    }

    @Test
    void eachReasonToLeaveAClipOutIsCountedAndNamed() {
        for (String name : new String[] {"b.mp4", "c_1.mp4", "c_2.mp4", "c.mp4", "d.mp4", "e.mp4", "f.mp4"}) {
            folder.clip(name);
        }
        folder.sidecar(
                        line("a_ref.mp4", "one", ",\"chug_ref\":1"),
                        line("a_low.mp4", "one", ""),
                        line("a_high.mp4", "One", ""),
                        line("b.mp4", "two", ""),
                        line("c_1.mp4", "three", ",\"chug_ref\":1"),
                        line("c_2.mp4", "three", ",\"chug_ref\":1"),
                        line("c.mp4", "three", ""),
                        line("d.mp4", "", ""),
                        line("f.mp4", "four", ""),
                        line("gone.mp4", "four", ",\"chug_ref\":1"))
                .withReferences();

        Corpus corpus = folder.read();

        assertThat(pairs(corpus)).isEqualTo(Map.of("a_low.mp4", "a_ref.mp4"));
        assertThat(corpus.excluded())
                .extracting(Excluded::name, Excluded::reason)
                .containsExactly(
                        tuple("a_high.mp4", FailureReason.REFERENCE_MISSING),
                        tuple("b.mp4", FailureReason.REFERENCE_MISSING),
                        tuple("c.mp4", FailureReason.REFERENCE_AMBIGUOUS),
                        tuple("d.mp4", FailureReason.CONTENT_UNKNOWN),
                        tuple("e.mp4", FailureReason.CONTENT_UNKNOWN),
                        tuple("f.mp4", FailureReason.REFERENCE_FILE_MISSING));
        assertThat(corpus.excluded().get(2).detail()).contains("2 references").contains("c_1.mp4, c_2.mp4");
        assertThat(corpus.excluded().get(5).detail()).contains("gone.mp4 is not in");
        assertThat(corpus.remarks())
                .contains(
                        "2 clips are left out, without a reference (REFERENCE_MISSING: a_high.mp4, b.mp4)",
                        "1 clip is left out, of a content with more than one reference (REFERENCE_AMBIGUOUS: c.mp4)",
                        "1 clip is left out, whose reference is not in the folder (REFERENCE_FILE_MISSING: f.mp4)",
                        "1 clip is compared with its reference; 3 files are references without a row");
    }

    @Test
    void referencesCanBeClipsToo() {
        folder.sidecar(
                        line("a_ref.mp4", "one", ",\"chug_ref\":1"),
                        line("a_low.mp4", "one", ""),
                        line("a_high.mp4", "one", ""))
                .withReferencesAsClips();

        assertThat(pairs(folder.read())).containsEntry("a_ref.mp4", "a_ref.mp4").hasSize(3);
    }

    @Test
    void aPairsFileSaysWhatIsComparedWithWhat() throws IOException {
        folder.clip("b.mp4");
        Files.write(folder.clips().resolve("master.mov"), new byte[7]);
        folder.pairs("reference_name,video_name", "master.mov,a_low.mp4", "a_ref.mp4,a_high.mp4", "a_ref.mp4,gone.mp4");

        Corpus corpus = folder.read();

        assertThat(pairs(corpus)).isEqualTo(Map.of("a_low.mp4", "master.mov", "a_high.mp4", "a_ref.mp4"));
        assertThat(corpus.reference(1).orElseThrow().sizeBytes()).isEqualTo(7);
        assertThat(corpus.excluded())
                .extracting(Excluded::name, Excluded::reason)
                .containsExactly(tuple("b.mp4", FailureReason.REFERENCE_MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_low.mp4,", ",a_ref.mp4", "a_low.mp4,sub/a_ref.mp4", "a_high.mp4,a_ref.mp4"})
    void aPairsFileIsReadStrictly(String line) {
        folder.pairs("video_name,reference_name", "a_high.mp4,a_ref.mp4", line);

        assertThatExceptionOfType(CorpusException.class)
                .isThrownBy(folder::read)
                .withMessageContaining("pairs.csv:3: ");
    }

    @Test
    void noReferenceAtAllIsRefused() {
        folder.sidecar(line("a_low.mp4", "one", "")).withReferences();

        assertThatExceptionOfType(CorpusException.class)
                .isThrownBy(folder::read)
                .withMessageContaining("not one of its 3 files has a reference")
                .withMessageContaining("by --pairs");
    }

    @Test
    void nothingThatNamesReferencesIsRefused() {
        folder.withReferences();

        assertThatExceptionOfType(CorpusException.class)
                .isThrownBy(folder::read)
                .withMessageContaining("nothing says with which references")
                .withMessageContaining("--pairs P.csv");
    }

    @Test
    void theLimitCountsClipsAndThoseLeftOut() {
        folder.sidecar(
                        line("a_ref.mp4", "one", ",\"chug_ref\":1"),
                        line("a_low.mp4", "one", ""),
                        line("a_high.mp4", "other", ""))
                .withReferences()
                .limit(2);
        Corpus two = folder.read();

        assertThat(pairs(two)).containsOnlyKeys("a_low.mp4");
        assertThat(two.excluded()).hasSize(1);
        assertThat(two.clipListDigest(1)).isNotEqualTo(two.clipListDigest());

        folder.limit(1);
        assertThatExceptionOfType(CorpusException.class).isThrownBy(folder::read);
    }

    @Test
    void labelsAreThoseOfTheDistortedClipAndAlsoThoseOfItsReference() {
        folder.sidecar(
                        line("a_ref.mp4", "one", ",\"chug_ref\":1,\"chug_video_id\":\"R\""),
                        line("a_low.mp4", "one", ",\"chug_ref\":0,\"chug_video_id\":\"L\""),
                        line("a_high.mp4", "one", ",\"chug_ref\":0,\"chug_video_id\":\"H\""))
                .withReferences();

        Labels labels = folder.read().readLabels();

        assertThat(labels.mos(0)).isEqualTo(4);
        assertThat(labels.value(LabelColumn.VIDEO_ID, 0)).contains("H");
        assertThat(labels.value(LabelColumn.VIDEO_ID, 1)).contains("L");
        assertThat(labels.ofReference(LabelColumn.VIDEO_ID, 1)).contains("R");
    }

    @Test
    void anotherReferenceIsAnotherCorpus() {
        folder.clip("b_ref.mp4").pairs("video_name,reference_name", "a_low.mp4,a_ref.mp4");
        Corpus one = folder.read();

        Corpus other =
                folder.pairs("video_name,reference_name", "a_low.mp4,b_ref.mp4").read();

        assertThat(other.sizesDigest()).isNotEqualTo(one.sizesDigest());
    }

    /// What stands in CHUG's table is in its labels' digest, so that a corrected sidecar has the table written anew.
    @ParameterizedTest
    @MethodSource("io.vmaffleet.coordinator.corpus.LabelColumn#ofChug")
    void aCorrectedLabelOfAChugTableIsAnotherDigest(LabelColumn column) {
        // of the split, which is worked out, the other columns follow
        String key = column == LabelColumn.SPLIT_KEY ? LabelColumn.CONTENT_NAME.key() : column.key();
        String value = column.type() == ColumnType.TEXT ? "\"test\"" : "7";
        String corrected = key.equals("src") ? "" : ",\"" + key + "\":" + value;
        String name = key.equals("src") ? "elsewhere/a_low.mp4" : "a_low.mp4";
        String[] others = {line("a_ref.mp4", "one", ",\"chug_ref\":1"), line("a_high.mp4", "one", "")};
        folder.withoutScores().inChugsLayout();
        folder.sidecar(others[0], others[1], line("a_low.mp4", "one", ""));
        String before = folder.read().labelsDigest();

        folder.sidecar(others[0], others[1], line(name, "one", corrected));

        // the policy has one value
        assertThat(folder.read().labelsDigest().equals(before)).isEqualTo(column == LabelColumn.SPLIT_POLICY);
    }

    @Test
    void whatAChugTableTellsOfAReferenceIsInItsLabelsDigest() {
        folder.withoutScores().inChugsLayout();
        List<String> digests = Stream.of("", ",\"src_sha256\":\"0\"", ",\"chug_video_id\":\"v\"")
                .map(more -> folder.sidecar(
                                line("a_ref.mp4", "one", ",\"chug_ref\":1" + more), line("a_low.mp4", "one", ""))
                        .read()
                        .labelsDigest())
                .toList();

        assertThat(digests).doesNotHaveDuplicates();
    }
}
