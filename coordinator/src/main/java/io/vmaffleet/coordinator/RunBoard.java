package io.vmaffleet.coordinator;

import static io.vmaffleet.coordinator.dispatch.ClipState.DONE;
import static io.vmaffleet.coordinator.dispatch.ClipState.FAILED;
import static io.vmaffleet.coordinator.dispatch.ClipState.IN_HAND;
import static io.vmaffleet.coordinator.dispatch.ClipState.LEFT_OUT;
import static io.vmaffleet.coordinator.dispatch.ClipState.OUT;
import static io.vmaffleet.coordinator.dispatch.ClipState.RETRYING;
import static io.vmaffleet.coordinator.dispatch.ClipState.RETRYING_ALONE;
import static io.vmaffleet.coordinator.dispatch.ClipState.WAITING;

import io.vmaffleet.coordinator.corpus.Excluded;
import io.vmaffleet.coordinator.dispatch.BookView;
import io.vmaffleet.coordinator.dispatch.Duty;
import io.vmaffleet.coordinator.dispatch.RollCall;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.intake.IntakeListener;
import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.plausibility.PlausibilityWatch;
import io.vmaffleet.coordinator.status.Alarm;
import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.status.Notice;
import io.vmaffleet.coordinator.status.PaceMeter;
import io.vmaffleet.coordinator.status.RecentClip;
import io.vmaffleet.coordinator.status.RunDescription;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.coordinator.status.ShownState;
import io.vmaffleet.coordinator.status.WorkerView;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is shown of a run: gathers what its parts tell and publishes it as an immutable snapshot.
///
/// The run's thread writes; any thread may [#get] the newest snapshot.
final class RunBoard implements IntakeListener, Supplier<RunSnapshot> {
    /// Copies of all states are for pages of the clip list, which may be a second old.
    private static final Duration COPY_EVERY = Duration.ofSeconds(1);

    private final Plan plan;
    private final Map<FailureReason, Long> excludedAsFailed;
    private final Map<FailureReason, Long> excludedAsLeftOut;
    private final PaceMeter pace;
    private final PlausibilityWatch watch;
    private final Set<Alarm.Kind> told = EnumSet.noneOf(Alarm.Kind.class);
    private final Consumer<String> said;
    private final Clock clock;
    private final Duty copying;
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final Deque<RecentClip> recent = new ArrayDeque<>();
    private RunDescription description;
    private RunPhase phase = RunPhase.STARTING;
    private List<String> pauses = List.of();
    private long framesUnderWay;
    private long duplicates;
    private long disagreements;
    private long geometryMismatches;
    private volatile BookView book;
    private volatile Set<Integer> held = Set.of();
    private volatile RunSnapshot snapshot;

    /// @param disagreements those that the ledger knows of from earlier lives
    /// @param watch which has seen the rows of earlier lives
    RunBoard(
            RunDescription description,
            Plan plan,
            TaskBook book,
            long disagreements,
            PlausibilityWatch watch,
            Consumer<String> said,
            Clock clock,
            LongSupplier nanoClock) {
        this.description = description;
        this.plan = plan;
        this.excludedAsFailed = byReason(plan.excluded().stream().filter(file -> !file.isLeftOut()));
        this.excludedAsLeftOut = byReason(plan.excluded().stream().filter(Excluded::isLeftOut));
        this.pace = new PaceMeter(nanoClock);
        this.watch = watch;
        this.said = said;
        this.clock = clock;
        this.disagreements = disagreements;
        this.copying = new Duty(COPY_EVERY, nanoClock);
        this.book = book.view();
        this.snapshot = snapshot(book, Set.of(), List.of());
    }

    @Override
    public RunSnapshot get() {
        return snapshot;
    }

    /// Tells people something, once, here and wherever the run's words go.
    void notice(String sentence) {
        keep(notices, new Notice(clock.instant(), sentence), RunSnapshot.MOST_NOTICES);
        said.accept(sentence);
    }

    /// The run is bound to an engine, whose parts one of `workers` may tell.
    void bind(EngineFingerprint engine, List<Heartbeat> workers, String redis) {
        Map<String, String> parts = workers.stream()
                .filter(worker -> worker.engine().equals(engine.value()))
                .findFirst()
                .map(Heartbeat::engineParts)
                .orElse(Map.of());
        description = new RunDescription(
                description.run(),
                description.output(),
                description.queue(),
                Optional.of(engine),
                parts,
                redis,
                description.startedAt(),
                description.version());
    }

    /// Why nothing is sent; nothing, when the run goes on. It is what makes a run that starts or runs a paused one.
    void paused(Collection<String> whys) {
        pauses = List.copyOf(whys);
    }

    void enter(RunPhase next) {
        phase = next;
    }

    /// Publishes how things stand.
    ///
    /// @param held clips that a worker holds
    void show(TaskBook book, Set<Integer> held, List<RollCall.Present> workers) {
        long frames = workers.stream()
                .flatMap(worker -> worker.heartbeat().slots().stream())
                .mapToLong(slot -> slot.frames())
                .sum();
        if (frames != framesUnderWay) {
            framesUnderWay = frames;
            pace.moved();
        }
        snapshot = snapshot(book, held, workers);
        if (copying.isDue()) {
            copying.done();
            this.held = Set.copyOf(held);
            this.book = book.view();
        }
    }

    /// The states of all clips, as they were at most a second ago. For any thread.
    BookView book() {
        return book;
    }

    /// A clip's state as people know it. For any thread.
    ShownState shown(BookView book, int clip) {
        return switch (book.state(clip)) {
            case WAITING -> ShownState.WAITING;
            case OUT -> held.contains(clip) ? ShownState.IN_FLIGHT : ShownState.OUT;
            case IN_HAND -> ShownState.IN_FLIGHT;
            case RETRYING, RETRYING_ALONE -> ShownState.RETRYING;
            case DONE -> ShownState.DONE;
            case FAILED -> ShownState.FAILED;
            case LEFT_OUT -> ShownState.LEFT_OUT;
        };
    }

    @Override
    public void rowCommitted(AttemptReport report, Committed.Outcome outcome) {
        switch (outcome) {
            case Committed.Duplicate same -> duplicates++;
            case Committed.Disagrees differs -> {
                duplicates++;
                disagreements++;
                notice(report.clip() + " was measured twice with different results (" + differs.columns() + ") by "
                        + differs.kept()
                                .map(kept -> kept.host() + " with engine " + kept.engine())
                                .orElse("an earlier run")
                        + " and " + differs.other().host() + " with engine "
                        + differs.other().engine()
                        + "; the first row stays");
            }
            default -> {
                pace.clipEnded(report.provenance().frames());
                look(report);
                if (report.provenance().geometryMismatch().isPresent()) {
                    geometryMismatches++;
                }
                keep(
                        recent,
                        new RecentClip(
                                report.clip().value(),
                                ShownState.DONE,
                                Optional.empty(),
                                report.provenance().host(),
                                report.provenance().frames(),
                                report.provenance().seconds()),
                        RunSnapshot.MOST_RECENT);
            }
        }
    }

    @Override
    public void attemptCommitted(AttemptEvent event, Verdict verdict) {
        ShownState state = switch (verdict) {
            case AGAIN, AGAIN_ELSEWHERE, AGAIN_ALONE, STOP_RUN -> ShownState.RETRYING;
            case FAILED -> ShownState.FAILED;
            case LEFT_OUT -> ShownState.LEFT_OUT;
        };
        if (event.givesUp()) {
            pace.clipEnded(0);
        }
        keep(
                recent,
                new RecentClip(
                        event.clip().value(),
                        state,
                        event.reason(),
                        event.host().orElse(""),
                        0,
                        0),
                RunSnapshot.MOST_RECENT);
    }

    private void look(AttemptReport report) {
        OptionalInt clip = plan.indexOf(report.clip());
        if (clip.isPresent() && report.result() instanceof ClipResult.Extracted(var row)) {
            watch.take(clip.getAsInt(), row);
            watch.alarms().stream().filter(alarm -> told.add(alarm.kind())).forEach(alarm -> notice(alarm.sentence()));
        }
    }

    private static Map<FailureReason, Long> byReason(Stream<Excluded> files) {
        return files.collect(Collectors.groupingBy(Excluded::reason, Collectors.counting()));
    }

    private static long total(Map<FailureReason, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    private RunSnapshot snapshot(TaskBook book, Set<Integer> held, List<RollCall.Present> workers) {
        Map<FailureReason, Long> failed = book.reasons(FAILED);
        Map<FailureReason, Long> leftOut = book.reasons(LEFT_OUT);
        excludedAsFailed.forEach((reason, count) -> failed.merge(reason, count, Long::sum));
        excludedAsLeftOut.forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
        long outHeld = held.stream().filter(clip -> book.state(clip) == OUT).count();
        long outFree = book.count(OUT) - outHeld;
        ClipCounts counts = new ClipCounts(
                plan.total(),
                book.count(DONE),
                book.count(WAITING),
                outFree,
                outHeld + book.count(IN_HAND),
                book.count(RETRYING) + book.count(RETRYING_ALONE),
                total(failed),
                total(leftOut));
        boolean isPaused = !pauses.isEmpty() && (phase == RunPhase.STARTING || phase == RunPhase.RUNNING);
        return new RunSnapshot(
                description,
                isPaused ? RunPhase.PAUSED : phase,
                counts,
                failed,
                leftOut,
                pace.pace(counts.backlog()),
                workers.stream()
                        .map(one -> new WorkerView(one.heartbeat(), one.age()))
                        .toList(),
                List.copyOf(recent),
                isPaused ? pauses : List.of(),
                List.copyOf(notices),
                watch.alarms(),
                duplicates,
                disagreements,
                geometryMismatches);
    }

    private static <T> void keep(Deque<T> newestFirst, T one, int most) {
        newestFirst.addFirst(one);
        if (newestFirst.size() > most) {
            newestFirst.removeLast();
        }
    }
}
