package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Pairing.Depth;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.row.RowAssembler;
import java.util.List;
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
        FrameCount count = new FrameCount(task, listener);
        return measured(count, audited, () -> outcome(task, source, audited, count));
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
        FrameCount count = new FrameCount(task, listener);
        return measured(count, false, () -> outcome(task, pairing, reference, distorted, count));
    }

    /// @param scores of each frame, in parts; empty where there is no row or nobody wants them
    private record Outcome(ClipResult result, List<String> scores) {
        static Outcome failed(FailureReason reason, String detail) {
            return new Outcome(new ClipResult.Failed(reason, detail), List.of());
        }
    }

    private static MeasuredClip measured(FrameCount count, boolean audited, Supplier<Outcome> measuring) {
        Outcome outcome;
        try {
            outcome = measuring.get();
        } catch (UnmeasurableClipException e) {
            outcome = Outcome.failed(e.reason(), e.detail());
        } catch (UnsupportedRecipeException e) {
            outcome = new Outcome(new ClipResult.HandedBack(String.valueOf(e.getMessage())), List.of());
        }
        ClipResult result = outcome.result();
        return new MeasuredClip(
                result, count.frames, audited && result instanceof ClipResult.Extracted, outcome.scores());
    }

    private Outcome outcome(
            ClipTask task,
            Pairing.Reference pairing,
            TimedFrames reference,
            TimedFrames distorted,
            FrameListener listener) {
        PictureFormat pictures = pictures(pairing.depth(), reference.format(), distorted.format());
        Optional<String> tooSmall = SizeRule.tooSmall(task.recipe(), pictures.width(), pictures.height());
        if (tooSmall.isPresent()) {
            return Outcome.failed(FailureReason.TOO_SMALL, tooSmall.get());
        }
        reference.scaleTo(pictures);
        distorted.scaleTo(pictures);
        FramePairs pairs = new FramePairs(
                reference, distorted, pairing.frames(), task.recipe().layout() == Layout.CHUG);
        FrameScores scores = extractor.extract(pairs, task.recipe(), listener);
        PairCounts counts = pairs.counts();
        String name = task.reference().orElseThrow().name().value();
        if (counts.differTooMuch()) {
            return Outcome.failed(
                    FailureReason.REFERENCE_MISMATCH,
                    counts.difference(
                            name, reference.format().fps(), distorted.format().fps()));
        }
        return row(
                task,
                distorted.format(),
                scores,
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

    private Outcome outcome(ClipTask task, FrameSource source, boolean audited, FrameListener listener) {
        Recipe recipe = task.recipe();
        MediaFormat format = source.format();
        Optional<String> tooSmall = SizeRule.tooSmall(recipe, format.width(), format.height());
        if (tooSmall.isPresent()) {
            return Outcome.failed(FailureReason.TOO_SMALL, tooSmall.get());
        }
        if (!audited) {
            return row(task, format, extractor.extract(source, recipe, Scope.VARYING, listener));
        }
        AuditedScores both = extractor.extractAudited(source, recipe, listener);
        Optional<String> difference = ConstantsAudit.difference(recipe, both.firstFrames(), format.bitDepth());
        if (difference.isPresent()) {
            return Outcome.failed(FailureReason.CONSTANTS_DIFFER, difference.get());
        }
        return row(task, format, both.scores());
    }

    private static Outcome row(ClipTask task, MediaFormat format, FrameScores scores) {
        if (scores.frames() == 0) {
            return format.frames() == 0
                    ? Outcome.failed(FailureReason.NO_VIDEO, "its picture stream has no frame")
                    : Outcome.failed(
                            FailureReason.TRUNCATED,
                            "its index promises " + format.frames() + " frames and none could be read");
        }
        return row(task, format, scores, RowAssembler.assemble(format, task.recipe(), scores));
    }

    private static Outcome row(ClipTask task, MediaFormat format, FrameScores scores, FeatureRow row) {
        return new Outcome(
                new ClipResult.Extracted(row),
                task.frames() ? RowAssembler.frames(format, task.recipe(), scores) : List.of());
    }

    /// Passes progress on and remembers it for the result. Ends a clip of more frames than scores are carried of.
    private static final class FrameCount implements FrameListener {
        private final FrameListener listener;
        private final long most;
        private long frames;

        FrameCount(ClipTask task, FrameListener listener) {
            this.listener = listener;
            this.most = task.frames()
                    ? (long) FrameCodec.mostFrames(task.recipe().scores().size())
                            * task.recipe().options().subsample()
                    : Long.MAX_VALUE;
        }

        @Override
        public void measured(long frames) {
            if (frames > most) {
                throw new UnmeasurableClipException(
                        FailureReason.TOO_LONG,
                        "it has more than " + most + " frames, of which per-frame scores are carried by this recipe:"
                                + " --subsample or fewer features leave room for more, and without --frames there is"
                                + " no bound");
            }
            this.frames = frames;
            listener.measured(frames);
        }
    }
}
