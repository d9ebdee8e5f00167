package io.vmaffleet.feature;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An option of a libvmaf extractor that changes its scores.
///
/// @param name as libvmaf has it
/// @param inScore how the name of a score tells that it is not at its default; empty where it does not
/// @param values that it can have
/// @param byDefault the value without it
public record ExtractorOption(String name, Optional<String> inScore, Values values, String byDefault) {
    /// C's `%g`, as which a number stands in a score's name, shows so many digits.
    private static final int DIGITS = 6;

    /// A smaller number would stand there with an exponent.
    private static final BigDecimal SMALLEST = new BigDecimal("0.0001");

    /// What an option can be set to.
    public sealed interface Values {
        /// `true` or `false`.
        record Truth() implements Values {}

        /// A whole number.
        record Whole(int least, int most) implements Values {}

        /// A number of at most six digits.
        record Real(BigDecimal least, BigDecimal most) implements Values {}

        /// One of these.
        record Words(List<String> words) implements Values {}
    }

    static ExtractorOption truth(String name, String inScore, boolean byDefault) {
        return option(name, inScore, new Values.Truth(), Boolean.toString(byDefault));
    }

    static ExtractorOption whole(String name, String inScore, int least, int most, int byDefault) {
        return option(name, inScore, new Values.Whole(least, most), Integer.toString(byDefault));
    }

    static ExtractorOption real(String name, String inScore, String least, String most, String byDefault) {
        return option(name, inScore, new Values.Real(new BigDecimal(least), new BigDecimal(most)), byDefault);
    }

    static ExtractorOption words(String name, String inScore, List<String> words) {
        return option(name, inScore, new Values.Words(words), words.getFirst());
    }

    private static ExtractorOption option(String name, String inScore, Values values, String byDefault) {
        return new ExtractorOption(name, Optional.of(inScore).filter(alias -> !alias.isEmpty()), values, byDefault);
    }

    /// A value in the one way in which it is written here and in the names of scores; empty if it cannot be one.
    public Optional<String> canonical(String value) {
        return switch (values) {
            case Values.Truth() -> Optional.of(value).filter(truth -> truth.equals("true") || truth.equals("false"));
            case Values.Whole(int least, int most) ->
                number(value)
                        .filter(number -> number.scale() <= 0)
                        .filter(within(BigDecimal.valueOf(least), BigDecimal.valueOf(most)))
                        .map(BigDecimal::toPlainString);
            case Values.Real(BigDecimal least, BigDecimal most) ->
                number(value)
                        .filter(number -> number.precision() <= DIGITS)
                        .filter(number -> number.signum() == 0 || number.compareTo(SMALLEST) >= 0)
                        .filter(within(least, most))
                        .map(BigDecimal::toPlainString);
            case Values.Words(List<String> words) -> Optional.of(value).filter(words::contains);
        };
    }

    /// What [#canonical] takes, for a person.
    public String allowed() {
        return switch (values) {
            case Values.Truth() -> "true or false";
            case Values.Whole(int least, int most) -> "a whole number from " + least + " to " + most;
            case Values.Real(BigDecimal least, BigDecimal most) ->
                "a number of at most " + DIGITS + " digits from " + least + " to " + most;
            case Values.Words(List<String> words) -> String.join(" or ", words);
        };
    }

    private static Optional<BigDecimal> number(String value) {
        return value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
                ? Optional.of(new BigDecimal(value).stripTrailingZeros()).map(ExtractorOption::atLeastWhole)
                : Optional.empty();
    }

    private static BigDecimal atLeastWhole(BigDecimal number) {
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static Predicate<BigDecimal> within(BigDecimal least, BigDecimal most) {
        return number -> number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }
}
