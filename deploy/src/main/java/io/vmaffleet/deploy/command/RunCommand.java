package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Extracts a corpus into a table, from the beginning or from where an earlier start was interrupted.
@Command(
        name = "run",
        description = "Extract a corpus into a table; an interrupted run is gone on with.",
        footerHeading = "%nExit codes:%n"
                + "  0  every clip that can be measured has its row%n"
                + "  1  finished, some clips failed%n"
                + "  2  usage, or a corpus or an output that cannot be used%n"
                + "  3  environment: libvmaf, Redis, disk, a damaged ledger or table%n"
                + "  4  rows or constants disagreed%n"
                + "  5  stopped before the end; 'resume' goes on%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet run --clips-dir clips --scores scores.csv --out features.parquet",
            "  vmaf-fleet run --clips-dir clips --scores scores.csv --metadata-jsonl chug.jsonl --out f.parquet --workers 4",
            "  vmaf-fleet run --clips-dir clips --metadata-jsonl chug.jsonl --recipe chug-full --out chug.parquet",
            "  vmaf-fleet run --clips-dir clips --scores s.csv --pairs pairs.csv --out pairs.parquet",
            "  vmaf-fleet run --clips-dir clips --scores s.csv --out f.parquet --frames frames",
            "  vmaf-fleet run --clips-dir /data/clips --scores s.csv --out f.parquet --redis redis://queue.lan:6379"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final CorpusOptions corpus = new CorpusOptions();

    @Mixin
    private final RecipeOptions recipe = new RecipeOptions();

    @Mixin
    private final PlaceOptions place = new PlaceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Recipe chosen = recipe.recipe();
        RunFleets fleets = place.fleets(place.roots(), recipe.modelFiles());
        if (place.redis.isEmpty()) {
            LinkCheck.require(corpus.folder.clips, corpus.folder.pattern, place.roots());
        }
        RunOptions options = new RunOptions(
                corpus.request(recipe.saysSelf(), recipe.references(chosen), chosen.layout()),
                corpus.output.toAbsolutePath().normalize(),
                chosen,
                place.queue,
                corpus.extend,
                place.slots(),
                place.roots(),
                place.httpPort,
                Versions.current(),
                ControlToken.random(),
                Optional.empty(),
                corpus.frames.map(folder -> folder.toAbsolutePath().normalize()));
        ProgressBar bar = ProgressBar.onStandardError(corpus.progressEvery);
        if (corpus.hasInert() || place.engine.namesUnusedCommand()) {
            bar.say(CorpusOptions.Inert.NOTE);
        }
        if (chosen.options().nearConstants()) {
            bar.say("vmaf is computed with adm and vif taken for one: 'vmaf-fleet verify " + corpus.output
                    + " --sample 20' then measures by how much it is off");
        }
        RunOutcome outcome = new RunSession(bar).run(options, fleets);
        tell(outcome, spec.commandLine().getOut());
        return RunSession.exitCode(outcome).code();
    }

    static void tell(RunOutcome outcome, PrintWriter out) {
        out.println(Typed.in(outcome.detail()));
        long failed = outcome.snapshot().counts().failed();
        long leftOut = outcome.snapshot().counts().leftOut();
        if (failed + leftOut > 0) {
            out.println(
                    Typed.in(withoutRow(failed, leftOut) + ": 'vmaf-fleet failed " + outcome.table() + "' tells why"));
        }
        out.flush();
    }

    static String withoutRow(long failed, long leftOut) {
        String rule = (leftOut == 1 ? " is" : " are") + " left out by a rule";
        if (failed == 0) {
            return leftOut + (leftOut == 1 ? " clip" : " clips") + rule;
        }
        return failed + (failed == 1 ? " clip failed" : " clips failed") + (leftOut == 0 ? "" : ", " + leftOut + rule);
    }
}
