package io.vmaffleet.coordinator.status;

import io.vmaffleet.wire.Heartbeat;
import java.time.Duration;

/// A worker as the coordinator sees it now.
///
/// @param heartbeatAge since its heartbeat last changed, by the coordinator's own monotonic clock: clocks of other
///     hosts are compared nowhere
public record WorkerView(Heartbeat heartbeat, Duration heartbeatAge) {}
