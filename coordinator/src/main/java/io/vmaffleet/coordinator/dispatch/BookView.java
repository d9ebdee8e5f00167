package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.result.FailureReason;
import java.util.Optional;

/// The states of all clips at one moment, as a copy that any thread may read.
public final class BookView {
    private static final ClipState[] STATES = ClipState.values();
    private static final FailureReason[] REASONS = FailureReason.values();

    private final byte[] states;
    private final byte[] reasons;

    BookView(byte[] states, byte[] reasons) {
        this.states = states;
        this.reasons = reasons;
    }

    public int clips() {
        return states.length;
    }

    public ClipState state(int clip) {
        return STATES[states[clip]];
    }

    /// Why a clip was given up; empty if it was not.
    public Optional<FailureReason> reason(int clip) {
        ClipState state = state(clip);
        return state == ClipState.FAILED || state == ClipState.LEFT_OUT
                ? Optional.of(REASONS[reasons[clip]])
                : Optional.empty();
    }
}
