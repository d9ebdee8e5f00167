package io.vmaffleet.worker.extract;

import io.vmaffleet.result.ClipResult;

/// What came of measuring one clip.
///
/// @param frames measured before the result stood
/// @param constantsAudited whether its constants were checked by measuring them
public record MeasuredClip(ClipResult result, long frames, boolean constantsAudited) {}
