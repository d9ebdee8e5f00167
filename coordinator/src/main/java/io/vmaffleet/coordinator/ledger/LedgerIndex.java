package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the files of a ledger hold, clip by clip: where each row and each event lies.
///
/// Only what is forced is in it. Written by the ledger's thread, read by any.
final class LedgerIndex {
    /// In place of a row's place: it is in the table and no longer in staging.
    static final long IN_TABLE = -1;

    private static final long NONE = 0;

    private final ClipIds ids;
    private final boolean everyClipCounts;
    private long[] rows;
    private @Nullable ClipHistory[] histories;
    /// By clip one more than where its per-frame scores begin, 0 for none; empty in a run that wants none.
    private long[] frames = new long[0];

    private final BitSet disagreed = new BitSet();
    private int done;
    private int adopted;
    private int rowsOutsidePlan;

    /// @param everyClipCounts without a plan, each clip of the ledger is treated as planned
    LedgerIndex(List<ClipName> planned, boolean everyClipCounts) {
        this.ids = new ClipIds(planned);
        this.everyClipCounts = everyClipCounts;
        this.rows = new long[planned.size()];
        this.histories = new ClipHistory[planned.size()];
    }

    /// Takes in a row; the first of a clip stays.
    ///
    /// @return false if the clip had one
    synchronized boolean putRow(String clip, long place, boolean isAdopted) {
        int id = makeRoomFor(clip);
        if (rows[id] != NONE) {
            return false;
        }
        rows[id] = place;
        if (counts(id)) {
            done++;
            adopted += isAdopted ? 1 : 0;
        } else {
            rowsOutsidePlan++;
        }
        return true;
    }

    /// The place of a clip's row, [#IN_TABLE], or 0 if it has none.
    synchronized long rowPlace(String clip) {
        int id = ids.find(clip);
        return id < 0 ? NONE : rows[id];
    }

    /// Takes in where a clip's per-frame scores begin; the last of a clip stay.
    synchronized void putFrames(String clip, long offset) {
        int id = makeRoomFor(clip);
        if (id >= frames.length) {
            frames = Arrays.copyOf(frames, rows.length);
        }
        frames[id] = offset + 1;
    }

    /// Where a clip's per-frame scores begin; -1 if it has none.
    synchronized long framesPlace(String clip) {
        int id = ids.find(clip);
        return id < 0 || id >= frames.length ? -1 : frames[id] - 1;
    }

    /// How many rows are there without the scores of their frames.
    synchronized int rowsWithoutFrames() {
        return (int) IntStream.range(0, rows.length).filter(this::lacksFrames).count();
    }

    /// Forgets the rows that are there without the scores of their frames: their clips are not done.
    synchronized void forgetRowsWithoutFrames() {
        for (int id = 0; id < rows.length; id++) {
            if (lacksFrames(id)) {
                rows[id] = NONE;
                if (counts(id)) {
                    done--;
                } else {
                    rowsOutsidePlan--;
                }
            }
        }
    }

    private boolean lacksFrames(int id) {
        return rows[id] != NONE && (id >= frames.length || frames[id] == 0);
    }

    synchronized void putEvent(AttemptEvent event, long place) {
        int id = makeRoomFor(event.clip().value());
        ClipHistory history = histories[id];
        if (history == null) {
            history = new ClipHistory();
            histories[id] = history;
        }
        history.add(event, place);
        if (event.kind() == AttemptEvent.Kind.DISAGREED) {
            disagreed.set(id);
        }
    }

    synchronized boolean hasEvent(String clip, long identity) {
        ClipHistory history = history(clip);
        return history != null && history.holds(identity);
    }

    /// The places of a clip's events, oldest first.
    synchronized long[] eventPlaces(String clip) {
        ClipHistory history = history(clip);
        return history == null ? new long[0] : history.places();
    }

    /// The place of the event that gave a clip up; 0 if it is not given up, or has a row all the same.
    synchronized long givenUpPlace(String clip) {
        int id = ids.find(clip);
        return id < 0 ? NONE : givenUpPlace(id);
    }

    /// The places of the events that gave the plan's clips up, in corpus order.
    synchronized long[] givenUpPlaces() {
        long[] places = new long[ids.count()];
        int found = 0;
        for (int id = 0; id < ids.count(); id++) {
            long place = counts(id) ? givenUpPlace(id) : NONE;
            if (place != NONE) {
                places[found++] = place;
            }
        }
        return Arrays.copyOf(places, found);
    }

    /// How many of the plan's clips have a row.
    synchronized int done() {
        return done;
    }

    synchronized int adopted() {
        return adopted;
    }

    /// How many clips had a second row that differed.
    synchronized int disagreements() {
        return disagreed.cardinality();
    }

    /// The first clips that had, at most so many.
    synchronized List<String> disagreed(int most) {
        return disagreed.stream().limit(most).mapToObj(ids::name).toList();
    }

    synchronized int rowsOutsidePlan() {
        return rowsOutsidePlan;
    }

    /// The name of the clip with a number, if it has a row; null if it has none.
    synchronized @Nullable String nameOfDone(int id) {
        return id < rows.length && rows[id] != NONE ? ids.name(id) : null;
    }

    /// All numbers given are below this.
    synchronized int idBound() {
        return ids.count();
    }

    /// Staging is gone, and the table has its rows.
    synchronized void moveRowsToTable() {
        for (int id = 0; id < rows.length; id++) {
            if (rows[id] != NONE) {
                rows[id] = IN_TABLE;
            }
        }
    }

    synchronized void forgetRows() {
        Arrays.fill(rows, NONE);
        frames = new long[0];
        done = 0;
        adopted = 0;
        rowsOutsidePlan = 0;
    }

    private long givenUpPlace(int id) {
        ClipHistory history = id < histories.length ? histories[id] : null;
        return history == null || rows[id] != NONE ? NONE : history.givenUpPlace();
    }

    private @Nullable ClipHistory history(String clip) {
        int id = ids.find(clip);
        return id < 0 ? null : histories[id];
    }

    private boolean counts(int id) {
        return everyClipCounts || ids.isPlanned(id);
    }

    private int makeRoomFor(String clip) {
        int id = ids.findOrAdd(clip);
        if (id >= rows.length) {
            int length = Math.max(id + 1, rows.length + rows.length / 2 + 16);
            rows = Arrays.copyOf(rows, length);
            histories = Arrays.copyOf(histories, length);
        }
        return id;
    }
}
