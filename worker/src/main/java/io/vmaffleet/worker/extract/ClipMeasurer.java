package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.row.RowAssembler;
import java.util.Optional;
import java.util.function.Supplier;

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

    /// Measures a clip by itself. Reads the source to its end; the caller opened it and closes it.
    public MeasuredClip measure(ClipTask task, FrameSource source, FrameListener listener) {
        boolean audited = ConstantsAudit.isAudited(task.clip());
        FrameCount count = new FrameCount(listener);
        return measured(count, audited, () -> result(task.recipe(), source, audited, count));
    }

    /// Measures a clip against its reference. Reads both to their ends; the caller opened them and closes them.
    ///
    /// @param pairing of the task's recipe
    public MeasuredClip measure(
            ClipTask task,
            Pairing.Reference pairing,
            TimedFrames reference,
            TimedFrames distorted,
            FrameListener listener) {
        FrameCount count = new FrameCount(listener);
        return measured(count, false, () -> result(task, pairing, reference, distorted, count));
    }

    private static MeasuredClip measured(FrameCount count, boolean audited, Supplier<ClipResult> measuring) {
        try {
            ClipResult result = measuring.get();
            return new MeasuredClip(result, count.frames, audited && result instanceof ClipResult.Extracted);
        } catch (UnmeasurableClipException e) {
            return new MeasuredClip(new ClipResult.Failed(e.reason(), e.detail()), count.frames, false);
        } catch (UnsupportedRecipeException e) {
            return new MeasuredClip(new ClipResult.HandedBack(String.valueOf(e.getMessage())), count.frames, false);
        }
    }

    private ClipResult result(
            ClipTask task,
            Pairing.Reference pairing,
            TimedFrames reference,
            TimedFrames distorted,
            FrameListener listener) {
        PictureFormat pictures = pictures(pairing.depth(), reference.format(), distorted.format());
        Optional<String> tooSmall = SizeRule.tooSmall(task.recipe(), pictures.width(), pictures.height());
        if (tooSmall.isPresent()) {
            return new ClipResult.Failed(FailureReason.TOO_SMALL, tooSmall.get());
        }
        reference.scaleTo(pictures);
        distorted.scaleTo(pictures);
        FramePairs pairs = new FramePairs(
                reference, distorted, pairing.frames(), task.recipe().layout() == Layout.CHUG);
        FrameScores scores = extractor.extract(pairs, task.recipe(), listener);
        PairCounts counts = pairs.counts();
        String name = task.reference().orElseThrow().name().value();
        if (counts.differTooMuch()) {
            return new ClipResult.Failed(
                    FailureReason.REFERENCE_MISMATCH,
                    counts.difference(
                            name, reference.format().fps(), distorted.format().fps()));
        }
        return new ClipResult.Extracted(
                RowAssembler.assemble(distorted.format(), task.recipe(), scores, pairs.facts(name, scores.frames())));
    }

    /// As large as the reference is displayed.
    private static PictureFormat pictures(Depth depth, MediaFormat reference, MediaFormat distorted) {
        return new PictureFormat(
                reference.width(),
                reference.height(),
                switch (depth) {
                    case TEN -> 10;
                    case OF_THE_DEEPER -> Math.max(reference.bitDepth(), distorted.bitDepth());
                });
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
