package io.vmaffleet.task;

/// A clip by which a worker finds out whether it sees a run's files.
///
/// @param path absolute, as the coordinator sees it
/// @param sizeBytes as the plan saw it
public record ProbeClip(String path, long sizeBytes) {}
