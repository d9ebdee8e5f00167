package io.vmaffleet.result;

/// Why a clip has no row. The names are what `X.failed.jsonl`, metrics and the operator's commands show.
public enum FailureReason {
    /// A side is smaller than the recipe's extractors can measure.
    TOO_SMALL(Blame.RULE),
    /// It has more frames than their scores are carried of, see [io.vmaffleet.wire.FrameCodec].
    TOO_LONG(Blame.RULE),
    /// Nothing says which content the clip is of, so no reference can be found.
    CONTENT_UNKNOWN(Blame.RULE),
    /// Its content has no reference.
    REFERENCE_MISSING(Blame.RULE),
    /// Its content has more than one reference.
    REFERENCE_AMBIGUOUS(Blame.RULE),
    /// Its reference is named and not in the folder.
    REFERENCE_FILE_MISSING(Blame.RULE),
    /// The file's name is not UTF-8 or has control characters.
    BAD_NAME(Blame.FILE),
    MISSING_FILE(Blame.FILE),
    /// The file's size is not the one the plan saw.
    SOURCE_DIFFERS(Blame.FILE),
    /// It cannot be opened, or leaves the worker's roots.
    UNREADABLE(Blame.FILE),
    /// A container without a picture stream.
    NO_VIDEO(Blame.FILE),
    /// No container or codec that is measured: a text file, a playlist.
    UNSUPPORTED_FORMAT(Blame.FILE),
    /// Fewer frames than the container's own index promises, or a read that ends in an error.
    TRUNCATED(Blame.FILE),
    /// The picture's size or format changes in mid-stream.
    GEOMETRY_CHANGED(Blame.FILE),
    DECODE_ERROR(Blame.FILE),
    /// Its frames cannot be paired with the reference's, or one of them goes on for too long without the other.
    REFERENCE_MISMATCH(Blame.FILE),
    /// A score that must be constant under self pairing is not: the engine cannot be trusted.
    CONSTANTS_DIFFER(Blame.RECIPE),
    /// The engine process died.
    ENGINE_CRASH(Blame.ENGINE),
    /// Something sent the engine process SIGKILL: the kernel when memory was short, or a person.
    ENGINE_KILLED(Blame.WORKER),
    /// No frame for longer than the stall bound.
    ENGINE_STALL(Blame.ENGINE),
    DEADLINE(Blame.ENGINE),
    OUT_OF_MEMORY(Blame.ENGINE),
    /// A result that nobody can read, or a fault of ours.
    INTERNAL(Blame.ENGINE),
    /// The workers that held it were lost, again and again, with nothing else beside it.
    WORKER_LOST(Blame.WORKER);

    /// Where the evidence of a reason points.
    public enum Blame {
        /// A written rule says this recipe cannot measure the clip: left out, not failed.
        RULE,
        FILE,
        ENGINE,
        WORKER,
        /// The recipe's assumptions do not hold: the run stops.
        RECIPE
    }

    /// Whether it may be the host's fault and not the clip's, so that a worker examines itself before it reports it.
    public boolean mayBeTheHosts() {
        return switch (this) {
            case MISSING_FILE,
                    SOURCE_DIFFERS,
                    UNREADABLE,
                    ENGINE_CRASH,
                    ENGINE_KILLED,
                    ENGINE_STALL,
                    OUT_OF_MEMORY,
                    INTERNAL -> true;
            case TOO_SMALL,
                    TOO_LONG,
                    CONTENT_UNKNOWN,
                    REFERENCE_MISSING,
                    REFERENCE_AMBIGUOUS,
                    REFERENCE_FILE_MISSING,
                    BAD_NAME,
                    NO_VIDEO,
                    UNSUPPORTED_FORMAT,
                    TRUNCATED,
                    GEOMETRY_CHANGED,
                    DECODE_ERROR,
                    REFERENCE_MISMATCH,
                    CONSTANTS_DIFFER,
                    DEADLINE,
                    WORKER_LOST -> false;
        };
    }

    /// Whether it is known when the plan is made, and no task is sent.
    public boolean isOfThePlan() {
        return this == BAD_NAME || (blame == Blame.RULE && this != TOO_SMALL && this != TOO_LONG);
    }

    private final Blame blame;

    FailureReason(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }
}
