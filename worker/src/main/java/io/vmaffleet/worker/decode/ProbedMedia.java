package io.vmaffleet.worker.decode;

/// What a clip is by its first frame and its packets.
public record ProbedMedia(MediaFormat format, PictureTimes times) {}
