package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.FleetUnavailableException;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.verify.RunVerifier;
import io.vmaffleet.coordinator.verify.Verification;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Proves a run by its files, and by measuring some of its clips again. It changes none of them.
@Command(
        name = "verify",
        description = {
            "Prove that each clip of a run is in its table exactly once, or among its failures.",
            "The table must be the one that the run wrote, byte for byte. Nothing is changed."
        },
        footerHeading = "%nExit codes:%n"
                + "  0  proved%n"
                + "  2  usage, or no run is there%n"
                + "  3  a file cannot be read, or --sample cannot measure on this machine%n"
                + "  4  something was found%n"
                + "  5  the run has not ended and what is there so far is in order, or --sample was stopped%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet verify features.parquet",
            "  vmaf-fleet verify --json features.parquet",
            "  vmaf-fleet verify features.parquet --sample 20 --seed 7"
        })
final class VerifyCommand implements Callable<Integer> {
    /// So that a seed can be copied by hand.
    private static final int SEEDS = 1_000_000;

    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Option(
            names = "--sample",
            defaultValue = "0",
            paramLabel = "K",
            description = "Also measure K clips again on this machine, and compare every column.")
    private int sample;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Chooses the clips of --sample (default: another each time; it is printed).")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (sample < 0) {
            throw CommandException.usage("--sample " + sample + " is no number of clips: give 1 or more");
        }
        EngineChoice choice = engine.choice();
        LedgerFiles files = new LedgerFiles(output);
        RunAtHand.manifest(files);
        Verification run = new RunVerifier(files)
                .verify()
                .orElseThrow(() -> CommandException.usage(files.run() + " is gone: name the output of a run"));
        Optional<Sampled> sampled = Optional.empty();
        Optional<RuntimeException> unmeasured = Optional.empty();
        try {
            sampled = sample == 0 ? Optional.empty() : Optional.of(measureAgain(files, run, choice));
        } catch (CommandException | FleetUnavailableException e) {
            // what the files tell is told all the same
            unmeasured = Optional.of(e);
        }
        List<String> findings = new ArrayList<>(run.findings());
        sampled.ifPresent(again -> findings.addAll(again.outcome().findings()));
        show(files, run, sampled, findings, unmeasured.isEmpty());
        if (unmeasured.isPresent() && findings.isEmpty()) {
            throw unmeasured.get();
        }
        unmeasured.ifPresent(why -> spec.commandLine().getErr().println("vmaf-fleet: " + Faults.sentence(why)));
        if (!findings.isEmpty()) {
            return ExitCode.DISAGREED.code();
        }
        return (run.finished() ? ExitCode.COMPLETE : ExitCode.STOPPED).code();
    }

    private void show(
            LedgerFiles files, Verification run, Optional<Sampled> sampled, List<String> findings, boolean measured) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(
                    toJson(files, run, sampled, findings, findings.isEmpty() && run.finished() && measured)));
        } else {
            print(files, run, sampled, findings, measured, out);
        }
        out.flush();
    }

    /// Clips measured again, and what chose them.
    private record Sampled(long seed, SampleCheck.Outcome outcome) {}

    /// Only a finished run has a table to compare with.
    private Sampled measureAgain(LedgerFiles files, Verification run, EngineChoice choice)
            throws IOException, InterruptedException {
        long chosen = seed.orElseGet(() -> (long) new SplittableRandom().nextInt(SEEDS));
        if (!run.finished() || run.table().isEmpty() || run.rows() == 0) {
            return new Sampled(chosen, SampleCheck.Outcome.NOTHING);
        }
        return new Sampled(chosen, new SampleCheck(files, run.manifest(), choice).run(sample, chosen, run.rows()));
    }

    /// @param measured whether the clips of `--sample` could be, where some are wanted
    private static void print(
            LedgerFiles files,
            Verification run,
            Optional<Sampled> sampled,
            List<String> findings,
            boolean measured,
            PrintWriter out) {
        RunManifest manifest = run.manifest();
        out.println(
                "run:    " + manifest.run() + ", recipe " + manifest.recipe().name() + " "
                        + manifest.recipe().model()
                        + (manifest.recipe().fastFeatures().isEmpty() ? "" : ", fast metrics") + ", engine "
                        + manifest.engine().map(EngineFingerprint::value).orElse("none yet"));
        run.table().ifPresent(table -> {
            out.println("table:  " + files.output() + ", " + table.bytes() + " bytes");
            out.println("sha256: " + table.sha256());
        });
        manifest.frames()
                .ifPresent(frames -> out.println(Typed.in("frames: " + frames.folder())
                        + frames.written()
                                .map(bytes -> ", " + bytes.bytes() + " bytes")
                                .orElse(", not written yet")));
        out.println("clips:  " + manifest.digests().clips() + ": " + run.rows() + " with a row, " + run.failed()
                + " failed, " + run.leftOut() + " left out" + (run.finished() ? "" : ", " + run.toDo() + " to do"));
        sampled.ifPresent(
                again -> out.println("sample: " + again.outcome().clips().size()
                        + " measured again with --seed " + again.seed() + ", "
                        + again.outcome().findings().size() + " otherwise than in the table"));
        sampled.flatMap(again -> again.outcome().nearConstants())
                .ifPresent(error -> out.println("vmaf:   " + error.shown()));
        run.remarks().forEach(remark -> out.println("note:   " + Typed.in(remark)));
        findings.forEach(finding -> out.println("FOUND:  " + Typed.in(finding)));
        if (findings.isEmpty()) {
            out.println(
                    run.finished()
                            ? (measured ? "proved: " : "files:  ")
                                    + "each clip is in the table once, or named with the reason why not; nothing else is"
                            : Typed.in("not finished: what is there so far is in order; 'vmaf-fleet status "
                                    + files.output() + "' shows if it is at work, 'vmaf-fleet resume " + files.output()
                                    + "' goes on with it if not"));
        }
    }

    private static ObjectNode toJson(
            LedgerFiles files, Verification run, Optional<Sampled> sampled, List<String> findings, boolean proved) {
        RunManifest manifest = run.manifest();
        ObjectNode all = Json.object();
        all.put("proved", proved);
        all.put("finished", run.finished());
        all.put("run", manifest.run().value());
        all.put("engine", manifest.engine().map(EngineFingerprint::value).orElse(null));
        all.put("output", files.output().toString());
        run.table()
                .ifPresent(table ->
                        all.putObject("table").put("bytes", table.bytes()).put("sha256", table.sha256()));
        manifest.frames().ifPresent(frames -> {
            ObjectNode node = all.putObject("frames").put("dir", frames.folder().toString());
            frames.written().ifPresent(bytes -> node.put("bytes", bytes.bytes()).put("sha256", bytes.sha256()));
        });
        all.putObject("clips")
                .put("total", manifest.digests().clips())
                .put("rows", run.rows())
                .put("failed", run.failed())
                .put("left_out", run.leftOut())
                .put("to_do", run.toDo());
        sampled.ifPresent(again -> {
            ObjectNode one = all.putObject("sample");
            one.put("seed", again.seed());
            ArrayNode clips = one.putArray("clips");
            again.outcome().clips().forEach(clips::add);
            again.outcome()
                    .nearConstants()
                    .ifPresent(error -> one.putObject("vmaf_error")
                            .put("clips", error.clips())
                            .put("largest", error.largest())
                            .put("mean", error.mean()));
        });
        ArrayNode found = all.putArray("findings");
        findings.forEach(finding -> found.add(Typed.in(finding)));
        ArrayNode remarks = all.putArray("remarks");
        run.remarks().forEach(remark -> remarks.add(Typed.in(remark)));
        return all;
    }
}
