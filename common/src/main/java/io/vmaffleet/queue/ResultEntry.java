package io.vmaffleet.queue;

import java.util.Map;

/// An entry of a run's results stream, its fields as they were found: whoever reads it decides whether it can be read.
public record ResultEntry(String entry, Map<String, String> fields) {}
