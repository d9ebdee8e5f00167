package io.vmaffleet.worker.extract.vmafcli;

import io.vmaffleet.feature.Score;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FramePairSource.Pair;
import io.vmaffleet.worker.extract.FrameScores;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.KeptFrames;
import io.vmaffleet.worker.extract.libvmaf.Measurement;
import io.vmaffleet.worker.extract.libvmaf.ModelFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Measures by the `vmaf` command: a process a clip, two by CUDA, which are given the same frames in step.
public final class VmafCommandExtractor implements FeatureExtractor {
    private final VmafCommand command;
    private final VmafBackend backend;
    private final ModelFiles models;

    public VmafCommandExtractor(VmafCommand command, VmafBackend backend, ModelFiles models) {
        this.command = command;
        this.backend = backend;
        this.models = models;
    }

    @Override
    public FrameScores extract(FrameSource source, Recipe recipe, Scope scope, FrameListener listener) {
        return extract(
                () -> source.next().map(frame -> new Pair(frame, frame)),
                source.pictures(),
                Measurement.of(source.format(), recipe, scope),
                listener);
    }

    @Override
    public AuditedScores extractAudited(FrameSource source, Recipe recipe, FrameListener listener) {
        return KeptFrames.audited(this, source, recipe, listener);
    }

    @Override
    public FrameScores extract(FramePairSource pairs, Recipe recipe, FrameListener listener) {
        return extract(
                pairs::next,
                pairs.pictures(),
                Measurement.of(pairs.distorted(), pairs.pictures(), recipe, Scope.ALL),
                listener);
    }

    private FrameScores extract(
            Supplier<Optional<Pair>> pairs, PictureFormat pictures, Measurement measurement, FrameListener listener) {
        Optional<Pair> next = pairs.get();
        if (next.isEmpty()) {
            return new FrameScores(0, Map.of());
        }
        if (!measurement.takenForOne().isEmpty()) {
            throw new UnsupportedRecipeException(
                    "a vmaf command cannot take adm and vif for one: measure this recipe by" + " --engine libvmaf");
        }
        requireEven(pictures);
        List<RunningPass> passes = new ArrayList<>();
        try {
            for (VmafPass pass : VmafPass.of(measurement, pictures, command, backend, models::find)) {
                passes.add(RunningPass.start(command.path(), pass, measurement.subsample()));
            }
            int frames = 0;
            for (; next.isPresent(); next = pairs.get()) {
                Pair pair = next.get();
                pictures.require(pair.reference(), frames);
                pictures.require(pair.distorted(), frames);
                passes.forEach(pass -> pass.write(pair));
                frames++;
                listener.measured(frames);
            }
            return scores(passes.stream().map(RunningPass::end).toList(), frames, measurement.subsample());
        } finally {
            passes.forEach(RunningPass::close);
        }
    }

    /// Of odd pictures Netflix's command takes chroma rounded down, others rounded up, and the fork takes none.
    private static void requireEven(PictureFormat pictures) {
        if (pictures.width() % 2 != 0 || pictures.height() % 2 != 0) {
            throw new UnmeasurableClipException(
                    FailureReason.UNSUPPORTED_FORMAT,
                    "its pictures of " + pictures.width() + "x" + pictures.height()
                            + " have an odd side, and vmaf commands do not agree on how raw video has those: measure"
                            + " it by --engine libvmaf");
        }
    }

    /// What the passes report together, if each has scores of exactly the frames that it was given.
    private static FrameScores scores(List<VmafReport> reports, int frames, int subsample) {
        int expected = (frames + subsample - 1) / subsample;
        if (reports.stream().anyMatch(report -> report.frames() != expected)) {
            throw new UnmeasurableClipException(
                    FailureReason.INTERNAL,
                    "of " + frames + " frames, " + expected + " must have scores, and the vmaf command has scores of "
                            + String.join(
                                    " by CUDA and of ",
                                    reports.stream()
                                            .map(report -> Integer.toString(report.frames()))
                                            .toList())
                            + (reports.size() > 1 ? " on the CPU" : ""));
        }
        Map<Score, double[]> scores = new LinkedHashMap<>();
        reports.forEach(report -> scores.putAll(report.scores()));
        return new FrameScores(expected, scores);
    }
}
