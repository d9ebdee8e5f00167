package io.vmaffleet.coordinator;

import io.vmaffleet.task.EngineFingerprint;

/// This machine's engine is not the one that the run is bound to.
public final class OtherEngineException extends FleetUnavailableException {
    private static final long serialVersionUID = 1;

    private final String offer;

    /// @param offer what this machine has instead, and of what it is made
    OtherEngineException(EngineFingerprint bound, String offer) {
        super("this run is bound to engine " + bound + ", but " + offer
                + "; its rows would differ in the last digits: give the engine it was begun with by --engine and"
                + " --libvmaf or --vmaf-bin, or choose a new output");
        this.offer = offer;
    }

    public String offer() {
        return offer;
    }
}
