package io.vmaffleet.worker.extract.vmafcli;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Model;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.Measurement;
import io.vmaffleet.worker.extract.libvmaf.Measurement.ExtractorUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One run of the `vmaf` command over a clip: what it is told, and under which names it will report the
/// scores. A pure function of the measurement, the pictures and the command.
///
/// By CUDA there are two: one with the model for all that has a CUDA twin, one on the CPU for the rest.
/// They are never mixed, since an extractor of either kind beside one of the other is measured wrongly or
/// not at all.
///
/// @param backend what it computes on
/// @param options without the paths of pictures and report
/// @param scoreNames by score: the names that a command may report it by, of which the first that is
///     there counts
record VmafPass(VmafBackend backend, List<String> options, Map<Score, List<String>> scoreNames) {
    private static final String MOTION = "motion";
    private static final String SAD_SCORE = "VMAF_integer_feature_motion_sad_score";

    /// Extractors that the fork has for CUDA too, with their names and options there. Not cambi, which
    /// crashes.
    private static final Map<String, List<String>> CUDA_TWINS = Map.of(
            "adm",
            List.of("adm_cuda"),
            "vif",
            List.of("vif_cuda"),
            MOTION,
            List.of("motion_cuda", "motion_v2_cuda"),
            "psnr",
            List.of("psnr_cuda"),
            "ciede",
            List.of("ciede_cuda"),
            // of larger pictures it takes no other scale, and says so
            "float_ssim",
            List.of("float_ssim_cuda=scale=1"),
            "float_ms_ssim",
            List.of("float_ms_ssim_cuda"),
            "psnr_hvs",
            List.of("psnr_hvs_cuda"));

    VmafPass {
        options = List.copyOf(options);
        scoreNames = Map.copyOf(scoreNames);
    }

    /// At least one.
    ///
    /// @param files finds the file of a model that is not built in
    static List<VmafPass> of(
            Measurement measurement,
            PictureFormat pictures,
            VmafCommand command,
            VmafBackend backend,
            Function<Model, Path> files) {
        List<NamedModel> models = named(measurement.models(), files);
        if (backend == VmafBackend.CPU) {
            return List.of(pass(measurement, models, pictures, command, backend, extractor -> true));
        }
        List<VmafPass> passes = new ArrayList<>();
        Predicate<String> onGpu = CUDA_TWINS::containsKey;
        if (!models.isEmpty()
                || measurement.extractors().stream().map(ExtractorUse::name).anyMatch(onGpu)) {
            passes.add(pass(measurement, models, pictures, command, VmafBackend.CUDA, onGpu));
        }
        if (!measurement.extractors().stream().map(ExtractorUse::name).allMatch(onGpu)) {
            passes.add(pass(measurement, List.of(), pictures, command, VmafBackend.CPU, onGpu.negate()));
        }
        return passes;
    }

    /// A model as the command is told of it, the score that it gives, and how the report calls that.
    private record NamedModel(String told, Score score, String name) {}

    private static List<NamedModel> named(List<Model> models, Function<Model, Path> files) {
        List<NamedModel> named = new ArrayList<>();
        for (Model model : models) {
            Score score = named.isEmpty() ? Feature.VMAF : model.score();
            String from = model.sha256().isPresent() ? "path=" + path(files.apply(model)) : "version=" + model.name();
            named.add(new NamedModel(from + ":name=" + score.column(), score, score.column()));
        }
        return named;
    }

    private static Path path(Path file) {
        if (file.toString().indexOf(':') >= 0) {
            throw new UnsupportedRecipeException("a vmaf command cannot be told of the model file " + file
                    + ", whose path has a colon: give the worker another by --model-file");
        }
        return file;
    }

    /// @param models if this pass has them
    /// @param isIn which extractors this pass has
    private static VmafPass pass(
            Measurement measurement,
            List<NamedModel> models,
            PictureFormat pictures,
            VmafCommand command,
            VmafBackend backend,
            Predicate<String> isIn) {
        List<String> options = new ArrayList<>(List.of(
                "--width", Integer.toString(pictures.width()),
                "--height", Integer.toString(pictures.height()),
                "--pixel_format", "420",
                "--bitdepth", Integer.toString(pictures.bitDepth())));
        models.forEach(model -> options.addAll(List.of("--model", model.told())));
        if (models.isEmpty()) {
            options.add("--no_prediction");
        }
        for (ExtractorUse use : measurement.extractors()) {
            if (isIn.test(use.name())) {
                features(use, command, backend).forEach(feature -> options.addAll(List.of("--feature", feature)));
            }
        }
        if (measurement.subsample() > 1) {
            options.addAll(List.of("--subsample", Integer.toString(measurement.subsample())));
        }
        if (measurement.cpuMask() != 0) {
            options.addAll(List.of("--cpumask", Long.toString(measurement.cpuMask())));
        }
        // a slot is one core's work; the fork takes all cores unless told otherwise
        options.addAll(List.of("--threads", "1"));
        if (command.choosesBackend()) {
            options.addAll(List.of("--backend", backend.shown()));
        }
        if (command.printsAllDigits()) {
            options.addAll(List.of("--precision", "max"));
        }
        options.addAll(List.of("--json", "--quiet"));
        return new VmafPass(backend, options, names(measurement, models, isIn));
    }

    private static List<String> features(ExtractorUse use, VmafCommand command, VmafBackend backend) {
        Map<String, String> options = new TreeMap<>(use.options());
        if (use.name().equals(MOTION) && command.choosesBackend()) {
            // without it the fork keeps the plain motion score to itself
            options.put("debug", "true");
        }
        if (backend == VmafBackend.CPU) {
            return List.of(feature(use.name(), options));
        }
        return CUDA_TWINS.getOrDefault(use.name(), List.of()).stream()
                .map(twin -> feature(twin, optionsOf(twin, options)))
                .toList();
    }

    /// What the twins lack of the options: `enable_db`, which is off where it is not given, and `debug`.
    private static Map<String, String> optionsOf(String twin, Map<String, String> options) {
        Map<String, String> taken = new TreeMap<>(options);
        taken.remove("enable_db");
        if (twin.equals("motion_v2_cuda")) {
            taken.remove("debug");
        }
        return taken;
    }

    private static String feature(String name, Map<String, String> options) {
        if (options.isEmpty()) {
            return name;
        }
        return name
                + (name.indexOf('=') < 0 ? "=" : ":")
                + options.entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(":"));
    }

    private static Map<Score, List<String>> names(
            Measurement measurement, List<NamedModel> models, Predicate<String> isIn) {
        Map<Score, List<String>> names = new LinkedHashMap<>();
        measurement.scoreNames().forEach((feature, name) -> {
            if (feature.extractor().map(Extractor::shown).filter(isIn).isPresent()) {
                names.put(feature, reportNames(name));
            }
        });
        models.forEach(model -> names.put(model.score(), List.of(model.name())));
        return names;
    }

    /// A report has short names for some of the library's. What the library calls the sum of absolute
    /// differences is plain motion to the fork, and by CUDA the second version's sum where the first keeps
    /// it to itself.
    static List<String> reportNames(String libraryName) {
        if (libraryName.startsWith(SAD_SCORE)) {
            String weight = libraryName.substring(SAD_SCORE.length());
            return List.of(libraryName, "integer_motion" + weight, "VMAF_integer_feature_motion_v2_sad_score" + weight);
        }
        return List.of(libraryName
                .replaceFirst("^VMAF_integer_feature_(adm2|adm3|motion2|motion3|vif_scale[0-3])_score$", "integer_$1")
                .replaceFirst("^(?:Cambi|Speed_temporal|Speed_chroma)_feature_(\\w+)_score$", "$1"));
    }

    /// The whole command line.
    List<String> line(Path program, String reference, String distorted, String report) {
        List<String> line =
                new ArrayList<>(List.of(program.toString(), "--reference", reference, "--distorted", distorted));
        line.addAll(options);
        line.addAll(List.of("--output", report));
        return line;
    }

    /// For messages.
    String shown() {
        return "the vmaf command's " + (backend == VmafBackend.CUDA ? "CUDA" : "CPU") + " pass";
    }
}
