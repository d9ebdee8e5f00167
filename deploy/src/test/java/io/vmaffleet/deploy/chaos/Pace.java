package io.vmaffleet.deploy.chaos;

import java.time.Duration;

/// How fast a fleet works.
///
/// @param slots of each worker
/// @param stubMillis how long a stub takes, on average
/// @param longMillis how long the one long stub takes
/// @param stall the bound after which an engine without progress is killed
/// @param latency of each direction on the coordinator's way to Redis
record Pace(int slots, int stubMillis, int longMillis, Duration stall, Duration latency) {}
