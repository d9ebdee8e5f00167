package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.row.RowAssembler;
import java.util.Optional;

/// Measures one opened clip to its result: the size rule, then the extraction, then the audit of constants, then the
/// row.
///
/// Used by one thread. What is wrong with the clip is data in the result; what is wrong with the extractor is its
/// exception, which passes through since the engine must be replaced.
public final class ClipMeasurer {
    private final FeatureExtractor extractor;

    public ClipMeasurer(FeatureExtractor extractor) {
        this.extractor = extractor;
    }

    /// Reads the source to its end; the caller opened it and closes it.
    public MeasuredClip measure(ClipTask task, FrameSource source, FrameListener listener) {
        FrameCount count = new FrameCount(listener);
        boolean audited = ConstantsAudit.isAudited(task.clip());
        try {
            ClipResult result = result(task.recipe(), source, audited, count);
            return new MeasuredClip(result, count.frames, audited && result instanceof ClipResult.Extracted);
        } catch (UnmeasurableClipException e) {
            return new MeasuredClip(new ClipResult.Failed(e.reason(), e.detail()), count.frames, false);
        } catch (UnsupportedRecipeException e) {
            return new MeasuredClip(new ClipResult.HandedBack(String.valueOf(e.getMessage())), count.frames, false);
        }
    }

    private ClipResult result(Recipe recipe, FrameSource source, boolean audited, FrameListener listener) {
        MediaFormat format = source.format();
        Optional<String> tooSmall = SizeRule.tooSmall(recipe, format.width(), format.height());
        if (tooSmall.isPresent()) {
            return new ClipResult.Failed(FailureReason.TOO_SMALL, tooSmall.get());
        }
        if (!audited) {
            return row(format, recipe, extractor.extract(source, recipe, Scope.VARYING, listener));
        }
        AuditedScores both = extractor.extractAudited(source, recipe, listener);
        Optional<String> difference = ConstantsAudit.difference(recipe, both.firstFrames(), format.bitDepth());
        if (difference.isPresent()) {
            return new ClipResult.Failed(FailureReason.CONSTANTS_DIFFER, difference.get());
        }
        return row(format, recipe, both.scores());
    }

    private static ClipResult row(MediaFormat format, Recipe recipe, FrameScores scores) {
        if (scores.frames() == 0) {
            return format.frames() == 0
                    ? new ClipResult.Failed(FailureReason.NO_VIDEO, "its picture stream has no frame")
                    : new ClipResult.Failed(
                            FailureReason.TRUNCATED,
                            "its index promises " + format.frames() + " frames and none could be read");
        }
        FeatureRow row = RowAssembler.assemble(format, recipe, scores);
        return new ClipResult.Extracted(row);
    }

    /// Passes progress on and remembers it for the result.
    private static final class FrameCount implements FrameListener {
        private final FrameListener listener;
        private long frames;

        FrameCount(FrameListener listener) {
            this.listener = listener;
        }

        @Override
        public void measured(long frames) {
            this.frames = frames;
            listener.measured(frames);
        }
    }
}
