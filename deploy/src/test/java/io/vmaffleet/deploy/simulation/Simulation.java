package io.vmaffleet.deploy.simulation;

import io.vmaffleet.coordinator.SteppedRun;
import io.vmaffleet.coordinator.intake.ClipHistory;
import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.InMemoryLedger;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.queue.testing.SettableClock;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.loop.SteppedWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One schedule of one run, drawn from a seed: a storm of steps and faults, then a calm in which the run must come to
/// its end. What must hold is checked at every turn and at the end; what does not is an [AssertionError].
///
/// The coordinator's loop and the workers' decisions are production's; the queue, the ledger and time are moved by
/// hand. Between any two questions that one process asks the queue, another may act.
final class Simulation implements StormyLink.Sky {
    private static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
    private static final int MOST_CALM_ROUNDS = 250;

    private final RandomGenerator random;
    private final boolean tells;
    private final Plan plan;
    private final SettableClock redisClock = new SettableClock();
    private final InMemoryTaskQueue redis = new InMemoryTaskQueue(redisClock);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final RunId run = ledger.manifest().run();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<ClipName, FailureReason> poison = new HashMap<>();
    private final Map<ClipName, Integer> measured = new HashMap<>();
    private final Map<String, Long> renewedNanos = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final List<Runnable> late = new ArrayList<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final double chanceOfTrouble;

    /// Whether the server's clock moves with each question; where it does not, a failover gives ids again.
    private final boolean ticking;

    private int faultsLeft;
    private int troubles;
    private int retries;
    private long nanos = Duration.ofDays(1).toNanos();
    private Optional<SteppedRun> coordinator = Optional.empty();
    private Optional<StormyLink> coordinatorLink = Optional.empty();
    private Optional<SteppedRun.Ended> ended = Optional.empty();
    private Optional<InMemoryTaskQueue.Snapshot> replica = Optional.empty();
    private boolean coordinatorFrozen;
    private boolean calm;
    private boolean othersAct;
    private boolean turning;
    private int lives;
    private int mostDone;

    /// What a storm may bring beside lost, late and repeated questions.
    enum Fault {
        FLUSH,
        FAILOVER,
        CLOCK_FORWARD,
        CLOCK_BACK,
        GROUP_DESTROYED,
        CONSUMER_DELETED,
        TRIMMED,
        GARBAGE,
        COORDINATOR_CUT,
        COORDINATOR_FROZEN,
        COORDINATOR_KILLED,
        WORKER_CUT,
        WORKER_FROZEN,
        WORKER_KILLED,
        WORKER_BLIND,
        PAUSED,
        RETRIED
    }

    /// A worker's host: its process dies and comes again, freezes, loses its connection or its mount.
    private final class Host {
        private final String name;
        private int starts;
        private StormyLink link;
        private SteppedWorker worker;
        private boolean alive = true;
        private boolean frozen;
        private boolean blind;
        private boolean stepping;
        private long renewed;

        Host(String name) {
            this.name = name;
            this.link = new StormyLink(redis, Simulation.this);
            this.worker = worker();
        }

        private SteppedWorker worker() {
            starts++;
            WorkerId id = new WorkerId(name + ":" + starts + ":0a");
            return new SteppedWorker(
                    link,
                    name,
                    id,
                    ENGINE,
                    1 + (name.length() + starts) % 2,
                    task -> measure(this, task),
                    () -> blind ? Optional.of("none of the probe clips is to be seen") : Optional.empty(),
                    () -> nanos);
        }

        void restart() {
            link = new StormyLink(redis, Simulation.this);
            worker = worker();
            alive = true;
            frozen = false;
        }

        /// One step of one of its threads.
        void step(int which) {
            if (!alive || frozen || stepping) {
                return;
            }
            stepping = true;
            try {
                switch (which) {
                    case 0 -> worker.announce(run);
                    case 1, 2, 3 -> worker.take();
                    case 4, 5 -> worker.begin();
                    case 6, 7, 8 -> worker.measure();
                    case 9, 10, 11 -> worker.offer();
                    case 12 -> worker.renew();
                    default -> worker.lookAgain();
                }
            } catch (Death e) {
                alive = false;
                troubles++;
                tell(() -> name + " dies");
            } finally {
                stepping = false;
            }
        }

        /// What its clocked threads do of themselves.
        void keepUp() {
            if (nanos - renewed >= RENEW_EVERY.toNanos()) {
                renewed = nanos;
                step(12);
                step(0);
                step(13);
            }
        }
    }

    Simulation(long seed, Plan plan, boolean tells) {
        this.random = new SplittableRandom(seed);
        this.tells = tells;
        this.plan = plan;
        boolean storm = random.nextInt(4) != 0;
        this.faultsLeft = storm ? 1 + random.nextInt(8) : 0;
        this.chanceOfTrouble = storm && random.nextBoolean() ? 0.02 : 0;
        this.ticking = random.nextInt(4) != 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            hosts.add(new Host("abc".substring(0, i + 1)));
        }
        FailureReason[] reasons = {FailureReason.ENGINE_CRASH, FailureReason.TRUNCATED, FailureReason.TOO_SMALL};
        for (int i = random.nextInt(3); i > 0; i--) {
            poison.put(plan.name(random.nextInt(plan.size())), reasons[random.nextInt(reasons.length)]);
        }
        if (storm && random.nextInt(25) == 0) {
            // it takes its whole worker with it, again and again
            poison.put(plan.name(random.nextInt(plan.size())), FailureReason.WORKER_LOST);
        }
    }

    Map<Fault, Integer> faults() {
        return faults;
    }

    int troubles() {
        return troubles;
    }

    void run() {
        startCoordinator();
        int steps = 20 + random.nextInt(60);
        for (int step = 0; step < steps && ended.isEmpty(); step++) {
            storm();
        }
        clearUp();
        for (int round = 0; ended.isEmpty(); round++) {
            must(round < MOST_CALM_ROUNDS, () -> "the run does not come to its end: " + counts());
            calmRound();
        }
        lookAtTheEnd();
    }

    private void storm() {
        int draw = random.nextInt(100);
        if (draw < 30) {
            turnCoordinator();
        } else if (draw < 42) {
            force();
        } else if (draw < 82) {
            anyHost().step(random.nextInt(14));
        } else if (draw < 92 || faultsLeft == 0) {
            pass(Duration.ofMillis(200 + random.nextInt(random.nextInt(6) == 0 ? 40_000 : 4_000)));
        } else {
            faultsLeft--;
            bring(Fault.values()[random.nextInt(Fault.values().length)]);
        }
        if (!late.isEmpty() && random.nextInt(10) == 0) {
            late.remove(random.nextInt(late.size())).run();
        }
        if (random.nextInt(12) == 0) {
            recoverSomething();
        }
        if (random.nextInt(15) == 0) {
            replica = Optional.of(redis.snapshot());
        }
    }

    private void bring(Fault fault) {
        tell(() -> "fault " + fault);
        Host host = anyHost();
        boolean done = switch (fault) {
            case FLUSH -> {
                redis.flush();
                yield true;
            }
            case FAILOVER -> {
                Optional<InMemoryTaskQueue.Snapshot> then = replica;
                then.ifPresent(redis::restore);
                expired.clear(); // who held them may hold them again
                coordinatorLink.ifPresent(StormyLink::lose);
                hosts.forEach(each -> each.link.lose());
                replica = Optional.empty();
                yield then.isPresent();
            }
            case CLOCK_FORWARD -> {
                redisClock.advance(Duration.ofSeconds(60));
                yield true;
            }
            case CLOCK_BACK -> {
                redisClock.advance(Duration.ofHours(-1));
                yield true;
            }
            case GROUP_DESTROYED -> onStream(() -> redis.destroyGroup(ENGINE));
            case CONSUMER_DELETED -> onStream(() -> redis.deleteConsumer(ENGINE, host.worker.id()));
            case TRIMMED -> onStream(() -> redis.trim(ENGINE));
            case GARBAGE -> {
                redis.addEntry(
                        ENGINE, Map.of("run", run.value(), "clip", plan.name(0).value(), "task", "{"));
                yield true;
            }
            case COORDINATOR_CUT -> {
                coordinatorLink.ifPresent(link -> link.cut(true));
                yield coordinatorLink.isPresent();
            }
            case COORDINATOR_FROZEN -> {
                coordinatorFrozen = true;
                yield true;
            }
            case COORDINATOR_KILLED -> {
                killCoordinator();
                yield true;
            }
            case WORKER_CUT -> {
                host.link.cut(true);
                yield true;
            }
            case WORKER_FROZEN -> {
                host.frozen = true;
                yield true;
            }
            case WORKER_KILLED -> {
                host.alive = false;
                yield true;
            }
            case WORKER_BLIND -> {
                host.blind = true;
                yield true;
            }
            case PAUSED -> {
                coordinator.ifPresent(life -> {
                    var _ = life.pause();
                });
                yield coordinator.isPresent();
            }
            case RETRIED -> {
                retries++;
                coordinator.ifPresent(SteppedRun::retryAll);
                yield coordinator.isPresent();
            }
        };
        if (done) {
            faults.merge(fault, 1, Integer::sum);
        }
    }

    private boolean onStream(Runnable deed) {
        if (redis.depth(ENGINE) == 0) {
            return false;
        }
        deed.run();
        return true;
    }

    private void recoverSomething() {
        Host host = anyHost();
        switch (random.nextInt(5)) {
            case 0 -> host.link.cut(false);
            case 1 -> host.frozen = false;
            case 2 -> host.blind = false;
            case 3 -> {
                if (!host.alive) {
                    host.restart();
                }
            }
            default -> {
                coordinatorFrozen = false;
                coordinatorLink.ifPresent(link -> link.cut(false));
                coordinator.ifPresent(SteppedRun::goOn);
            }
        }
    }

    /// The storm is over: whatever was late arrives, whatever was dead or cut comes back, and nothing more happens.
    private void clearUp() {
        calm = true;
        late.forEach(Runnable::run);
        late.clear();
        coordinatorFrozen = false;
        coordinatorLink.ifPresent(link -> link.cut(false));
        coordinator.ifPresent(SteppedRun::goOn);
        for (Host host : hosts) {
            host.link.cut(false);
            host.frozen = false;
            host.blind = false;
        }
    }

    private void calmRound() {
        tell(() -> "calm");
        pass(Duration.ofSeconds(4));
        coordinator.ifPresent(SteppedRun::goOn);
        for (Host host : hosts) {
            if (!host.alive) {
                host.restart();
            }
            for (int step : new int[] {0, 13, 1, 4, 6, 6, 9}) {
                host.step(step);
            }
        }
        force();
    }

    /// Time goes on for everybody; who lives and is not frozen does what its clock tells it to.
    private void pass(Duration time) {
        Duration left = time;
        while (left.isPositive()) {
            Duration bit = left.compareTo(Duration.ofSeconds(2)) < 0 ? left : Duration.ofSeconds(2);
            left = left.minus(bit);
            nanos += bit.toNanos();
            redisClock.advance(bit);
            hosts.forEach(Host::keepUp);
            turnCoordinator();
        }
    }

    private void turnCoordinator() {
        if (coordinatorFrozen || turning || ended.isPresent()) {
            return;
        }
        if (coordinator.isEmpty()) {
            startCoordinator();
            return;
        }
        turning = true;
        try {
            Optional<SteppedRun.Ended> end = coordinator.get().turn();
            lookAtTheLedger();
            if (end.equals(Optional.of(SteppedRun.Ended.HOLD_LOST))) {
                tell(() -> "the hold is lost");
                killCoordinator();
            } else {
                ended = end;
            }
        } catch (Death e) {
            killCoordinator();
        } finally {
            turning = false;
        }
    }

    private void force() {
        if (!coordinatorFrozen) {
            coordinator.ifPresent(life -> life.force(calm ? Integer.MAX_VALUE : 1 + random.nextInt(4)));
        }
    }

    private void killCoordinator() {
        if (coordinator.isPresent()) {
            tell(() -> "the coordinator dies");
            coordinator = Optional.empty();
            coordinatorLink = Optional.empty();
            ledger.crash(random);
        }
        coordinatorFrozen = false;
    }

    /// A new life begins on the host of the one before, which is dead for certain: its hold is taken from it.
    private void startCoordinator() {
        redis.holder(run).ifPresent(dead -> redis.release(run, dead));
        lives++;
        StormyLink link = new StormyLink(redis, this);
        try {
            coordinator = Optional.of(new SteppedRun(
                    link,
                    ledger,
                    plan,
                    ENGINE,
                    "coordinator:" + lives,
                    redisClock,
                    () -> nanos,
                    new Random(random.nextLong()),
                    this::hear));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        coordinatorLink = Optional.of(link);
        tell(() -> "coordinator " + lives + " begins");
    }

    private void hear(String sentence) {
        tell(() -> "said: " + sentence);
        must(!sentence.contains("different results"), () -> sentence);
    }

    private ClipResult measure(Host host, ClipTask task) {
        if (host.blind) {
            return new ClipResult.Failed(FailureReason.MISSING_FILE, "not there");
        }
        measured.merge(task.clip(), 1, Integer::sum);
        FailureReason reason = poison.get(task.clip());
        if (reason == FailureReason.WORKER_LOST) {
            throw new Death();
        }
        return reason == null
                ? new ClipResult.Extracted(row(task.clip()))
                : new ClipResult.Failed(reason, "it is poison");
    }

    /// Where a group was made again and gives the entry to the same holder, the coordinator cannot tell: its timer runs
    /// on until the holder renews.
    @Override
    public void leaseBegins(String entry, String holder) {
        if (expired.remove(entry)) {
            leaseRenewed(entry, holder);
        }
        renewedNanos.putIfAbsent(entry + holder, nanos);
    }

    @Override
    public void leaseRenewed(String entry, String holder) {
        renewedNanos.put(entry + holder, nanos);
        expired.remove(entry);
    }

    /// What was judged to run alone is sent so, whatever became of its tasks and of the coordinator meanwhile.
    @Override
    public void tasksCome(List<TaskMessage> tasks) {
        for (TaskMessage message : tasks) {
            ClipTask task = TaskCodec.decode(message);
            must(
                    task.alone() == ClipHistory.runsAlone(ledger.history(task.clip())),
                    () -> task.clip() + " is sent " + (task.alone() ? "alone" : "beside others") + " after "
                            + ledger.history(task.clip()));
        }
    }

    /// Only its holder may say that an attempt failed, and who lost its lease holds nothing.
    @Override
    public void failureTaken(String entry) {
        must(!expired.contains(entry), () -> "the attempt " + entry + " fails after its lease has ended");
    }

    /// Now and then its holder, frozen until then or not, wakes in this very moment and renews.
    @Override
    public void leaseEnds(PendingTask lease) {
        if (calm || random.nextInt(3) != 0) {
            return;
        }
        hosts.stream()
                .filter(host -> host.worker.id().value().equals(lease.holder()))
                .forEach(host -> {
                    host.frozen = false;
                    host.step(12);
                });
    }

    /// A lease may end only when nothing renewed it for its whole bound.
    @Override
    public void leaseEnded(PendingTask lease) {
        expired.add(lease.entry());
        long since = nanos - renewedNanos.getOrDefault(lease.entry() + lease.holder(), 0L);
        must(
                since >= LEASE.toNanos(),
                () -> "the lease of " + lease + " ended " + (since / 1_000_000) + " ms after it was renewed");
    }

    /// A row leaves the queue only when it is on the disk, and a failure when its attempt is, or when the clip has or
    /// awaits another end.
    @Override
    public void resultsLeave(Collection<String> entries) {
        for (ResultEntry result : redis.readResults(run, "0-0", 1_000)) {
            if (!ticking || !entries.contains(result.entry())) {
                continue; // of a result whose id came again the coordinator thinks that it is on the disk
            }
            AttemptReport report = ResultCodec.decode(result.fields());
            ClipName clip = report.clip();
            boolean forced = switch (report.result()) {
                case ClipResult.Extracted _ -> ledger.done(clip);
                case ClipResult.Failed _ ->
                    ledger.done(clip)
                            || ledger.awaits(clip)
                            || ledger.history(clip).stream()
                                    .anyMatch(event -> event.kind().isAttempt());
                case ClipResult.HandedBack _ -> true;
            };
            must(forced, () -> "a result of " + clip + " leaves the queue before it is on the disk: " + result);
        }
    }

    private void lookAtTheLedger() {
        must(ledger.doneCount() >= mostDone, () -> "rows are gone: " + ledger.doneCount() + " of " + mostDone);
        mostDone = ledger.doneCount();
    }

    private void lookAtTheEnd() {
        must(ended.equals(Optional.of(SteppedRun.Ended.SETTLED)), () -> "the run ended otherwise: " + ended);
        Map<ClipName, FailureReason> givenUp = new HashMap<>();
        ledger.forEachGivenUp(clip -> givenUp.put(new ClipName(clip.clipName()), clip.reason()));
        must(givenUp.equals(poison), () -> "given up are " + givenUp + " and poison are " + poison);
        for (int clip = 0; clip < plan.size(); clip++) {
            lookAt(plan.name(clip));
        }
        must(redis.readResults(run, "0-0", 10).isEmpty(), () -> "results are left in the queue");
        for (int round = 0; redis.depth(ENGINE) > 0; round++) {
            must(round < 20, () -> "tasks are left in the queue: " + redis.look(ENGINE, run));
            hosts.forEach(host -> {
                for (int step : new int[] {12, 1, 4, 6, 9}) {
                    host.step(step);
                }
            });
            redisClock.advance(Duration.ofSeconds(30));
            nanos += Duration.ofSeconds(30).toNanos();
        }
    }

    private void lookAt(ClipName clip) {
        FailureReason reason = poison.get(clip);
        if (reason == null) {
            must(
                    ledger.row(clip).equals(Optional.of(row(clip))),
                    () -> "the row of " + clip + " is " + ledger.row(clip));
        }
        long failures = ledger.history(clip).stream()
                .filter(event ->
                        event.kind() == AttemptEvent.Kind.FAILED || event.kind() == AttemptEvent.Kind.UNREADABLE)
                .count();
        boolean neverFails = reason == null || reason == FailureReason.WORKER_LOST;
        int trouble = faults.values().stream().mapToInt(Integer::intValue).sum() + troubles;
        int needed = neverFails || reason == FailureReason.TOO_SMALL ? 1 : 2;
        int deserved = neverFails ? 0 : needed * (1 + retries) + trouble;
        must(failures <= deserved, () -> clip + " is charged with " + failures + " failures");
        int most = reason == FailureReason.WORKER_LOST ? Integer.MAX_VALUE : needed * (1 + retries) + trouble;
        int times = measured.getOrDefault(clip, 0);
        must(
                times <= most,
                () -> clip + " was measured " + times + " times, and " + trouble + " troubles do not explain it");
    }

    /// A row that follows from the clip's name alone.
    private static FeatureRow row(ClipName clip) {
        double value = clip.value().hashCode();
        return TestRows.k150k(
                960,
                540,
                30,
                false,
                1,
                Collections.nCopies(Feature.inOrder().size(), TestRows.stats(value, value / 3)));
    }

    @Override
    public void letOthersAct() {
        if (othersAct || calm || random.nextInt(6) != 0) {
            return;
        }
        othersAct = true;
        try {
            if (!turning && random.nextInt(3) == 0) {
                turnCoordinator();
            } else {
                anyHost().step(random.nextInt(14));
            }
        } finally {
            othersAct = false;
        }
    }

    @Override
    public Weather weather() {
        if (ticking) {
            redisClock.advance(Duration.ofMillis(1));
        }
        if (calm) {
            return Weather.CALM;
        }
        Weather drawn = Weather.draw(random, chanceOfTrouble);
        if (drawn != Weather.CALM) {
            troubles++;
            tell(() -> "trouble " + drawn);
        }
        return drawn;
    }

    @Override
    public void delay(Runnable question) {
        late.add(question);
    }

    private Host anyHost() {
        return hosts.get(random.nextInt(hosts.size()));
    }

    private String counts() {
        return coordinator.map(life -> life.counts().toString()).orElse("no coordinator lives") + "; "
                + redis.look(ENGINE, run) + "; "
                + hosts.stream().map(host -> host.worker.toString()).toList();
    }

    private void tell(Supplier<String> what) {
        if (tells) {
            System.out.printf("%6.1f s  %s%n", (nanos - Duration.ofDays(1).toNanos()) / 1e9, what.get());
        }
    }

    private static void must(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
