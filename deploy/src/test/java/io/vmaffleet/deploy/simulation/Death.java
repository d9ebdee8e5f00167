package io.vmaffleet.deploy.simulation;

/// A process dies here: nothing that it would have done next is done.
final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death() {
        super("dies here", null, false, false);
    }
}
