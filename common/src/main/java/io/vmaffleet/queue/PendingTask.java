package io.vmaffleet.queue;

/// A task entry that somebody holds: who, and how often it was delivered or renewed. Nobody's clock is in it.
public record PendingTask(String entry, String holder, long count) {}
