package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.Committed.AlreadyRecorded;
import io.vmaffleet.coordinator.ledger.Committed.Disagrees;
import io.vmaffleet.coordinator.ledger.Committed.Duplicate;
import io.vmaffleet.coordinator.ledger.Committed.Recorded;
import io.vmaffleet.coordinator.ledger.Committed.Staged;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// A ledger in memory whose forces a test cranks by hand. What is submitted is nowhere until then; a crash forces some
/// of it without a word and loses the rest. One thread uses it.
public final class InMemoryLedger implements Ledger {
    private final Map<ClipName, LedgerWrite.Row> rows = new LinkedHashMap<>();
    private final Map<ClipName, List<AttemptEvent>> events = new LinkedHashMap<>();
    private final Deque<LedgerWrite> waiting = new ArrayDeque<>();
    private RunManifest manifest = LedgerWorld.manifest();
    private int unreadable;

    @Override
    public void submit(LedgerWrite write) {
        waiting.addLast(write);
    }

    @Override
    public RunManifest update(UnaryOperator<RunManifest> change) {
        manifest = change.apply(manifest);
        return manifest;
    }

    @Override
    public boolean done(ClipName clip) {
        return rows.containsKey(clip);
    }

    @Override
    public List<AttemptEvent> history(ClipName clip) {
        return List.copyOf(events.getOrDefault(clip, List.of()));
    }

    @Override
    public void forEachGivenUp(Consumer<FailedClip> consumer) {
        for (ClipName clip : events.keySet()) {
            List<AttemptEvent> history = history(clip);
            ClipHistory known = new ClipHistory();
            history.forEach(event -> known.add(event, history.indexOf(event) + 1L));
            if (!rows.containsKey(clip) && known.givenUpPlace() > 0) {
                consumer.accept(FailureLog.of(history, history.get((int) known.givenUpPlace() - 1)));
            }
        }
    }

    @Override
    public RunManifest manifest() {
        return manifest;
    }

    /// The row of a clip; empty if it has none.
    public Optional<FeatureRow> row(ClipName clip) {
        return Optional.ofNullable(rows.get(clip)).map(LedgerWrite.Row::row);
    }

    /// The scores of a clip's frames; empty if there are none.
    public List<String> scores(ClipName clip) {
        return Optional.ofNullable(rows.get(clip)).map(LedgerWrite.Row::scores).orElse(List.of());
    }

    /// Lets the run want the scores of each frame.
    public void wantFrames() {
        manifest = LedgerWorld.manifestWithFrames();
    }

    /// Whether something of a clip waits to be forced.
    public boolean awaits(ClipName clip) {
        return waiting.stream().anyMatch(write -> switch (write) {
            case LedgerWrite.Row row -> row.report().clip().equals(clip);
            case LedgerWrite.Attempt attempt -> attempt.event().clip().equals(clip);
            case LedgerWrite.Unreadable _ -> false;
        });
    }

    public int doneCount() {
        return rows.size();
    }

    public int unreadable() {
        return unreadable;
    }

    /// Forces up to `most` of what was submitted and tells of it.
    ///
    /// @return how many
    public int commit(int most, CommitListener listener) {
        List<Committed> batch = new ArrayList<>();
        while (batch.size() < most && !waiting.isEmpty()) {
            LedgerWrite write = waiting.removeFirst();
            batch.add(new Committed(write, force(write)));
        }
        if (!batch.isEmpty()) {
            listener.committed(batch);
        }
        return batch.size();
    }

    /// The process dies: of the rows and of the events that wait, each in their order, some are on the disk.
    public void crash(RandomGenerator random) {
        List<LedgerWrite> ofRows =
                waiting.stream().filter(LedgerWrite.Row.class::isInstance).toList();
        List<LedgerWrite> others =
                waiting.stream().filter(write -> !ofRows.contains(write)).toList();
        waiting.clear();
        for (List<LedgerWrite> file : List.of(ofRows, others)) {
            file.subList(0, random.nextInt(file.size() + 1)).forEach(this::force);
        }
    }

    private Committed.Outcome force(LedgerWrite write) {
        return switch (write) {
            case LedgerWrite.Row row -> stage(row);
            case LedgerWrite.Attempt attempt -> record(attempt.event());
            case LedgerWrite.Unreadable _ -> {
                unreadable++;
                yield new Recorded();
            }
        };
    }

    private Committed.Outcome stage(LedgerWrite.Row row) {
        LedgerWrite.Row kept = rows.putIfAbsent(row.report().clip(), row);
        if (kept == null) {
            return new Staged();
        }
        List<String> columns = kept.row().differencesFrom(row.row());
        if (columns.isEmpty()) {
            return new Duplicate();
        }
        Optional<Provenance> first = Optional.of(kept.report().provenance());
        Provenance second = row.report().provenance();
        record(Reconciliation.disagreement(
                new StagedRow(kept.report().clip(), kept.row(), first, false),
                Optional.of(second),
                columns,
                Optional.of(row.report().taskEntry()),
                LedgerWorld.CLOCK));
        return new Disagrees(columns, first, second);
    }

    private Committed.Outcome record(AttemptEvent event) {
        List<AttemptEvent> known = events.computeIfAbsent(event.clip(), _ -> new ArrayList<>());
        Optional<Long> identity = ClipHistory.identity(event);
        if (identity.isPresent()
                && known.stream().anyMatch(other -> ClipHistory.identity(other).equals(identity))) {
            return new AlreadyRecorded();
        }
        known.add(event);
        return new Recorded();
    }
}
