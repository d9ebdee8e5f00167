package io.vmaffleet.worker.engine;

import io.vmaffleet.worker.extract.metric.FastExtractor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How an engine process is started.
///
/// @param java the executable
/// @param classPath as `-cp` takes it
/// @param classDataArchive the class-data archive that makes the start quick, used where it is there and fits
/// @param properties system properties, by name
/// @param mainClass whose `main` calls [EngineMain#run]
/// @param arguments of `main`
public record EngineCommand(
        Path java,
        String classPath,
        Optional<Path> classDataArchive,
        Map<String, String> properties,
        String mainClass,
        List<String> arguments) {
    private static final String FAST_METRICS = FastExtractor.class.getPackageName() + ".*::*";

    /// The tiers are the JVM's own: C1 alone would start and weigh no less where it matters, and would make the loops
    /// over samples (turning a picture) many times slower. One collector thread and no performance files,
    /// since there is an engine a core. The heap holds scores only; pictures are native.
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmx128m",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            // the loops that a pair's time goes into are compiled in the engine's start, not in its first clips; and
            // each once, by itself, for inlined they took C2 three times as long and ran no faster
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline," + FAST_METRICS,
            "-XX:CompileCommand=CompileThresholdScaling," + FAST_METRICS + ",0.1",
            // all of the JVM's own talk goes to standard error; standard output is the supervisor's
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "-XX:ErrorLogTimeout=5",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            // JavaCPP counts the whole process against the Java heap and would refuse every 2160p clip
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.noPointerGC=true");

    /// An engine runs foreign code over foreign files and needs no secret of its supervisor's environment; the JVM's
    /// option variables would also print on its standard output.
    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "TMPDIR",
            "TZ",
            "LD_LIBRARY_PATH",
            "XDG_CACHE_HOME",
            "VMAF_FLEET_LIBVMAF",
            "CUDA_VISIBLE_DEVICES",
            "CUDA_DEVICE_ORDER");

    public EngineCommand {
        properties = Map.copyOf(properties);
        arguments = List.copyOf(arguments);
    }

    /// Those of this process's own system properties that are set, to hand them on.
    static Map<String, String> ownProperties(String... names) {
        Map<String, String> set = new HashMap<>();
        for (String name : names) {
            Optional.ofNullable(System.getProperty(name)).ifPresent(value -> set.put(name, value));
        }
        return set;
    }

    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(java.toString());
        line.addAll(JVM);
        classDataArchive.filter(Files::isReadable).ifPresent(archive -> line.add("-XX:SharedArchiveFile=" + archive));
        new TreeMap<>(properties).forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.add("-cp");
        line.add(classPath);
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    /// The engine's environment, out of its supervisor's. Without a UTF-8 locale the JVM cannot open names that are
    /// not ASCII.
    static Map<String, String> environment(Map<String, String> supervisors) {
        Map<String, String> environment = new HashMap<>(supervisors);
        environment.keySet().retainAll(INHERITED);
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }
}
