package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.local.CacheFolder;
import io.vmaffleet.deploy.local.EmbeddedRedisException;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RedisBinary;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.QueueUnsuitableException;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.decode.DecoderLibrary;
import io.vmaffleet.worker.decode.DecoderUnavailableException;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.extract.libvmaf.LibrarySearch;
import io.vmaffleet.worker.extract.libvmaf.VmafLibrary;
import io.vmaffleet.worker.extract.libvmaf.VmafUnavailableException;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import io.vmaffleet.worker.extract.vmafcli.VmafCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells what this machine has of what vmaf-fleet needs. It loads the native libraries into this process, which does
/// nothing else.
@Command(
        name = "doctor",
        description = "Show what is found on this machine and what is missing (then exit code 3).",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet doctor", "  vmaf-fleet doctor --json --redis redis://queue.lan:6379"})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--redis", paramLabel = "URI", description = "Look at this Redis, not at the embedded one.")
    private Optional<String> redis = Optional.empty();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Finding> findings = List.of(jdk(), locale(), decoder(), engine(), redis(), memory(), cores());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(toJson(findings)));
        } else {
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return (findings.stream().allMatch(Finding::good) ? ExitCode.COMPLETE : ExitCode.ENVIRONMENT).code();
    }

    private static Finding jdk() {
        return Finding.good(
                "JDK",
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home"));
    }

    private static Finding locale() {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        return isUtf8(encoding)
                ? Finding.good("locale", encoding)
                : Finding.bad(
                        "locale",
                        encoding + ": clips whose names are not ASCII cannot be opened; start vmaf-fleet by its"
                                + " launcher, or set LC_ALL=C.UTF-8");
    }

    private static boolean isUtf8(String encoding) {
        return Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    }

    private static Finding decoder() {
        try {
            return Finding.good("decoder", DecoderLibrary.version());
        } catch (DecoderUnavailableException e) {
            return Finding.bad("decoder", String.valueOf(e.getMessage()));
        }
    }

    private Finding engine() {
        if (engine.lacksCommand()) {
            return Finding.bad("vmaf", EngineOptions.NO_COMMAND);
        }
        return switch (engine.choice()) {
            case EngineChoice.Libvmaf(var files) -> library(files.libvmaf());
            case EngineChoice.VmafCli(var program, var backend, var models) -> command(program, backend);
        };
    }

    private static Finding command(Path program, VmafBackend backend) {
        try {
            return Finding.good("vmaf", VmafCommand.examine(program, backend).shown());
        } catch (VmafUnavailableException e) {
            return Finding.bad("vmaf", String.valueOf(e.getMessage()));
        }
    }

    private static Finding library(Optional<Path> libvmaf) {
        LibrarySearch search = LibrarySearch.ofProcess(libvmaf);
        try {
            VmafLibrary library = VmafLibrary.find(search);
            List<String> notes = new ArrayList<>();
            EngineOptions.onPath()
                    .ifPresent(program -> notes.add("--engine vmaf-cli would measure by " + program + " instead"));
            return new Finding(
                    "libvmaf", true, library.version() + ", " + library.path() + ", from " + library.origin(), notes);
        } catch (VmafUnavailableException e) {
            return new Finding(
                    "libvmaf",
                    false,
                    String.valueOf(e.getMessage()),
                    isFetched(search) ? List.of("the first demo, run, smoke or worker fetches it") : List.of());
        }
    }

    /// Whether the launcher, which started this process, would fetch it for a command that measures.
    private static boolean isFetched(LibrarySearch search) {
        return System.getProperty(LibrarySearch.CACHE_PROPERTY) != null
                && search.option().isEmpty()
                && search.environment().isEmpty()
                && !Files.exists(search.cache());
    }

    private Finding redis() {
        try {
            if (redis.isEmpty()) {
                RedisBinary binary = RedisBinary.find(CacheFolder.path());
                return Finding.good("Redis", "embedded " + binary.version() + ", " + binary.path());
            }
            PlaceOptions.check(redis.get());
            try (RedisTaskQueue queue = RedisTaskQueue.connect(redis.get(), "default")) {
                return Finding.good("Redis", queue.describe());
            }
        } catch (EmbeddedRedisException | QueueUnavailableException | QueueUnsuitableException e) {
            return Finding.bad("Redis", String.valueOf(e.getMessage()));
        }
    }

    private static Finding memory() {
        long mebibytes = HostMemory.bytes() >> 20;
        return Finding.good("memory", mebibytes + " MiB (an engine needs 300 MiB for 1080p, 600 MiB for 2160p)");
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Finding.good("cores", cores + ", so " + cores + " slots unless told otherwise");
    }

    private static ObjectNode toJson(List<Finding> findings) {
        ObjectNode all = Json.object();
        all.put("ok", findings.stream().allMatch(Finding::good));
        ArrayNode array = all.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = array.addObject();
            one.put("what", finding.what()).put("ok", finding.good()).put("found", finding.found());
            ArrayNode notes = one.putArray("notes");
            finding.notes().forEach(notes::add);
        }
        return all;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf("%-4s %-8s %s%n", finding.good() ? "ok" : "BAD", finding.what(), finding.found());
        finding.notes().forEach(note -> out.printf("%-13s %s%n", "", note));
    }

    /// @param found what is there, or one sentence on what is missing and what to do
    private record Finding(String what, boolean good, String found, List<String> notes) {
        static Finding good(String what, String found) {
            return new Finding(what, true, found, List.of());
        }

        static Finding bad(String what, String sentence) {
            return new Finding(what, false, sentence, List.of());
        }
    }
}
