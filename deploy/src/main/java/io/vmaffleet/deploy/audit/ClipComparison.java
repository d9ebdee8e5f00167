package io.vmaffleet.deploy.audit;

import io.vmaffleet.coordinator.corpus.StreamClaim;
import io.vmaffleet.coordinator.corpus.StreamClaim.Size;
import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.GeometryCheck;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureTimes;
import io.vmaffleet.worker.decode.ProbedMedia;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Holds what a sidecar says of a clip against what the clip is. What the sidecar or the stream does not say is no
/// difference.
final class ClipComparison {
    /// A container's length may count sound that ends later, and writers round: what differs by less than either is
    /// the same length.
    private static final double SECONDS = 0.1;

    private static final double PART_OF_LENGTH = 0.02;

    private final String name;
    private final StreamClaim said;
    private final MediaFormat format;
    private final PictureTimes times;
    private final List<Finding> findings = new ArrayList<>();

    private ClipComparison(String name, StreamClaim said, ProbedMedia media) {
        this.name = name;
        this.said = said;
        this.format = media.format();
        this.times = media.times();
    }

    /// What differs, and what is odd in the clip itself, in the order of the kinds.
    static List<Finding> of(String name, StreamClaim said, long bytes, ProbedMedia media) {
        ClipComparison comparison = new ClipComparison(name, said, media);
        said.bytes()
                .filter(claim -> claim != bytes)
                .ifPresent(claim -> comparison.differs(FindingKind.FILE_SIZE, claim, bytes));
        comparison.size();
        comparison.orientation();
        comparison.rate();
        comparison.formats();
        comparison.duration();
        comparison.colours();
        comparison.variableRate();
        return comparison.findings;
    }

    /// `width` and `height` are the coded size; a manifest's may be the coded or the displayed one.
    private void size() {
        Size coded = new Size(format.codedWidth(), format.codedHeight());
        Size displayed = new Size(format.width(), format.height());
        if (said.coded().isPresent() && !said.coded().get().equals(coded)) {
            size(said.coded().get(), coded);
        } else if (said.manifest().isPresent()
                && !said.manifest().get().equals(coded)
                && !said.manifest().get().equals(displayed)) {
            size(said.manifest().get(), coded);
        }
    }

    private void size(Size claim, Size coded) {
        String turn = format.rotation() == 0 ? "" : ", turned by " + format.rotation() + " degrees for display";
        differs(claim.isTurned(coded) ? FindingKind.TURNED : FindingKind.PICTURE_SIZE, claim, coded + turn);
    }

    private void orientation() {
        String claim = said.orientation().orElse("").strip().toLowerCase(Locale.ROOT);
        boolean portrait = format.height() > format.width();
        boolean landscape = format.width() > format.height();
        if ((claim.equals("portrait") && landscape) || (claim.equals("landscape") && portrait)) {
            differs(
                    FindingKind.ORIENTATION,
                    claim,
                    format.width() + "x" + format.height() + " as displayed, which is "
                            + (portrait ? "portrait" : "landscape"));
        }
    }

    /// A phone's clip has a nominal rate, and a real one that is less.
    private void rate() {
        said.rate()
                .filter(this::isAnotherRate)
                .or(() -> said.manifestRate().filter(this::isAnotherRate))
                .ifPresent(claim -> differs(FindingKind.RATE, number(claim), number(format.fps()) + realRate()));
    }

    private boolean isAnotherRate(double claim) {
        return (format.fps() > 0 || !Double.isNaN(times.rate()))
                && !GeometryCheck.isSameRate(claim, format.fps())
                && !GeometryCheck.isSameRate(claim, times.rate());
    }

    private String realRate() {
        return Double.isNaN(times.rate()) || GeometryCheck.isSameRate(format.fps(), times.rate())
                ? ""
                : " (in fact " + number(times.rate()) + ")";
    }

    private void formats() {
        said.bitDepth()
                .filter(claim -> claim != format.codedBitDepth())
                .ifPresent(claim -> differs(FindingKind.BIT_DEPTH, claim + " bits", format.codedBitDepth() + " bits"));
        said.pixelFormat()
                .filter(claim -> !withoutRange(claim).equals(withoutRange(format.pixelFormat())))
                .ifPresent(claim -> differs(FindingKind.PIXEL_FORMAT, claim, format.pixelFormat()));
        colour(FindingKind.TRANSFER, said.transfer(), format.colour().transfer());
        colour(FindingKind.PRIMARIES, said.primaries(), format.colour().primaries());
    }

    /// `yuvj420p` is the old name of `yuv420p` in full range.
    private static String withoutRange(String pixelFormat) {
        return pixelFormat.replace("yuvj", "yuv");
    }

    private void colour(FindingKind kind, Optional<String> claim, Optional<String> real) {
        claim.filter(name -> !name.equals(real.orElse("unknown")))
                .ifPresent(name -> differs(kind, name, real.orElse("unknown")));
    }

    private void duration() {
        said.seconds()
                .filter(claim ->
                        Math.abs(claim - times.seconds()) > Math.max(SECONDS, PART_OF_LENGTH * times.seconds()))
                .ifPresent(claim -> differs(
                        FindingKind.DURATION,
                        number(claim) + " s",
                        number(times.seconds()) + " s in " + times.frames() + " frames"));
    }

    /// HDR is 10 bits or more, a transfer of its own, BT.2020 primaries and matrix, and limited range; each without the
    /// others is a tag that was lost or should not be there.
    private void colours() {
        Colour colour = format.colour();
        String transfer = colour.transfer().orElse("unknown");
        String primaries = colour.primaries().orElse("unknown");
        boolean hdrTransfer = transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
        boolean wide = primaries.equals("bt2020");
        if (!hdrTransfer && !wide) {
            return;
        }
        List<String> odd = new ArrayList<>();
        if (!wide) {
            odd.add("primaries " + primaries);
        }
        if (!hdrTransfer && !transfer.startsWith("bt2020-")) {
            odd.add("transfer " + transfer);
        }
        if (format.codedBitDepth() < 10) {
            odd.add(format.codedBitDepth() + " bits");
        }
        String matrix = colour.space().orElse("unknown");
        if (!matrix.startsWith("bt2020") && !matrix.equals("ictcp")) {
            odd.add("matrix " + matrix);
        }
        if (colour.range().filter("pc"::equals).isPresent()) {
            odd.add("full range");
        }
        if (!odd.isEmpty()) {
            findings.add(new Finding(
                    FindingKind.ODD_COLOURS,
                    name,
                    (hdrTransfer ? "transfer " + transfer : "primaries " + primaries) + " with "
                            + String.join(", ", odd)));
        }
    }

    private void variableRate() {
        if (times.isVariable()) {
            findings.add(new Finding(
                    FindingKind.VARIABLE_RATE,
                    name,
                    String.format(
                            Locale.ROOT,
                            "frames of %.1f to %.1f ms, %s a second",
                            times.shortest() * 1000,
                            times.longest() * 1000,
                            number(times.rate()))));
        }
    }

    private void differs(FindingKind kind, Object claim, Object real) {
        findings.add(new Finding(kind, name, "the sidecar says " + claim + ", it is " + real));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
