package io.vmaffleet.worker.extract;

import io.vmaffleet.result.ClipResult;
import java.util.List;

/// What came of measuring one clip.
///
/// @param frames measured before the result stood
/// @param constantsAudited whether its constants were checked by measuring them
/// @param scores of each frame, in the parts of [io.vmaffleet.wire.FrameCodec]; empty where the task wants none
public record MeasuredClip(ClipResult result, long frames, boolean constantsAudited, List<String> scores) {}
