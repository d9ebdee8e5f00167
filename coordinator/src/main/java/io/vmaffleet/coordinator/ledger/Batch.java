package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.Committed.AlreadyRecorded;
import io.vmaffleet.coordinator.ledger.Committed.Disagrees;
import io.vmaffleet.coordinator.ledger.Committed.Duplicate;
import io.vmaffleet.coordinator.ledger.Committed.Outcome;
import io.vmaffleet.coordinator.ledger.Committed.Recorded;
import io.vmaffleet.coordinator.ledger.Committed.Staged;
import io.vmaffleet.result.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes on their way to the disk: collected, compared with what is there and with each other, then committed at
/// once.
final class Batch implements Closeable {
    private final LedgerFiles files;
    private final LedgerIndex index;
    private final Clock clock;

    private final List<Committed> committed = new ArrayList<>();
    private final ByteArrayOutputStream rowBytes = new ByteArrayOutputStream();
    private final Map<String, NewRow> rows = new LinkedHashMap<>();
    private final Map<String, List<String>> scores = new LinkedHashMap<>();
    private final ByteArrayOutputStream eventBytes = new ByteArrayOutputStream();
    private final List<NewEvent> events = new ArrayList<>();
    private final Set<EventKey> eventKeys = new HashSet<>();
    private @Nullable PlacedLines staged;

    Batch(LedgerFiles files, LedgerIndex index, Clock clock) {
        this.files = files;
        this.index = index;
        this.clock = clock;
    }

    /// Takes in one write; nothing is on the disk yet.
    void add(LedgerWrite write) throws IOException {
        Outcome outcome = switch (write) {
            case LedgerWrite.Row row -> stage(row);
            case LedgerWrite.Attempt attempt -> record(attempt.event());
            case LedgerWrite.Unreadable unreadable -> {
                eventBytes.writeBytes(AttemptCodec.encode(unreadable, clock.instant()));
                yield new Recorded();
            }
        };
        committed.add(new Committed(write, outcome));
    }

    /// Appends an event unless it is there.
    Outcome record(AttemptEvent event) {
        Optional<Long> identity = ClipHistory.identity(event);
        if (identity.isPresent()) {
            String clip = event.clip().value();
            if (index.hasEvent(clip, identity.get()) || !eventKeys.add(new EventKey(clip, identity.get()))) {
                return new AlreadyRecorded();
            }
        }
        byte[] line = AttemptCodec.encode(event);
        events.add(new NewEvent(event, eventBytes.size(), line.length - 1));
        eventBytes.writeBytes(line);
        return new Recorded();
    }

    /// The commit. Rows and attempts are forced before the index, `.done` or anybody else hears of them; the scores of
    /// a row's frames before the row is written at all, so that a row is never there without them.
    List<Committed> commit(
            FileLayer.@Nullable AppendFile frames,
            FileLayer.@Nullable AppendFile staging,
            FileLayer.AppendFile attempts,
            DoneLog done)
            throws IOException {
        Map<String, Long> framesAt = frames == null ? Map.of() : stageFrames(frames);
        long rowsFrom = 0;
        if (rowBytes.size() > 0) {
            if (staging == null) {
                throw new IllegalStateException("a row for " + files.output()
                        + " while its rows are in the table: bring them back to staging first");
            }
            rowsFrom = staging.size();
            staging.append(ByteBuffer.wrap(rowBytes.toByteArray()));
        }
        long eventsFrom = 0;
        if (eventBytes.size() > 0) {
            eventsFrom = attempts.size();
            attempts.append(ByteBuffer.wrap(eventBytes.toByteArray()));
        }
        if (staging != null && rowBytes.size() > 0) {
            staging.force();
        }
        if (eventBytes.size() > 0) {
            attempts.force();
        }
        framesAt.forEach(index::putFrames);
        for (NewRow row : rows.values()) {
            index.putRow(row.staged().clip().value(), Place.of(rowsFrom + row.offset(), row.length()), false);
        }
        for (NewEvent event : events) {
            index.putEvent(event.event(), Place.of(eventsFrom + event.offset(), event.length()));
        }
        if (!rows.isEmpty()) {
            done.append(List.copyOf(rows.keySet()));
        }
        return List.copyOf(committed);
    }

    /// Forces the scores of each new row's frames.
    ///
    /// @return where each clip's begin
    private Map<String, Long> stageFrames(FileLayer.AppendFile frames) throws IOException {
        Map<String, Long> places = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> clip : scores.entrySet()) {
            List<String> parts = clip.getValue();
            if (parts.isEmpty()) {
                throw new IllegalStateException("a row of " + clip.getKey() + " without the scores of its frames");
            }
            places.put(clip.getKey(), frames.size());
            for (int part = 0; part < parts.size(); part++) {
                byte[] line = new FrameLine(clip.getKey(), part, parts.size(), parts.get(part)).encode();
                frames.append(ByteBuffer.wrap(line));
            }
        }
        if (!places.isEmpty()) {
            frames.force();
        }
        return places;
    }

    @Override
    public void close() throws IOException {
        if (staged != null) {
            staged.close();
        }
    }

    private Outcome stage(LedgerWrite.Row write) throws IOException {
        String clip = write.report().clip().value();
        Provenance provenance = write.report().provenance();
        StagedRow kept = keptRow(clip);
        if (kept == null) {
            byte[] line = StagingCodec.encode(clip, write.row(), Optional.of(provenance), false);
            StagedRow row = new StagedRow(write.report().clip(), write.row(), Optional.of(provenance), false);
            rows.put(clip, new NewRow(row, rowBytes.size(), line.length - 1));
            rowBytes.writeBytes(line);
            scores.put(clip, write.scores());
            return new Staged();
        }
        List<String> columns = kept.row().differencesFrom(write.row());
        if (columns.isEmpty()) {
            return new Duplicate();
        }
        record(Reconciliation.disagreement(
                kept,
                Optional.of(provenance),
                columns,
                Optional.of(write.report().taskEntry()),
                clock));
        return new Disagrees(columns, kept.provenance(), provenance);
    }

    private @Nullable StagedRow keptRow(String clip) throws IOException {
        NewRow inBatch = rows.get(clip);
        if (inBatch != null) {
            return inBatch.staged();
        }
        long place = index.rowPlace(clip);
        if (place == 0) {
            return null;
        }
        if (place == LedgerIndex.IN_TABLE) {
            throw new IllegalStateException("a second row of " + clip + " while the rows are in the table");
        }
        if (staged == null) {
            staged = new PlacedLines(files.staging());
        }
        return StagingCodec.decode(staged.read(place));
    }

    /// @param offset from where the batch begins
    private record NewRow(StagedRow staged, int offset, int length) {}

    private record NewEvent(AttemptEvent event, int offset, int length) {}

    private record EventKey(String clip, long identity) {}
}
