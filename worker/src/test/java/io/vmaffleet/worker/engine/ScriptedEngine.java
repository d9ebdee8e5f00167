package io.vmaffleet.worker.engine;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.ProbeCodec;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An engine process for tests, real but for its work: what it does with a clip is the beginning of the clip's name,
/// and what it does at its start is its argument.
public final class ScriptedEngine implements EngineWork {
    public static final EngineFingerprint FINGERPRINT = new EngineFingerprint("0123456789abcdef");

    /// What a clip gets whose task wants the scores of its frames.
    public static final List<String> SCORES = List.of("x".repeat(40_000), "y");

    private final String start;

    private ScriptedEngine(String start) {
        this.start = start;
    }

    /// @param start `ok`, `unfit`, `silent`, `exit`, or `differs` (each process has another fingerprint)
    public static EngineCommand command(String start) {
        return new EngineCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.empty(),
                Map.of(),
                ScriptedEngine.class.getName(),
                List.of(start));
    }

    public static void main(String[] arguments) {
        EngineMain.run(new ScriptedEngine(arguments[0]));
    }

    /// The row that a measured clip gets.
    public static FeatureRow row() {
        return TestRows.k150k(
                640,
                360,
                30,
                false,
                1,
                Collections.nCopies(Recipe.K150K.features().size(), TestRows.stats(0.1, Double.NaN)));
    }

    @Override
    public EngineReady start() {
        return switch (start) {
            case "ok" -> new EngineReady(FINGERPRINT, Map.of("libvmaf", "3.2.0"), 100);
            case "unfit" -> throw new EngineStartException("no libvmaf is on this host; give its path by --libvmaf");
            case "silent" -> {
                sleepInNativeCode();
                throw new IllegalStateException("awake");
            }
            case "exit" -> {
                System.err.println("this engine has had enough");
                Runtime.getRuntime().halt(7);
                throw new IllegalStateException("alive");
            }
            case "differs" ->
                new EngineReady(
                        new EngineFingerprint(HexFormat.of()
                                .toHexDigits(ProcessHandle.current().pid())),
                        Map.of("libvmaf", "build " + ProcessHandle.current().pid()),
                        100);
            default -> throw new IllegalArgumentException(start);
        };
    }

    /// Sees a file that is there with its size, as the real one does.
    @Override
    public Optional<String> probe(ProbeCodec.Probes probes) {
        for (ProbeClip clip : probes.clips()) {
            try {
                if (Files.size(Path.of(clip.path())) == clip.sizeBytes()) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                // it is not there
            }
        }
        return Optional.of("none of the probe clips is to be seen");
    }

    @Override
    public Measurement measure(ClipTask task, EngineProgress progress) {
        String what = task.clip().value().replaceFirst("-.*", "");
        long bytes = what.equals("big") ? 1000 : 10;
        double seconds = what.equals("late") ? 0.01 : 0;
        if (what.equals("missing")) {
            return Measurement.failed(FailureReason.MISSING_FILE, task.path() + " does not exist on this host");
        }
        progress.needs(bytes, 3, seconds);
        switch (what) {
            case "row", "big" -> progress.frames(1);
            case "crash" -> signalItself("-SEGV");
            case "kill" -> signalItself("-KILL");
            case "exit" -> Runtime.getRuntime().halt(9);
            case "hang" -> {
                progress.frames(1);
                sleepInNativeCode();
            }
            case "slow" -> takeAWhile(progress);
            case "late" -> moveForEver(progress);
            case "poison" -> throw new IllegalStateException("vmaf_read_pictures returned 1");
            case "heap" -> eatHeap();
            case "eat" -> eatNativeMemory(progress);
            case "print" -> print();
            default -> throw new IllegalArgumentException(what);
        }
        return new Measurement(
                new ClipResult.Extracted(row()),
                3,
                task.sizeBytes(),
                false,
                Optional.empty(),
                task.frames() ? SCORES : List.of());
    }

    /// A JVM that gets a SIGSEGV dies as after a wild pointer, report and all.
    private static void signalItself(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            sleepInNativeCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void takeAWhile(EngineProgress progress) {
        for (int frame = 1; frame <= 3; frame++) {
            progress.frames(frame);
            pause(700);
        }
    }

    private static void moveForEver(EngineProgress progress) {
        long frames = 0;
        while (true) {
            frames++;
            progress.frames(frames);
            pause(50);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As a native library that leaks, a frame at a time.
    private static void eatNativeMemory(EngineProgress progress) {
        long frames = 0;
        while (true) {
            Arena.global().allocate(16 << 20).fill((byte) 1);
            frames++;
            progress.frames(frames);
            pause(5);
        }
    }

    private static void eatHeap() {
        byte[] eaten = new byte[1 << 20];
        while (true) {
            eaten = Arrays.copyOf(eaten, 2 * eaten.length);
        }
    }

    /// As Java prints and as native code does, on descriptor 1.
    private static void print() {
        System.out.println("printed by Java");
        System.out.flush();
        try (FileOutputStream descriptor = new FileOutputStream("/proc/self/fd/1")) {
            descriptor.write("printed on descriptor 1\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleepInNativeCode() {
        try {
            Linker linker = Linker.nativeLinker();
            int ignored = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("sleep"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                    .invokeExact(600);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
