package io.vmaffleet.coordinator.corpus;

/// A file whose name cannot name a clip: it is failed in the plan (BAD_NAME) and never sent to a worker.
///
/// @param escaped the name's bytes, those that are not printable ASCII as `\xNN`, a backslash doubled
/// @param detail one sentence for `X.failed.jsonl`
public record BadName(String escaped, long sizeBytes, String detail) {}
