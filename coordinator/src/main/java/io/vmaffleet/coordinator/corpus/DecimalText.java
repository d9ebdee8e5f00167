package io.vmaffleet.coordinator.corpus;

import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers as people write them in files: decimal, with a point, an exponent if need be. Java's own parser takes more
/// (hexadecimal, a trailing `d`), which in a file is a mistake.
final class DecimalText {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private DecimalText() {}

    /// The number, NaN for an empty field or the word `nan`; empty if the text is no finite number.
    static Optional<Double> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equalsIgnoreCase("nan")) {
            return Optional.of(Double.NaN);
        }
        if (!DECIMAL.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(trimmed);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }
}
