package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import java.util.LinkedHashMap;
import java.util.Map;

/// The measured columns as JSON fields, named as the table's columns, and `pair` where a clip was compared with
/// another;
/// NaN is the bare word `NaN`.
public final class RowCodec {
    private static final String PAIR = "pair";

    private RowCodec() {}

    /// Puts the columns of a row into an object, in the table's order.
    public static void put(ObjectNode into, FeatureRow row) {
        into.put("width", row.width());
        into.put("height", row.height());
        into.put("fps", row.fps());
        into.put("is_hdr", row.isHdr());
        into.put("motion_fps_weight", row.motionFpsWeight());
        row.values().forEach((column, value) -> into.put(column.name(), value));
        row.pair().ifPresent(pair -> PairCodec.put(into.putObject(PAIR), pair));
    }

    /// Reads the columns of a row out of an object that may hold more. Which features it has is for whoever knows the
    /// recipe to check.
    ///
    /// @throws WireFormatException if one is missing or no number
    public static FeatureRow read(ObjectNode object) {
        Fields fields = new Fields("row", object);
        Map<FeatureColumn, Double> values = new LinkedHashMap<>();
        object.fieldNames()
                .forEachRemaining(name ->
                        FeatureColumn.named(name).ifPresent(column -> values.put(column, value(fields, name))));
        try {
            return new FeatureRow(
                    fields.wholeInt("width"),
                    fields.wholeInt("height"),
                    fields.number("fps"),
                    fields.truth("is_hdr"),
                    value(fields, "motion_fps_weight"),
                    values,
                    fields.optionalObject(PAIR).map(PairCodec::read));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A number or NaN; no worker of ours writes an infinity.
    private static double value(Fields fields, String name) {
        double value = fields.number(name);
        if (Double.isInfinite(value)) {
            throw new WireFormatException("row has a field '" + name + "' that is infinite");
        }
        return value;
    }
}
