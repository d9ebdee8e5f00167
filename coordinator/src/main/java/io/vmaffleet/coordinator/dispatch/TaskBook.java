package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.result.FailureReason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The coordinator's book: the state of every clip, by its index in the plan, and which task entries are out.
///
/// What the queue may have lost is decided by comparing this book with what the queue holds; the book itself is
/// memory, made anew from the ledger at each start. One thread uses it.
public final class TaskBook {
    private static final ClipState[] STATES = ClipState.values();
    private static final FailureReason[] REASONS = FailureReason.values();

    private final byte[] states;
    private final byte[] reasons;
    private final int[][] reasonCounts = new int[STATES.length][REASONS.length];
    private final int[] counts = new int[STATES.length];
    private final Map<String, Integer> clipOfEntry = new HashMap<>();
    private final Map<Integer, Set<String>> entriesOfClip = new HashMap<>();
    private final BitSet aloneFromNowOn = new BitSet();
    private final Set<String> aloneOut = new HashSet<>();
    private final DueClips retries = new DueClips();
    private final DueClips aloneRetries = new DueClips();
    private int cursor;

    public TaskBook(int clips) {
        states = new byte[clips];
        reasons = new byte[clips];
        counts[ClipState.WAITING.ordinal()] = clips;
    }

    public ClipState state(int clip) {
        return STATES[states[clip]];
    }

    public int count(ClipState state) {
        return counts[state.ordinal()];
    }

    public int clips() {
        return states.length;
    }

    /// Whether nothing more is to come of any clip.
    public boolean allSettled() {
        return count(ClipState.DONE) + count(ClipState.FAILED) + count(ClipState.LEFT_OUT) == states.length;
    }

    /// Entries that are out.
    public int entriesOut() {
        return clipOfEntry.size();
    }

    /// A copy of the entries that are out.
    public Map<String, Integer> entries() {
        return Map.copyOf(clipOfEntry);
    }

    public OptionalInt clipOf(String entry) {
        Integer clip = clipOfEntry.get(entry);
        return clip == null ? OptionalInt.empty() : OptionalInt.of(clip);
    }

    /// How many tasks are out that run alone.
    public int aloneOut() {
        return aloneOut.size();
    }

    /// Whether a task that is out was sent to run alone.
    public boolean isAloneOut(String entry) {
        return aloneOut.contains(entry);
    }

    /// Whether every task of a clip is to run alone from now on.
    public boolean runsAlone(int clip) {
        return aloneFromNowOn.get(clip);
    }

    /// The next clip to send beside others, in corpus order after those due to be tried again; it stays the next
    /// one until [#chosen].
    public OptionalInt nextToSend(long nowNanos) {
        OptionalInt retry = retries.next(nowNanos);
        if (retry.isPresent()) {
            return retry;
        }
        while (cursor < states.length && state(cursor) != ClipState.WAITING) {
            cursor++;
        }
        return cursor < states.length ? OptionalInt.of(cursor) : OptionalInt.empty();
    }

    /// The next clip that must run alone, once nothing else is left to send or under way.
    public OptionalInt nextAlone(long nowNanos) {
        return count(ClipState.WAITING) + count(ClipState.RETRYING) > 0
                ? OptionalInt.empty()
                : aloneRetries.next(nowNanos);
    }

    /// A clip is about to be sent, so it is not the next one any more.
    public void chosen(int clip) {
        move(clip, ClipState.OUT);
    }

    /// A task of a clip is in the queue. An id that the book has for another clip says that the server lost that one:
    /// a replica that took over, with a clock behind, gives ids again.
    public void sent(int clip, String entry, long nowNanos) {
        OptionalInt lost = gone(entry);
        clipOfEntry.put(entry, clip);
        entriesOfClip.computeIfAbsent(clip, absent -> new LinkedHashSet<>()).add(entry);
        if (runsAlone(clip)) {
            aloneOut.add(entry);
        }
        if (!state(clip).isSettled() && state(clip) != ClipState.IN_HAND) {
            move(clip, ClipState.OUT);
        }
        if (lost.isPresent() && lost.getAsInt() != clip) {
            retry(lost.getAsInt(), nowNanos);
        }
    }

    /// An entry is in the queue no more. The clip's state is untouched.
    ///
    /// @return the clip, if the entry was in the book
    public OptionalInt gone(String entry) {
        Integer clip = clipOfEntry.remove(entry);
        if (clip == null) {
            return OptionalInt.empty();
        }
        aloneOut.remove(entry);
        Set<String> entries = entriesOfClip.getOrDefault(clip, new HashSet<>());
        entries.remove(entry);
        if (entries.isEmpty()) {
            entriesOfClip.remove(clip);
        }
        return OptionalInt.of(clip);
    }

    /// All entries of a clip that are out, forgotten with this call.
    public List<String> forget(int clip) {
        List<String> entries = new ArrayList<>(entriesOfClip.getOrDefault(clip, Set.of()));
        entries.forEach(this::gone);
        return entries;
    }

    public boolean hasEntries(int clip) {
        return entriesOfClip.containsKey(clip);
    }

    public void inHand(int clip) {
        if (!state(clip).isSettled()) {
            move(clip, ClipState.IN_HAND);
        }
    }

    /// The clip has its row, whatever was thought of it before.
    public void done(int clip) {
        move(clip, ClipState.DONE);
    }

    /// The clip is given up, unless it has its row.
    ///
    /// @param end failed or left out
    public void giveUp(int clip, ClipState end, FailureReason reason) {
        if (end != ClipState.FAILED && end != ClipState.LEFT_OUT) {
            throw new IllegalArgumentException(end + " gives nothing up");
        }
        if (state(clip) != ClipState.DONE) {
            move(clip, end);
            reasons[clip] = (byte) reason.ordinal();
            reasonCounts[end.ordinal()][reason.ordinal()]++;
        }
    }

    /// A clip that was given up is to be sent again, as if for the first time.
    public void reopen(int clip, long nowNanos) {
        if (state(clip) == ClipState.FAILED || state(clip) == ClipState.LEFT_OUT) {
            aloneFromNowOn.clear(clip);
            move(clip, ClipState.RETRYING);
            retries.put(clip, nowNanos);
        }
    }

    /// Why a clip was given up; empty if it was not.
    public Optional<FailureReason> reason(int clip) {
        ClipState state = state(clip);
        return state == ClipState.FAILED || state == ClipState.LEFT_OUT
                ? Optional.of(REASONS[reasons[clip]])
                : Optional.empty();
    }

    /// The clips in a state that gives up, counted by reason.
    public Map<FailureReason, Long> reasons(ClipState end) {
        Map<FailureReason, Long> counted = new EnumMap<>(FailureReason.class);
        for (FailureReason reason : REASONS) {
            int count = reasonCounts[end.ordinal()][reason.ordinal()];
            if (count > 0) {
                counted.put(reason, (long) count);
            }
        }
        return counted;
    }

    /// A copy of all states and reasons, for other threads to read.
    public BookView view() {
        return new BookView(states.clone(), reasons.clone());
    }

    /// The clip is to be sent again from `atNanos` on, unless it has its end, is in hand, or another task of it is
    /// still out.
    public void retry(int clip, long atNanos) {
        if (state(clip).isSettled() || state(clip) == ClipState.IN_HAND || hasEntries(clip)) {
            return;
        }
        if (runsAlone(clip)) {
            move(clip, ClipState.RETRYING_ALONE);
            aloneRetries.put(clip, atNanos);
        } else {
            move(clip, ClipState.RETRYING);
            retries.put(clip, atNanos);
        }
    }

    /// The clip's task was taken back before anybody met it: it waits as if it had not been sent, but where another
    /// task of it is out, or it is to run alone.
    public void unsent(int clip, long nowNanos) {
        if (state(clip) == ClipState.OUT && !hasEntries(clip) && !runsAlone(clip)) {
            move(clip, ClipState.WAITING);
            cursor = Math.min(cursor, clip);
        } else {
            retry(clip, nowNanos);
        }
    }

    /// From now on the clip is sent with nothing beside it, which [#reopen] ends.
    public void retryAlone(int clip, long atNanos) {
        aloneFromNowOn.set(clip);
        retry(clip, atNanos);
    }

    /// A result in hand came to nothing: the clip is out again if a task of it is, else it may be retried.
    public void releaseHand(int clip) {
        if (state(clip) == ClipState.IN_HAND) {
            move(clip, ClipState.OUT);
        }
    }

    private void move(int clip, ClipState to) {
        reason(clip).ifPresent(reason -> reasonCounts[states[clip]][reason.ordinal()]--);
        counts[states[clip]]--;
        states[clip] = (byte) to.ordinal();
        counts[to.ordinal()]++;
        retries.remove(clip);
        aloneRetries.remove(clip);
    }
}
