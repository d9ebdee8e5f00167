package io.vmaffleet.deploy.chaos;

import java.time.Duration;

/// How fast a fleet works.
///
/// @param slots of each worker
/// @param stubMillis how long a stub takes, on average
/// @param stall the bound after which an engine without progress is killed
record Pace(int slots, int stubMillis, Duration stall) {}
