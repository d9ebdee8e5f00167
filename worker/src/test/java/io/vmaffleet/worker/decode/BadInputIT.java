package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputIT {
    @TempDir
    Path folder;

    private ClipMaker maker;

    @BeforeEach
    void makeClips() {
        maker = new ClipMaker(folder);
    }

    @Test
    void aTextFileIsNoFormatThatIsMeasured() {
        assertFails(maker.text("a.mp4", "a,b\n1,2\n"), FailureReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void playlistsNamedLikeClipsAreNotFollowed() {
        maker.sdr("sibling.mp4");
        String hls = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsibling.mp4\n#EXT-X-ENDLIST\n";
        String dash = "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                + " profiles=\"urn:mpeg:dash:profile:isoff-main:2011\"><Period><AdaptationSet>"
                + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>sibling.mp4</BaseURL></Representation>"
                + "</AdaptationSet></Period></MPD>\n";

        assertFails(maker.text("hls.mp4", hls), FailureReason.UNSUPPORTED_FORMAT);
        assertFails(
                maker.text("concat.mp4", "ffconcat version 1.0\nfile sibling.mp4\n"), FailureReason.UNSUPPORTED_FORMAT);
        assertFails(maker.text("dash.mp4", dash), FailureReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void soundWithoutPicturesIsNoVideo() {
        assertFails(maker.soundOnly("sound.mp4"), FailureReason.NO_VIDEO);
    }

    @Test
    void anEmptyFileIsTruncated() {
        assertFails(maker.bytes("empty.mp4", new byte[0]), FailureReason.TRUNCATED);
    }

    @Test
    void aCodecThatNobodyKnowsIsUnsupported() {
        byte[] bytes = ClipMaker.read(maker.sdr("sdr.mp4"));
        int sampleEntry = ClipMaker.indexOf(bytes, "avc1", ClipMaker.indexOf(bytes, "stsd"));
        System.arraycopy("zzzz".getBytes(StandardCharsets.US_ASCII), 0, bytes, sampleEntry, 4);

        assertFails(maker.bytes("unknown.mp4", bytes), FailureReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void aChangeOfSizeInMidStreamIsSeenWhereItHappens() {
        Path clip = maker.sizeChanging("changing.mp4");

        try (FrameSource source = Planes.open(clip)) {
            for (int i = 0; i < 5; i++) {
                assertThat(source.next()).isPresent();
            }
            assertThatExceptionOfType(UnmeasurableClipException.class)
                    .isThrownBy(source::next)
                    .withMessageContaining("320x240")
                    .withMessageContaining("400x304")
                    .returns(FailureReason.GEOMETRY_CHANGED, UnmeasurableClipException::reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe.mp4", "クリップ 1.mp4", "a 'quoted' clip.mp4", "%20#?.mp4", "file:x.mp4", "😀.mp4"})
    void namesThatAreOddButUsableAreOpened(String name) {
        Path clip = maker.make(name, ClipSpec.of(64, 48, 2).build());

        assertThat(Planes.allOf(clip)).hasSize(2);
    }

    @Test
    void theSameClipAfterABadOneIsDecodedAsBefore() {
        Path good = maker.sdr("good.mp4");
        var before = Planes.allOf(good);

        assertFails(maker.text("bad.mp4", "no clip"), FailureReason.UNSUPPORTED_FORMAT);

        assertThat(Planes.allOf(good)).isEqualTo(before);
    }

    @Test
    void everyDetailNamesTheFileAndSaysWhatToDo() throws IOException {
        Path clip = maker.cut(maker.sdr("sdr.mp4"), "cut.mp4", 5000);

        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> Planes.allOf(clip))
                .withMessageContaining(clip.toString())
                .withMessageContaining("moov atom not found")
                .withMessageContaining("copy it again")
                .satisfies(e -> assertThat(e.detail()).doesNotContain("0x").hasLineCount(1));
        assertThat(Files.size(clip)).isEqualTo(5000);
    }

    private static void assertFails(Path clip, FailureReason reason) {
        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> Planes.allOf(clip))
                .withMessageContaining(clip.getFileName().toString())
                .returns(reason, UnmeasurableClipException::reason);
    }
}
