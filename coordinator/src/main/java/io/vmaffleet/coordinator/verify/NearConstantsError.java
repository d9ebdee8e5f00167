package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// By how much the clips' `vmaf` is off where adm and vif are taken for one, against the full computation.
///
/// @param clips that were measured both ways
/// @param largest of the absolute differences between the clips' means
/// @param mean of them
public record NearConstantsError(long clips, double largest, double mean) {
    /// Of two tables of the same clips by the same engine.
    public static NearConstantsError between(Path near, Path full) throws IOException {
        Map<String, Double> exact = new HashMap<>();
        TableFile.read(full, row -> exact.put(row.clip().value(), row.row().value(Feature.VMAF, Statistic.MEAN)));
        List<Double> errors = new ArrayList<>();
        TableFile.read(near, row -> {
            Double there = exact.get(row.clip().value());
            if (there != null) {
                errors.add(Math.abs(row.row().value(Feature.VMAF, Statistic.MEAN) - there));
            }
        });
        DoubleSummaryStatistics all =
                errors.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return new NearConstantsError(all.getCount(), Math.max(0, all.getMax()), all.getAverage());
    }

    /// For a person.
    public String shown() {
        return String.format(
                Locale.ROOT,
                "with adm and vif taken for one, at most %.4g off the full computation, %.4g on average, over %d %s",
                largest,
                mean,
                clips,
                clips == 1 ? "clip" : "clips");
    }
}
