package io.vmaffleet.deploy.chaos;

import io.vmaffleet.result.FailureReason;
import java.util.Arrays;
import java.util.Optional;

/// What a clip of the chaos corpus does to who measures it; its name begins with it.
enum ClipKind {
    /// A real encode for the real engine.
    REAL(Optional.empty()),
    /// A file of a few bytes whose row the stub engine makes of its name.
    STUB(Optional.empty()),
    /// A stub that takes longer than an unrenewed lease lasts, where nothing else happens to it.
    LONG(Optional.empty()),
    /// Half of a real encode.
    CUT(Optional.of(FailureReason.TRUNCATED)),
    /// Its engine process gets a SIGSEGV.
    CRASH(Optional.of(FailureReason.ENGINE_CRASH)),
    /// Its engine measures a frame and then none any more.
    STALL(Optional.of(FailureReason.ENGINE_STALL)),
    /// Its engine kills the worker it belongs to.
    KILLER(Optional.of(FailureReason.WORKER_LOST));

    private final Optional<FailureReason> givenUpFor;

    ClipKind(Optional<FailureReason> givenUpFor) {
        this.givenUpFor = givenUpFor;
    }

    /// Why it must be given up; empty if it must have its row.
    Optional<FailureReason> givenUpFor() {
        return givenUpFor;
    }

    String nameOf(int number) {
        return String.format("%s-%03d.mp4", name().toLowerCase(java.util.Locale.ROOT), number);
    }

    static ClipKind of(String clip) {
        return Arrays.stream(values())
                .filter(kind -> clip.startsWith(kind.name().toLowerCase(java.util.Locale.ROOT) + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no clip of the chaos corpus: " + clip));
    }
}
