package io.vmaffleet.queue;

/// A task entry that a worker has taken and now holds.
public record Delivery(String entry, TaskMessage message) {}
