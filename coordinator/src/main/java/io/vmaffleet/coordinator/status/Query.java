package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The parameters of a request, read strictly: a misspelt one is told and not ignored.
final class Query {
    private final Map<String, List<String>> values;

    Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /// @throws BadQueryException if there is any other parameter, or one of these twice
    void only(Set<String> known) {
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                throw new BadQueryException("There is no parameter '" + name + "' here; "
                        + (known.isEmpty() ? "this address takes none." : "known are " + new TreeSet<>(known) + "."));
            }
            if (given.size() > 1) {
                throw new BadQueryException(
                        "The parameter '" + name + "' is given " + given.size() + " times; once is enough.");
            }
        });
    }

    long whole(String name, long least, long most, long otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notWhole(name, least, most, text.get());
        }
        throw notWhole(name, least, most, text.get());
    }

    Optional<ShownState> state(String name) {
        return text(name)
                .map(text -> ShownState.of(text)
                        .orElseThrow(() -> new BadQueryException("The parameter '" + name + "' is '" + text
                                + "'; it must be one of done, waiting, out, in_flight, retrying, failed, left_out.")));
    }

    /// All values of a parameter.
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Set<FailureReason> reasons(String name) {
        Set<FailureReason> reasons = EnumSet.noneOf(FailureReason.class);
        for (String given : all(name)) {
            try {
                reasons.add(FailureReason.valueOf(given));
            } catch (IllegalArgumentException e) {
                throw new BadQueryException("There is no reason '" + given + "'.");
            }
        }
        return reasons;
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    private static BadQueryException notWhole(String name, long least, long most, String text) {
        return new BadQueryException("The parameter '" + name + "' is '" + text + "'; it must be a whole number from "
                + least + " to " + most + ".");
    }
}
