package io.vmaffleet.deploy.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files beside an output, as anybody may read them while a run goes on.
record RunFiles(Path table) {
    /// An attempt that was counted against a clip.
    ///
    /// @param reason empty where the lease ran out
    /// @param holder the worker whose lease ran out or that reported a failure
    record Charge(String kind, String clip, String entry, String reason, String holder, Instant at) {
        boolean isExpiry() {
            return kind.equals("expired");
        }

        /// Whether it says that the clip or its file was to blame.
        boolean blamesTheClip() {
            return !isExpiry() && !reason.equals(FailureReason.ENGINE_KILLED.name());
        }
    }

    boolean isBegun() {
        return Files.exists(files().run());
    }

    boolean isFinished() {
        return Files.exists(table);
    }

    /// Rows and attempts on disk.
    long progress() throws IOException {
        return (long) lines(files().staging()).size()
                + lines(files().attempts()).size();
    }

    SortedMap<String, FailureReason> givenUp() throws IOException {
        SortedMap<String, FailureReason> reasons = new TreeMap<>();
        for (String line : lines(files().failed())) {
            ObjectNode clip = Json.readObject(line);
            reasons.put(
                    clip.path("clip_name").asText(),
                    FailureReason.valueOf(clip.path("reason").asText()));
        }
        return reasons;
    }

    List<Charge> charges() throws IOException {
        List<Charge> charges = new ArrayList<>();
        for (String line : lines(files().attempts())) {
            ObjectNode event = Json.readObject(line);
            charges.add(new Charge(
                    event.path("kind").asText(),
                    event.path("clip").asText(),
                    event.path("task").asText(),
                    event.path("reason").asText(),
                    event.path("worker").asText(),
                    Instant.parse(event.path("at").asText())));
        }
        return charges;
    }

    /// The whole lines of a file that may grow meanwhile; none where there is no such file.
    private static List<String> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.endsWith("}")).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private LedgerFiles files() {
        return new LedgerFiles(table);
    }
}
