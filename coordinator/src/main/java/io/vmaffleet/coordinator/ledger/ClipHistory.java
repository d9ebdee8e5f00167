package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import java.util.Arrays;
import java.util.Optional;

/// Where the events of one clip lie in `X.attempts.jsonl`, and whether the clip is given up: a few longs, since in a
/// bad run each of a million clips has some.
final class ClipHistory {
    private static final int LONGS_PER_EVENT = 2;

    /// Place and identity of each event in turn.
    private long[] events = new long[0];
    private int givenUpAt = -1;

    void add(AttemptEvent event, long place) {
        int at = events.length;
        events = Arrays.copyOf(events, at + LONGS_PER_EVENT);
        events[at] = place;
        events[at + 1] = identity(event).orElse(0L);
        if (event.kind() == Kind.RETRY_REQUESTED) {
            givenUpAt = -1;
        } else if (event.verdict().isPresent()) {
            givenUpAt = event.givesUp() ? at : -1;
        }
    }

    boolean holds(long identity) {
        for (int i = 1; i < events.length; i += LONGS_PER_EVENT) {
            if (events[i] == identity) {
                return true;
            }
        }
        return false;
    }

    /// The places of all events, oldest first.
    long[] places() {
        long[] places = new long[events.length / LONGS_PER_EVENT];
        for (int i = 0; i < places.length; i++) {
            places[i] = events[i * LONGS_PER_EVENT];
        }
        return places;
    }

    /// The place of the event that gave the clip up, 0 if it is not given up.
    long givenUpPlace() {
        return givenUpAt < 0 ? 0 : events[givenUpAt];
    }

    /// What makes an event the same as one before: the task's entry id, 64 bits of it. That its row disagreed is
    /// another event of the same task. Empty for an event of no task, which is never the same as another.
    static Optional<Long> identity(AttemptEvent event) {
        return event.taskEntry().map(task -> {
            long hash = event.kind() == Kind.DISAGREED ? 0xC2B2AE3D27D4EB4FL : 0x9E3779B97F4A7C15L;
            for (int i = 0; i < task.length(); i++) {
                hash = (hash ^ task.charAt(i)) * 0x100000001B3L;
                hash ^= hash >>> 29;
            }
            return hash == 0 ? 1 : hash;
        });
    }
}
