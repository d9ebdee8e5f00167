package io.vmaffleet.task;

/// A clip's geometry as its sidecar row has it (the seed's Win 2). The worker checks it against the decoded frames
/// and uses the decoded truth.
///
/// @param fps frames a second
/// @param bitDepth as it says, 0 when it does not
public record ManifestGeometry(int width, int height, double fps, int bitDepth) {}
