package io.vmaffleet.coordinator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The name of this host as people know it, in ledgers and heartbeats alike.
public final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /// The kernel's name for the host; no name service is asked, which could hang.
    public static String get() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", "localhost");
        }
    }
}
