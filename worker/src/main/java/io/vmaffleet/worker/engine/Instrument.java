package io.vmaffleet.worker.engine;

import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.libvmaf.VmafUnavailableException;
import java.util.Map;

/// What an engine measures by.
interface Instrument {
    /// @throws VmafUnavailableException if this host has none that can be used
    Opened open();

    /// @param name for messages
    /// @param parts of the engine's fingerprint, by name
    /// @param bytes that it takes beyond what libvmaf needs for the pictures
    record Opened(FeatureExtractor extractor, String name, Map<String, String> parts, long bytes) {}
}
