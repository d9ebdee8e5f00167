package io.vmaffleet.worker.decode;

import io.vmaffleet.task.ManifestGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Compares what the sidecar says of a clip with what was decoded. The decoded truth is used either way.
public final class GeometryCheck {
    /// Sidecars round: 30 for 30000/1001 (0.1 %), 28.76 for a phone's rate. Half a percent is between these and the
    /// nearest rates that differ in earnest (24 and 25: 4 %).
    private static final double RATE_TOLERANCE = 0.005;

    private GeometryCheck() {}

    /// What differs, as one sentence; empty when nothing does.
    ///
    /// The sidecar may give the coded size or the displayed one: manifests have both. A rate or a depth that is
    /// not known is no mismatch.
    public static Optional<String> mismatch(ManifestGeometry said, MediaFormat decoded) {
        List<String> differences = new ArrayList<>();
        boolean coded = said.width() == decoded.codedWidth() && said.height() == decoded.codedHeight();
        boolean displayed = said.width() == decoded.width() && said.height() == decoded.height();
        if (!coded && !displayed) {
            differences.add(
                    said.width() + "x" + said.height() + " and not " + decoded.width() + "x" + decoded.height());
        }
        if (said.fps() > 0 && decoded.fps() > 0 && !isSameRate(said.fps(), decoded.fps())) {
            differences.add(String.format(Locale.ROOT, "%.3f frames a second and not %.3f", said.fps(), decoded.fps()));
        }
        if (said.bitDepth() != 0 && said.bitDepth() != decoded.bitDepth()) {
            differences.add(said.bitDepth() + " bits and not " + decoded.bitDepth());
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("the sidecar says " + String.join(", ", differences) + ", as decoded and measured");
    }

    /// Whether a rate that was said is the one that is there, as sidecars round.
    public static boolean isSameRate(double said, double real) {
        return Math.abs(said - real) <= RATE_TOLERANCE * real;
    }
}
