package io.vmaffleet.worker.engine;

import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.ClipHeader;
import io.vmaffleet.worker.decode.DecoderLibrary;
import io.vmaffleet.worker.decode.DecoderUnavailableException;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.GeometryCheck;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.MeasuredClip;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.ConstantsProof;
import io.vmaffleet.worker.extract.libvmaf.LibrarySearch;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.ModelFiles;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import io.vmaffleet.worker.extract.libvmaf.VmafLibrary;
import io.vmaffleet.worker.extract.libvmaf.VmafUnavailableException;
import io.vmaffleet.worker.extract.metric.FastExtractor;
import io.vmaffleet.worker.fingerprint.DecoderSample;
import io.vmaffleet.worker.fingerprint.EngineIdentity;
import io.vmaffleet.worker.fingerprint.Fingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine that decodes by libav and measures by libvmaf, in this process unless its instrument does it
/// elsewhere.
public final class LibvmafEngine implements EngineWork {
    /// What the process itself, libvmaf's models and the decoder's tables take.
    public static final long BASE_BYTES = 200L << 20;

    private static final long BYTES_A_PIXEL = 45;
    private static final long BYTES_A_PIXEL_IN_FULL = 115;

    /// Reference frames and frames in flight of a decoder.
    private static final long DECODED_FRAMES = 17;

    private static final int RATE_WIDTH = 640;
    private static final int RATE_HEIGHT = 360;
    private static final int RATE_FRAMES = 8;

    /// Narrower pictures are measured in plain C, which is four times slower.
    private static final int PLAIN_C_BELOW_WIDTH = 544;

    private static final double PLAIN_C_SLOWNESS = 4;

    /// What is constant under self pairing takes 93 % of the time of all.
    private static final double SLOWNESS_IN_FULL = 15;

    /// The same where most of it is computed by fast metrics.
    private static final double SLOWNESS_WITH_FAST = 4;

    private static final String LIBVMAF = "libvmaf";

    private final Instrument instrument;
    private final List<String> rootArguments;
    private @Nullable Loaded loaded;

    /// What [#start] leaves behind.
    private record Loaded(ClipMeasurer measurer, Roots roots, double pixelsPerSecond, long instrumentBytes) {}

    /// Loads nothing yet; [#start] does.
    public LibvmafEngine(EngineFiles files, List<String> rootArguments) {
        this(() -> open(files), rootArguments);
    }

    LibvmafEngine(Instrument instrument, List<String> rootArguments) {
        this.instrument = instrument;
        this.rootArguments = rootArguments;
    }

    private static Instrument.Opened open(EngineFiles files) {
        VmafLibrary library = VmafLibrary.find(LibrarySearch.ofProcess(files.libvmaf()));
        LibvmafExtractor extractor = new LibvmafExtractor(library, ModelFiles.of(files.models()));
        Optional<Path> unreadable = extractor.unreadableModel();
        if (unreadable.isPresent()) {
            throw new EngineStartException("the libvmaf at " + library.path() + " cannot read the model file "
                    + unreadable.get() + ": name a model that it knows, a JSON file, by --model-file");
        }
        return new Instrument.Opened(
                extractor, "libvmaf at " + library.path(), Map.of("libvmaf", library.version()), 0);
    }

    /// How it is started: with this process's own folders for what the launcher and the decoder unpack.
    ///
    /// @param roots as `--root` has them
    public static EngineCommand command(
            Path java, String classPath, Optional<Path> classDataArchive, EngineFiles files, List<String> roots) {
        return new EngineCommand(
                java,
                classPath,
                classDataArchive,
                EngineCommand.ownProperties(LibrarySearch.CACHE_PROPERTY, "org.bytedeco.javacpp.cachedir"),
                LibvmafEngine.class.getName(),
                EngineArguments.write(
                        files.libvmaf()
                                .map(path -> Map.of(LIBVMAF, path.toString()))
                                .orElse(Map.of()),
                        files.models(),
                        roots));
    }

    /// @param arguments as [#command] puts them together
    public static void main(String[] arguments) {
        EngineArguments given = EngineArguments.read(arguments);
        EngineMain.run(
                new LibvmafEngine(new EngineFiles(given.one(LIBVMAF).map(Path::of), given.models()), given.roots()));
    }

    @Override
    public EngineReady start() {
        try {
            Roots roots = Roots.parse(rootArguments);
            Instrument.Opened opened = instrument.open();
            FeatureExtractor extractor = new FastExtractor(opened.extractor());
            DecoderLibrary.load();
            EngineIdentity identity =
                    Fingerprint.take(extractor, opened.parts(), DecoderLibrary.version(), DecoderSample.take());
            Optional<String> difference = ConstantsProof.difference(extractor);
            if (difference.isPresent()) {
                throw new EngineStartException("the " + opened.name()
                        + " does not give what every libvmaf gives for a picture compared with itself: "
                        + difference.get());
            }
            double pixelsPerSecond = pixelsPerSecond(extractor);
            loaded = new Loaded(new ClipMeasurer(extractor), roots, pixelsPerSecond, opened.bytes());
            return new EngineReady(
                    identity.fingerprint(), identity.parts(), pixelsPerSecond / (RATE_WIDTH * RATE_HEIGHT));
        } catch (VmafUnavailableException
                | DecoderUnavailableException
                | UnsupportedRecipeException
                | UnmeasurableClipException
                | IllegalArgumentException e) {
            throw new EngineStartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<String> probe(ProbeCodec.Probes probes) {
        Roots roots = Roots.parse(rootArguments);
        Optional<String> problem = Optional.empty();
        for (ProbeClip clip : probes.clips()) {
            try (ClipFile file = ClipFile.open(clip.path(), clip.sizeBytes(), roots)) {
                file.readEnds();
                return Optional.empty();
            } catch (UnmeasurableClipException e) {
                problem = problem.or(() -> Optional.of(e.detail()));
            }
        }
        return probes.clips().isEmpty() ? roots.whyFolderIsNotSeen(probes.folder()) : problem;
    }

    @Override
    public Measurement measure(ClipTask task, EngineProgress progress) {
        Loaded mine = loaded;
        if (mine == null) {
            throw new IllegalStateException("a clip before the start");
        }
        try (ClipFile file = ClipFile.open(task, mine.roots())) {
            return switch (task.recipe().pairing()) {
                case Pairing.Self() -> measure(task, file, mine, progress);
                case Pairing.Reference pairing -> {
                    ReferenceClip reference = task.reference().orElseThrow();
                    try (ClipFile other = ClipFile.open(reference.path(), reference.sizeBytes(), mine.roots())) {
                        yield measure(task, pairing, other, file, mine, progress);
                    }
                }
            };
        } catch (UnmeasurableClipException e) {
            return Measurement.failed(e.reason(), e.detail());
        }
    }

    private static Measurement measure(ClipTask task, ClipFile file, Loaded mine, EngineProgress progress) {
        Asking asking = new Asking(progress, ConstantsAudit.isAudited(task.clip()), mine);
        try (FrameSource source = FfmpegFrameSource.open(file, asking::by)) {
            MediaFormat format = source.format();
            // where the header did not say
            asking.by(header(format));
            MeasuredClip measured = mine.measurer().measure(task, source, progress::frames);
            return measurement(task, file, format, measured);
        } catch (UnmeasurableClipException e) {
            return failed(file, e);
        }
    }

    private static Measurement measure(
            ClipTask task,
            Pairing.Reference pairing,
            ClipFile referenceFile,
            ClipFile file,
            Loaded mine,
            EngineProgress progress) {
        Asking asking = new Asking(progress, true, mine);
        try {
            // both headers first, since the memory for both is asked for in one
            asking.by(FfmpegFrameSource.header(referenceFile), FfmpegFrameSource.header(file), slowness(task));
        } catch (UnmeasurableClipException e) {
            return failed(file, e);
        }
        try (TimedFrames reference = FfmpegFrameSource.open(referenceFile);
                TimedFrames distorted = FfmpegFrameSource.open(file)) {
            MediaFormat format = distorted.format();
            asking.by(header(reference.format()), header(format), slowness(task));
            MeasuredClip measured = mine.measurer().measure(task, pairing, reference, distorted, progress::frames);
            return measurement(task, file, format, measured);
        } catch (UnmeasurableClipException e) {
            return failed(file, e);
        }
    }

    private static double slowness(ClipTask task) {
        return task.recipe().fastFeatures().isEmpty() ? SLOWNESS_IN_FULL : SLOWNESS_WITH_FAST;
    }

    private static ClipHeader header(MediaFormat format) {
        return new ClipHeader(format.codedWidth(), format.codedHeight(), format.codedBitDepth(), format.frames());
    }

    private static Measurement measurement(ClipTask task, ClipFile file, MediaFormat format, MeasuredClip measured) {
        return new Measurement(
                measured.result(),
                measured.frames(),
                file.sizeBytes(),
                measured.constantsAudited(),
                task.geometry().flatMap(said -> GeometryCheck.mismatch(said, format)),
                measured.scores());
    }

    private static Measurement failed(ClipFile file, UnmeasurableClipException e) {
        return new Measurement(
                new ClipResult.Failed(e.reason(), e.detail()), 0, file.sizeBytes(), false, Optional.empty());
    }

    /// Asks for a clip's memory, once, as soon as its size is known.
    private static final class Asking {
        private final EngineProgress progress;
        private final boolean inFull;
        private final Loaded mine;
        private boolean asked;

        Asking(EngineProgress progress, boolean inFull, Loaded mine) {
            this.progress = progress;
            this.inFull = inFull;
            this.mine = mine;
        }

        void by(ClipHeader header) {
            if (!asked && header.isKnown()) {
                asked = true;
                progress.needs(
                        bytes(header, inFull) + mine.instrumentBytes(),
                        header.frames(),
                        seconds(header, mine.pixelsPerSecond()));
            }
        }

        /// Pictures as large as the reference are measured in full, beside a second decoder.
        void by(ClipHeader reference, ClipHeader distorted, double slowness) {
            if (!asked && reference.isKnown() && distorted.isKnown()) {
                asked = true;
                progress.needs(
                        bytes(reference, inFull) + decoderBytes(distorted) + mine.instrumentBytes(),
                        distorted.frames(),
                        slowness * seconds(reference, mine.pixelsPerSecond()));
            }
        }
    }

    /// What measuring a clip of this size takes at most.
    static long bytes(ClipHeader clip, boolean inFull) {
        long pixels = (long) clip.width() * clip.height();
        return BASE_BYTES + pixels * (inFull ? BYTES_A_PIXEL_IN_FULL : BYTES_A_PIXEL) + decoderBytes(clip);
    }

    private static long decoderBytes(ClipHeader clip) {
        long frameBytes = (long) clip.width() * clip.height() * 3 / 2 * (clip.bitDepth() > 8 ? 2 : 1);
        return DECODED_FRAMES * frameBytes;
    }

    private static double seconds(ClipHeader clip, double pixelsPerSecond) {
        double pixels = (double) clip.width() * clip.height() * clip.frames();
        // it may be turned, and then its height is the width
        double slowness = Math.min(clip.width(), clip.height()) < PLAIN_C_BELOW_WIDTH ? PLAIN_C_SLOWNESS : 1;
        return pixels * slowness / pixelsPerSecond;
    }

    private static double pixelsPerSecond(FeatureExtractor extractor) {
        long startedNanos = System.nanoTime();
        try (SyntheticFrames frames = new SyntheticFrames(
                SyntheticFrames.format(RATE_WIDTH, RATE_HEIGHT, 8), RATE_FRAMES, SyntheticFrames.Side.REFERENCE)) {
            extractor.extract(frames, Recipe.K150K, Scope.VARYING, FrameListener.NONE);
        }
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return (double) RATE_WIDTH * RATE_HEIGHT * RATE_FRAMES / seconds;
    }
}
