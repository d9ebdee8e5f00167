package io.vmaffleet.worker.loop;

import java.time.Duration;

/// The bounds of a worker's dealings with its queue, each with its reason.
///
/// @param takeWait of one read, after which the worker looks whether it is to stop
/// @param renew between two renewals; a lease is over after 30 s without one
/// @param heartbeat between two signs of life
/// @param heartbeatTtl of one, so that a few may be lost
/// @param aloneWait in which the other slots' clips must have ended for a clip that runs alone
/// @param longestClip for a clip whose length nobody knows: no lease is kept for ever
/// @param leaseGrace beyond all bounds of an attempt
/// @param publish in which the queue must come back, or have room for per-frame scores, for a result to be handed
///     over; it is dropped then and the clip done again
/// @param runGone in which a run that the queue does not know must come back (its coordinator makes it known again)
/// @param closing what is left of `publish` and `runGone` once the worker closes
/// @param firstRetry after a first failure; doubles from there
/// @param lastRetry the longest time between two tries
/// @param examination for the worker to examine itself: an engine's start and a look at the run's files
public record LoopLimits(
        Duration takeWait,
        Duration renew,
        Duration heartbeat,
        Duration heartbeatTtl,
        Duration aloneWait,
        Duration longestClip,
        Duration leaseGrace,
        Duration publish,
        Duration runGone,
        Duration closing,
        Duration firstRetry,
        Duration lastRetry,
        Duration examination) {
    /// What production uses.
    public static final LoopLimits DEFAULT = new LoopLimits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofHours(2),
            Duration.ofHours(12),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30));
}
