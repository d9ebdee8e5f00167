package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.dispatch.ClipState;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.intake.ClipHistory;
import io.vmaffleet.coordinator.ledger.DiskSpace;
import io.vmaffleet.coordinator.ledger.Ledger;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerOpening;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.ledger.StagedRows;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.plausibility.PlausibilityWatch;
import io.vmaffleet.coordinator.status.LoopPulse;
import io.vmaffleet.coordinator.status.RunDescription;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.coordinator.status.StatusServer;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// One run from corpus to table: reads the corpus, takes the ledger, has extracted what is missing, writes the table.
///
/// It is the only writer of files and the only consumer of results. [#run] is called once, by one thread; [#drain] and
/// [#snapshot] by any.
public final class Coordinator {
    /// The run loop turns several times a second; a minute without a turn is not healthy.
    private static final Duration PULSE_BOUND = Duration.ofMinutes(1);

    private static final String LOOPBACK = "127.0.0.1";

    private final RunOptions options;
    private final Fleet.Opener fleets;
    private final RunListener listener;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Disk disk;
    private final DrainSwitch drainSwitch = new DrainSwitch();
    private final OperatorDesk desk = new OperatorDesk();
    private final String holder;
    private volatile Optional<RunBoard> board = Optional.empty();

    public Coordinator(RunOptions options, Fleet.Opener fleets, RunListener listener) {
        this(options, fleets, listener, Clock.systemUTC(), System::nanoTime, Disk.real());
    }

    Coordinator(
            RunOptions options,
            Fleet.Opener fleets,
            RunListener listener,
            Clock clock,
            LongSupplier nanoClock,
            Disk disk) {
        this.options = options;
        this.fleets = fleets;
        this.listener = listener;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.disk = disk;
        this.holder = HostName.get() + ":" + ProcessHandle.current().pid() + ":"
                + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    }

    /// Runs to the run's end, or until it is drained.
    ///
    /// @throws io.vmaffleet.coordinator.corpus.CorpusException if the corpus cannot be used
    /// @throws RunRefusedException if the output belongs to something else
    /// @throws FleetUnavailableException if Redis or an engine cannot be had
    /// @throws IOException if the ledger is held, damaged or cannot be written; what was forced stays
    public RunOutcome run() throws IOException, InterruptedException {
        Corpus corpus = Corpus.read(options.corpus());
        corpus.remarks().forEach(listener::noted);
        Plan plan = Plan.of(corpus);
        LedgerFiles files = new LedgerFiles(options.output());
        ManifestChoice choice = new ManifestChoice(options, plan, fleets.sharedRedis());
        LedgerOpening opening = new LedgerOpening(
                HostName.get(),
                new HolderWait(files.output(), fleets, drainSwitch, nanoClock, listener::said),
                choice,
                Optional.of(plan.names()),
                TableOnDisk::new);
        try (RunLedger ledger = RunLedger.open(files, opening, clock, disk.ledger())) {
            ledger.repairs().sentences().forEach(listener::said);
            if (choice.filesChanged()) {
                ChangedPairs.refuse(plan, ledger, files);
                ChangedFiles.among(plan, ledger, files).ifPresent(listener::said);
            }
            TaskBook book = bookOf(plan, ledger, nanoClock.getAsLong());
            DiskSpace.require(files, book.clips() - book.count(ClipState.DONE), plan.size());
            RunBoard shown = new RunBoard(
                    description(ledger),
                    plan,
                    book,
                    ledger.disagreements(),
                    watch(plan, ledger),
                    listener::said,
                    clock,
                    nanoClock);
            board = Optional.of(shown);
            LoopPulse pulse = new LoopPulse(PULSE_BOUND, nanoClock);
            // the desk answers before the server stops
            try (StatusServer server = new StatusServer(shown, new PlanPages(plan, shown, ledger), pulse);
                    desk) {
                server.control(desk, options.controlToken());
                InetSocketAddress address = server.start(LOOPBACK, options.httpPort());
                String url = "http://" + LOOPBACK + ":" + address.getPort() + "/";
                ledger.update(manifest -> manifest.withAddresses(Optional.of(url), manifest.redisAddress()));
                listener.listening(url);
                RunOutcome outcome = execute(files, plan, ledger, book, shown, pulse);
                ledger.update(manifest -> manifest.withAddresses(Optional.empty(), manifest.redisAddress()));
                return outcome;
            }
        }
    }

    /// Rows of earlier lives are read where clips are compared with references; others are odd by themselves or not at
    /// all.
    private static PlausibilityWatch watch(Plan plan, RunLedger ledger) throws IOException {
        Recipe recipe = ledger.manifest().recipe();
        PlausibilityWatch watch = new PlausibilityWatch(plan, recipe);
        if (recipe.pairing() instanceof Pairing.Reference && !ledger.rowsInTable()) {
            try (StagedRows rows = ledger.rows()) {
                for (int clip = 0; clip < plan.size(); clip++) {
                    int place = clip;
                    rows.row(plan.name(clip)).ifPresent(row -> watch.take(place, row.row()));
                }
            }
        }
        return watch;
    }

    /// Ends the run early: nothing new is sent, what workers hold is waited for up to a bound, and the ledger is left
    /// for `resume`. May be called again.
    public void drain() {
        drainSwitch.drain();
    }

    /// The run as it stands; empty before the ledger is open.
    public Optional<RunSnapshot> snapshot() {
        return board.map(RunBoard::get);
    }

    private RunOutcome execute(
            LedgerFiles files, Plan plan, RunLedger ledger, TaskBook book, RunBoard shown, LoopPulse pulse)
            throws IOException, InterruptedException {
        ScriptManifest summary = new ScriptManifest(files, ledger, nanoClock);
        TableWriting table = new TableWriting(files, plan, ledger, disk.table(), summary);
        table.writeFailures();
        if (ledger.rowsInTable() && ledger.manifest().frames().isPresent()) {
            FramesPlace.requireWritten(ledger.manifest().frames().get(), options.output());
        }
        if (book.allSettled() && table.isCurrent()) {
            ledger.update(manifest -> manifest.withState(RunManifest.State.FINISHED));
            shown.enter(RunPhase.FINISHED);
            shown.show(book, Set.of(), List.of());
            summary.upToDate(shown.get());
            return outcome(
                    shown,
                    "nothing to do: " + options.output() + " is up to date"
                            + (book.count(ClipState.DONE) == 0 ? ", without a row: no clip could be measured" : ""));
        }
        if (ledger.rowsInTable()) {
            table.restore();
        }
        RunLoop.End end = book.allSettled() ? new RunLoop.End.Settled() : extract(plan, ledger, book, shown, pulse);
        desk.close();
        return switch (end) {
            case RunLoop.End.Settled settled -> {
                shown.enter(RunPhase.WRITING_TABLE);
                shown.show(book, Set.of(), List.of());
                long rows = table.write(shown.get());
                shown.enter(RunPhase.FINISHED);
                shown.show(book, Set.of(), List.of());
                yield outcome(
                        shown,
                        written(rows)
                                + options.frames()
                                        .map(folder -> ", and their frames' scores in " + folder)
                                        .orElse(""));
            }
            case RunLoop.End.Drained drained -> stopped(shown, book, table, "stopped before the end");
            case RunLoop.End.Cancelled cancelled -> stopped(shown, book, table, "cancelled by an operator");
            case RunLoop.End.NoWorker none -> stopped(shown, book, table, none.why());
            case RunLoop.End.Refuted refuted -> {
                stopped(shown, book, table, refuted.detail());
                yield new RunOutcome(
                        RunOutcome.Ending.CONSTANTS_DIFFER,
                        options.output(),
                        shown.get(),
                        "scores that must be constant were not, so no table is written: " + refuted.detail());
            }
            case RunLoop.End.HoldLost lost ->
                throw new RunRefusedException("another coordinator (" + lost.holder() + ") holds this run in Redis;"
                        + " this one stops, and nothing is lost");
            case RunLoop.End.Broken broken -> throw broken.cause();
        };
    }

    private String written(long rows) {
        return rows == 0
                ? "no clip could be measured: " + options.output() + " has no row"
                : rows + (rows == 1 ? " row in " : " rows in ") + options.output();
    }

    private RunLoop.End extract(Plan plan, RunLedger ledger, TaskBook book, RunBoard shown, LoopPulse pulse)
            throws IOException, InterruptedException {
        // and before local slots are waited for
        try (Fleet fleet = openFleet(plan);
                desk) {
            ledger.update(
                    manifest -> manifest.withAddresses(manifest.httpAddress(), Optional.of(fleet.redisAddress())));
            return new Extraction(plan, ledger, book, fleet, shown, pulse, drainSwitch, desk, holder, clock, nanoClock)
                    .run();
        }
    }

    private Fleet openFleet(Plan plan) throws InterruptedException {
        try {
            return fleets.open(plan.corpus().folder());
        } catch (FleetUnavailableException e) {
            throw new FleetUnavailableException(
                    e.getMessage() + "; once that is mended, 'vmaf-fleet resume " + options.output()
                            + "' goes on with the run",
                    e);
        }
    }

    private RunOutcome stopped(RunBoard shown, TaskBook book, TableWriting table, String why) throws IOException {
        table.writeFailures();
        shown.enter(RunPhase.STOPPED);
        shown.show(book, Set.of(), List.of());
        return new RunOutcome(
                RunOutcome.Ending.STOPPED,
                options.output(),
                shown.get(),
                why + "; 'vmaf-fleet resume " + options.output() + "' goes on");
    }

    private RunOutcome outcome(RunBoard shown, String detail) {
        RunSnapshot end = shown.get();
        RunOutcome.Ending ending = RunOutcome.Ending.COMPLETE;
        if (end.disagreements() > 0) {
            ending = RunOutcome.Ending.DISAGREED;
        } else if (end.counts().failed() > 0) {
            ending = RunOutcome.Ending.FAILED_CLIPS;
        }
        return new RunOutcome(ending, options.output(), end, detail);
    }

    private RunDescription description(RunLedger ledger) {
        return new RunDescription(
                ledger.manifest().run(),
                options.output().toString(),
                options.queue(),
                ledger.manifest().engine(),
                Map.of(),
                "",
                clock.instant(),
                options.version());
    }

    /// The book as the ledger knows the clips: those with a row are done, those given up stay so, and those that are
    /// to run alone still are.
    static TaskBook bookOf(Plan plan, Ledger ledger, long nowNanos) throws IOException {
        TaskBook book = new TaskBook(plan.size());
        ledger.forEachGivenUp(clip -> plan.indexOf(new ClipName(clip.clipName()))
                .ifPresent(index -> book.giveUp(
                        index,
                        clip.verdict() == Verdict.LEFT_OUT ? ClipState.LEFT_OUT : ClipState.FAILED,
                        clip.reason())));
        for (int clip = 0; clip < plan.size(); clip++) {
            ClipName name = plan.name(clip);
            if (ledger.done(name)) {
                book.done(clip);
            } else if (ClipHistory.runsAlone(ledger.history(name))) {
                book.retryAlone(clip, nowNanos);
            }
        }
        return book;
    }
}
