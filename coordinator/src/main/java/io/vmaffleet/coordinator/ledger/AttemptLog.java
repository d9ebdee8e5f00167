package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `X.attempts.jsonl`; for any thread.
final class AttemptLog {
    private final Path file;

    AttemptLog(LedgerFiles files) {
        this.file = files.attempts();
    }

    /// Takes all events into the index. Each line stands for itself, so a bad one is passed over and costs none of
    /// the others.
    Scan scan(LedgerIndex index) throws IOException {
        if (!Files.exists(file)) {
            return new Scan(0, 0);
        }
        long bad = 0;
        long end = 0;
        try (LineScanner lines = new LineScanner(file)) {
            while (lines.next()) {
                if (!lines.terminated()) {
                    continue;
                }
                int length = lines.to() - lines.from();
                end = lines.offset() + length + 1;
                try {
                    if (CheckedLine.isWhole(lines.buffer(), lines.from(), lines.to())) {
                        long place = Place.of(lines.offset(), length);
                        AttemptCodec.decode(lines.buffer(), lines.from(), lines.to())
                                .ifPresent(event -> index.putEvent(event, place));
                        continue;
                    }
                } catch (WireFormatException e) {
                    // of another version, or no event: counted below and reported
                }
                bad++;
            }
        }
        return new Scan(end, bad);
    }

    /// @param end of the last line that has its line end; what lies behind was never forced
    record Scan(long end, long badLines) {}

    /// All that happened to a clip, oldest first.
    List<AttemptEvent> history(LedgerIndex index, String clip) throws IOException {
        long[] places = index.eventPlaces(clip);
        if (places.length == 0) {
            return List.of();
        }
        try (PlacedLines lines = new PlacedLines(file)) {
            return history(lines, places);
        }
    }

    Optional<AttemptEvent> givenUp(LedgerIndex index, String clip) throws IOException {
        long place = index.givenUpPlace(clip);
        if (place == 0) {
            return Optional.empty();
        }
        try (PlacedLines lines = new PlacedLines(file)) {
            return Optional.of(event(lines, place));
        }
    }

    void forEachGivenUp(LedgerIndex index, FailedConsumer consumer) throws IOException {
        long[] places = index.givenUpPlaces();
        if (places.length == 0) {
            return;
        }
        try (PlacedLines lines = new PlacedLines(file)) {
            for (long place : places) {
                AttemptEvent givenUp = event(lines, place);
                long[] events = index.eventPlaces(givenUp.clip().value());
                consumer.accept(FailureLog.of(history(lines, events), givenUp));
            }
        }
    }

    private List<AttemptEvent> history(PlacedLines lines, long[] places) throws IOException {
        List<AttemptEvent> events = new ArrayList<>(places.length);
        for (long place : places) {
            events.add(event(lines, place));
        }
        return events;
    }

    private AttemptEvent event(PlacedLines lines, long place) throws IOException {
        byte[] line = lines.read(place);
        return AttemptCodec.decode(line, 0, line.length)
                .orElseThrow(() -> LedgerDamagedException.atByte(file, Place.offset(place)));
    }

    @FunctionalInterface
    interface FailedConsumer {
        void accept(FailedClip failed) throws IOException;
    }
}
