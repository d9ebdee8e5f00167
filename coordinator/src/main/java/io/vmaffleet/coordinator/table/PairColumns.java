package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.LumaSignals;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.PairSide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The columns that tell what was compared, in their order, named as CHUG's are where it has them. What can be read
/// back out of a table is read from the same names.
final class PairColumns {
    /// One of them; a cell is a String, Long or Double, or null for nothing.
    record PairColumn(String name, ColumnType type, Function<PairFacts, @Nullable Object> cell) {}

    /// Reads cells of a row that lies in a table.
    interface Cells {
        /// NaN for null.
        double number(String column);

        Optional<String> text(String column);
    }

    private static final String REFERENCE = "feature_ref_src";
    private static final String WIDTH = "feature_width";
    private static final String HEIGHT = "feature_height";
    private static final String BIT_DEPTH = "feature_bitdepth";
    private static final String FRAMES = "n_feature_frames";
    private static final String REFERENCE_FRAMES = "n_reference_frames";
    private static final String DISTORTED_FRAMES = "n_distorted_frames";
    private static final String OF_REFERENCE = "feature_ref_";
    private static final String OF_DISTORTED = "feature_dis_";
    private static final String DELTA = "feature_delta_";
    private static final String FPS = "fps";
    private static final String SECONDS = "duration_s";
    private static final String CODEC = "codec_name";
    private static final String PIXEL_FORMAT = "pix_fmt";
    private static final String TRANSFER = "color_transfer";
    private static final String PRIMARIES = "color_primaries";
    private static final String SPACE = "color_space";
    private static final String RANGE = "color_range";
    private static final String MAX_CONTENT = "max_content_nits";
    private static final String MAX_AVERAGE = "max_average_nits";
    private static final String STD = "luma_std";
    private static final String SHARPNESS = "sharpness_laplacian_var";
    private static final String HIGH_FREQUENCY = "highfreq_abs_mean";
    private static final String NOISE = "noise_lap_mad";

    private static final Set<String> READ = Stream.concat(all().stream(), signals().stream())
            .map(PairColumn::name)
            .collect(Collectors.toUnmodifiableSet());

    private PairColumns() {}

    /// All that a table of clips has; the luma's signals are CHUG's alone.
    static List<PairColumn> all() {
        return Stream.of(List.of(width(), height(), bitDepth(), reference(), frames()), counts(), streams())
                .flatMap(List::stream)
                .toList();
    }

    static PairColumn reference() {
        return text(REFERENCE, pair -> Optional.of(pair.reference()));
    }

    static PairColumn width() {
        return whole(WIDTH, PairFacts::width);
    }

    static PairColumn height() {
        return whole(HEIGHT, PairFacts::height);
    }

    static PairColumn bitDepth() {
        return whole(BIT_DEPTH, PairFacts::bitDepth);
    }

    static PairColumn frames() {
        return whole(FRAMES, PairFacts::frames);
    }

    /// How many frames each side has, at which rate, and how long it is.
    static List<PairColumn> counts() {
        return List.of(
                whole(REFERENCE_FRAMES, pair -> pair.ofReference().frames()),
                whole(DISTORTED_FRAMES, pair -> pair.ofDistorted().frames()),
                real(OF_REFERENCE + FPS, pair -> pair.ofReference().fps()),
                real(OF_DISTORTED + FPS, pair -> pair.ofDistorted().fps()),
                real(OF_REFERENCE + SECONDS, pair -> pair.ofReference().seconds()),
                real(OF_DISTORTED + SECONDS, pair -> pair.ofDistorted().seconds()));
    }

    /// What each side's stream says of itself.
    static List<PairColumn> streams() {
        return Stream.of(stream(OF_REFERENCE, PairFacts::ofReference), stream(OF_DISTORTED, PairFacts::ofDistorted))
                .flatMap(List::stream)
                .toList();
    }

    /// What each side's luma looks like, and in what the distorted clip's differs.
    static List<PairColumn> signals() {
        return Stream.of(
                        signals(OF_REFERENCE, (pair, signal) -> of(pair.ofReference(), signal)),
                        signals(OF_DISTORTED, (pair, signal) -> of(pair.ofDistorted(), signal)),
                        signals(
                                DELTA,
                                (pair, signal) -> of(pair.ofDistorted(), signal) - of(pair.ofReference(), signal)))
                .flatMap(List::stream)
                .toList();
    }

    /// Whether a table's column is one that [#read] may ask for.
    static boolean isRead(String column) {
        return READ.contains(column);
    }

    /// The name of the clip that a row's clip was compared with.
    static Optional<String> reference(Cells cells) {
        return cells.text(REFERENCE);
    }

    /// What a row says of its pair; empty where its clip was not compared with another.
    static Optional<PairFacts> read(Cells cells) {
        return reference(cells)
                .map(reference -> new PairFacts(
                        reference,
                        (int) cells.number(WIDTH),
                        (int) cells.number(HEIGHT),
                        (int) cells.number(BIT_DEPTH),
                        (long) cells.number(FRAMES),
                        side(cells, OF_REFERENCE, REFERENCE_FRAMES),
                        side(cells, OF_DISTORTED, DISTORTED_FRAMES)));
    }

    private static PairSide side(Cells cells, String side, String frames) {
        double std = cells.number(side + STD);
        return new PairSide(
                (long) cells.number(frames),
                cells.number(side + FPS),
                cells.number(side + SECONDS),
                cells.text(side + CODEC).orElse(""),
                cells.text(side + PIXEL_FORMAT).orElse(""),
                new Colour(
                        cells.text(side + TRANSFER),
                        cells.text(side + PRIMARIES),
                        cells.text(side + SPACE),
                        cells.text(side + RANGE),
                        cells.number(side + MAX_CONTENT),
                        cells.number(side + MAX_AVERAGE)),
                Double.isNaN(std)
                        ? Optional.empty()
                        : Optional.of(new LumaSignals(
                                std,
                                cells.number(side + SHARPNESS),
                                cells.number(side + HIGH_FREQUENCY),
                                cells.number(side + NOISE))));
    }

    private static List<PairColumn> stream(String side, Function<PairFacts, PairSide> of) {
        return List.of(
                text(side + CODEC, pair -> Optional.of(of.apply(pair).codec())),
                text(side + PIXEL_FORMAT, pair -> Optional.of(of.apply(pair).pixelFormat())),
                text(side + TRANSFER, pair -> of.apply(pair).colour().transfer()),
                text(
                        side + "transfer_class",
                        pair -> Optional.of(transferClass(of.apply(pair).colour()))),
                text(side + PRIMARIES, pair -> of.apply(pair).colour().primaries()),
                text(side + SPACE, pair -> of.apply(pair).colour().space()),
                text(side + RANGE, pair -> of.apply(pair).colour().range()),
                real(side + MAX_CONTENT, pair -> of.apply(pair).colour().maxContentNits()),
                real(side + MAX_AVERAGE, pair -> of.apply(pair).colour().maxAverageNits()));
    }

    private static String transferClass(Colour colour) {
        return switch (colour.transfer().orElse("")) {
            case "smpte2084" -> "pq";
            case "arib-std-b67" -> "hlg";
            case "" -> "unknown";
            default -> "sdr";
        };
    }

    private interface SignalOfPair {
        double of(PairFacts pair, ToDoubleFunction<LumaSignals> signal);
    }

    private static List<PairColumn> signals(String side, SignalOfPair signals) {
        return List.of(
                real(side + STD, pair -> signals.of(pair, LumaSignals::std)),
                real(side + SHARPNESS, pair -> signals.of(pair, LumaSignals::laplacianVariance)),
                real(side + HIGH_FREQUENCY, pair -> signals.of(pair, LumaSignals::highFrequency)),
                real(side + NOISE, pair -> signals.of(pair, LumaSignals::laplacianMad)));
    }

    private static double of(PairSide side, ToDoubleFunction<LumaSignals> signal) {
        return side.luma().map(signal::applyAsDouble).orElse(Double.NaN);
    }

    private static PairColumn text(String name, Function<PairFacts, Optional<String>> cell) {
        return new PairColumn(name, ColumnType.TEXT, pair -> cell.apply(pair).orElse(null));
    }

    private static PairColumn whole(String name, ToLongFunction<PairFacts> cell) {
        return new PairColumn(name, ColumnType.WHOLE, cell::applyAsLong);
    }

    private static PairColumn real(String name, ToDoubleFunction<PairFacts> cell) {
        return new PairColumn(name, ColumnType.REAL, cell::applyAsDouble);
    }
}
