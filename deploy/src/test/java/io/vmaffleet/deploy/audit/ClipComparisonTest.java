package io.vmaffleet.deploy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vmaffleet.coordinator.corpus.StreamClaim;
import io.vmaffleet.coordinator.corpus.StreamClaim.Size;
import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureTimes;
import io.vmaffleet.worker.decode.ProbedMedia;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipComparisonTest {
    private static final StreamClaim NOTHING = new StreamClaim(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Colour PQ = colour("smpte2084", "bt2020", "bt2020nc", "tv");
    private static final Colour SDR = colour("bt709", "bt709", "bt709", "tv");
    private static final PictureTimes TEN_SECONDS = new PictureTimes(300, 10.01, 29.97, 0.033, 0.034, false);

    private static Colour colour(String transfer, String primaries, String matrix, String range) {
        return new Colour(said(transfer), said(primaries), said(matrix), said(range), Double.NaN, Double.NaN);
    }

    private static Optional<String> said(String name) {
        return name.equals("-") ? Optional.empty() : Optional.of(name);
    }

    /// 1920x1080 in 10 bits, shown as the rotation has it.
    private static ProbedMedia clip(int rotation, Colour colour, String pixelFormat, int bits, PictureTimes times) {
        boolean portrait = rotation % 180 != 0;
        return new ProbedMedia(
                new MediaFormat(
                        1920,
                        1080,
                        rotation,
                        portrait ? 1080 : 1920,
                        portrait ? 1920 : 1080,
                        Math.min(bits, 10),
                        bits,
                        30_000 / 1001.0,
                        "hevc",
                        pixelFormat,
                        colour,
                        300),
                times);
    }

    private static ProbedMedia upright() {
        return clip(0, PQ, "yuv420p10le", 10, TEN_SECONDS);
    }

    private static List<Finding> compare(StreamClaim said, ProbedMedia media) {
        return ClipComparison.of("a.mp4", said, 1000, media);
    }

    private static StreamClaim sizes(Optional<Size> coded, Optional<Size> manifest, String orientation) {
        return new StreamClaim(
                coded,
                manifest,
                said(orientation),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static StreamClaim rates(double rate, double manifestRate, double seconds) {
        return new StreamClaim(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rate),
                Optional.of(manifestRate),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(seconds),
                Optional.empty());
    }

    private static StreamClaim formats(int bits, String pixelFormat, String transfer, String primaries, long bytes) {
        return new StreamClaim(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(bits),
                said(pixelFormat),
                said(transfer),
                said(primaries),
                Optional.empty(),
                Optional.of(bytes));
    }

    @Test
    void whatTheSidecarDoesNotSayIsNoDifference() {
        assertThat(compare(NOTHING, upright())).isEmpty();
    }

    @Test
    void theManifestsSizeMayBeTheCodedOrTheDisplayedOne() {
        ProbedMedia turned = clip(90, PQ, "yuv420p10le", 10, TEN_SECONDS);
        Optional<Size> coded = Optional.of(new Size(1920, 1080));

        assertThat(compare(sizes(coded, coded, "portrait"), turned)).isEmpty();
        assertThat(compare(sizes(coded, Optional.of(new Size(1080, 1920)), " Portrait "), turned))
                .isEmpty();
    }

    @Test
    void sizesThatAreOnlyTurnedAreToldFromOtherSizes() {
        ProbedMedia turned = clip(90, PQ, "yuv420p10le", 10, TEN_SECONDS);

        assertThat(compare(sizes(Optional.of(new Size(1080, 1920)), Optional.empty(), "-"), turned))
                .containsExactly(new Finding(
                        FindingKind.TURNED,
                        "a.mp4",
                        "the sidecar says 1080x1920, it is 1920x1080, turned by 90 degrees for display"));
        assertThat(compare(sizes(Optional.empty(), Optional.of(new Size(1080, 1920)), "-"), upright()))
                .extracting(Finding::kind)
                .containsExactly(FindingKind.TURNED);
        assertThat(compare(sizes(Optional.of(new Size(1280, 720)), Optional.of(new Size(1280, 720)), "-"), upright()))
                .containsExactly(
                        new Finding(FindingKind.PICTURE_SIZE, "a.mp4", "the sidecar says 1280x720, it is 1920x1080"));
    }

    @Test
    void orientationIsThatOfTheDisplayedPicture() {
        ProbedMedia turned = clip(270, PQ, "yuv420p10le", 10, TEN_SECONDS);

        assertThat(compare(sizes(Optional.empty(), Optional.empty(), "Landscape"), turned))
                .containsExactly(new Finding(
                        FindingKind.ORIENTATION,
                        "a.mp4",
                        "the sidecar says landscape, it is 1080x1920 as displayed, which is portrait"));
        assertThat(compare(sizes(Optional.empty(), Optional.empty(), "Square"), turned))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30,29.97", "29.97,30", "29.97002997,30"})
    void roundedRatesAreTheSame(double rate, double manifestRate) {
        assertThat(compare(rates(rate, manifestRate, 10), upright())).isEmpty();
    }

    @Test
    void aPhonesRealRateIsAsGoodAsItsNominalOne() {
        PictureTimes phone = new PictureTimes(288, 10.01, 28.76, 0.03, 0.1, true);

        assertThat(compare(rates(28.76, 30, 10), clip(0, PQ, "yuv420p10le", 10, phone)))
                .containsExactly(
                        new Finding(FindingKind.VARIABLE_RATE, "a.mp4", "frames of 30.0 to 100.0 ms, 28.76 a second"));
    }

    @Test
    void anotherRateIsFoundOnceWhicheverKeySaysIt() {
        assertThat(compare(rates(25, 25, 10), upright()))
                .containsExactly(new Finding(FindingKind.RATE, "a.mp4", "the sidecar says 25, it is 29.97"));
        assertThat(compare(rates(30, 60, 10), upright()))
                .extracting(Finding::detail)
                .containsExactly("the sidecar says 60, it is 29.97");
    }

    @Test
    void anUnknownRateIsNoOtherRate() {
        PictureTimes unknown = new PictureTimes(3, Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);
        MediaFormat format = upright().format();
        ProbedMedia media = new ProbedMedia(
                new MediaFormat(1920, 1080, 0, 1920, 1080, 10, 10, 0, "vp9", "yuv420p10le", format.colour(), 0),
                unknown);

        assertThat(compare(rates(25, 30, 10), media)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10,0", "10.2,0", "9.82,0", "10.25,1", "9.7,1"})
    void lengthsWithinATenthOfASecondAndAFiftiethAreTheSame(double seconds, int findings) {
        assertThat(compare(rates(30, 30, seconds), upright()))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.detail()).endsWith("it is 10.01 s in 300 frames"));
    }

    @Test
    void formatsAndSizeInBytesAreComparedByName() {
        assertThat(compare(formats(10, "yuv420p10le", "smpte2084", "bt2020", 1000), upright()))
                .isEmpty();
        assertThat(compare(formats(8, "yuv420p", "bt709", "bt709", 999), upright()))
                .extracting(Finding::kind, Finding::detail)
                .containsExactly(
                        tuple(FindingKind.FILE_SIZE, "the sidecar says 999, it is 1000"),
                        tuple(FindingKind.BIT_DEPTH, "the sidecar says 8 bits, it is 10 bits"),
                        tuple(FindingKind.PIXEL_FORMAT, "the sidecar says yuv420p, it is yuv420p10le"),
                        tuple(FindingKind.TRANSFER, "the sidecar says bt709, it is smpte2084"),
                        tuple(FindingKind.PRIMARIES, "the sidecar says bt709, it is bt2020"));
    }

    @Test
    void theOldNameOfAFullRangeFormatIsTheSameFormat() {
        ProbedMedia full = clip(0, SDR, "yuvj420p", 8, TEN_SECONDS);

        assertThat(compare(formats(8, "yuv420p", "-", "-", 1000), full)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smpte2084 bt2020 bt2020nc tv 10 none",
                "arib-std-b67 bt2020 bt2020nc - 10 none",
                "bt2020-10 bt2020 bt2020nc tv 10 none",
                "bt709 bt709 bt709 pc 8 none",
                "- - - - 8 none",
                "smpte2084 bt709 bt2020nc tv 10 transfer smpte2084 with primaries bt709",
                "smpte2084 - bt2020nc tv 10 transfer smpte2084 with primaries unknown",
                "smpte2084 bt2020 bt2020nc tv 8 transfer smpte2084 with 8 bits",
                "bt2020-10 bt2020 bt2020nc tv 8 primaries bt2020 with 8 bits",
                "arib-std-b67 bt2020 bt2020nc pc 10 transfer arib-std-b67 with full range",
                "smpte2084 bt2020 bt709 tv 10 transfer smpte2084 with matrix bt709",
                "bt709 bt2020 bt2020nc tv 10 primaries bt2020 with transfer bt709",
                "arib-std-b67 bt709 bt709 pc 8 transfer arib-std-b67 with primaries bt709, 8 bits, matrix bt709, full range"
            })
    void coloursThatAreHdrInPartOnlyAreNamed(String line) {
        String[] words = line.split(" ", 6);
        int bits = Integer.parseInt(words[4]);

        List<Finding> found = compare(
                NOTHING, clip(0, colour(words[0], words[1], words[2], words[3]), "yuv420p10le", bits, TEN_SECONDS));

        if (words[5].equals("none")) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).containsExactly(new Finding(FindingKind.ODD_COLOURS, "a.mp4", words[5]));
        }
    }
}
