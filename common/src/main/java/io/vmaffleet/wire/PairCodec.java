package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.LumaSignals;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.PairSide;
import java.util.Optional;

/// The `pair` of a row as JSON; what a stream does not say is absent.
final class PairCodec {
    private PairCodec() {}

    static void put(ObjectNode into, PairFacts pair) {
        into.put("reference", pair.reference());
        into.put("width", pair.width());
        into.put("height", pair.height());
        into.put("bit_depth", pair.bitDepth());
        into.put("frames", pair.frames());
        put(into.putObject("of_reference"), pair.ofReference());
        put(into.putObject("of_distorted"), pair.ofDistorted());
    }

    /// @throws WireFormatException if something is missing or of another kind
    /// @throws IllegalArgumentException if a value cannot be
    static PairFacts read(Fields pair) {
        return new PairFacts(
                pair.text("reference"),
                pair.wholeInt("width"),
                pair.wholeInt("height"),
                pair.wholeInt("bit_depth"),
                pair.whole("frames"),
                side(pair.object("of_reference")),
                side(pair.object("of_distorted")));
    }

    private static void put(ObjectNode into, PairSide side) {
        into.put("frames", side.frames());
        into.put("fps", side.fps());
        into.put("seconds", side.seconds());
        into.put("codec", side.codec());
        into.put("pixel_format", side.pixelFormat());
        Colour colour = side.colour();
        colour.transfer().ifPresent(name -> into.put("transfer", name));
        colour.primaries().ifPresent(name -> into.put("primaries", name));
        colour.space().ifPresent(name -> into.put("space", name));
        colour.range().ifPresent(name -> into.put("range", name));
        into.put("max_content_nits", colour.maxContentNits());
        into.put("max_average_nits", colour.maxAverageNits());
        side.luma()
                .ifPresent(luma -> into.putObject("luma")
                        .put("std", luma.std())
                        .put("laplacian_variance", luma.laplacianVariance())
                        .put("high_frequency", luma.highFrequency())
                        .put("laplacian_mad", luma.laplacianMad()));
    }

    private static PairSide side(Fields side) {
        return new PairSide(
                side.whole("frames"),
                side.number("fps"),
                side.number("seconds"),
                side.text("codec"),
                side.text("pixel_format"),
                new Colour(
                        side.optionalText("transfer"),
                        side.optionalText("primaries"),
                        side.optionalText("space"),
                        side.optionalText("range"),
                        side.number("max_content_nits"),
                        side.number("max_average_nits")),
                luma(side));
    }

    private static Optional<LumaSignals> luma(Fields side) {
        return side.optionalObject("luma")
                .map(luma -> new LumaSignals(
                        luma.number("std"),
                        luma.number("laplacian_variance"),
                        luma.number("high_frequency"),
                        luma.number("laplacian_mad")));
    }
}
