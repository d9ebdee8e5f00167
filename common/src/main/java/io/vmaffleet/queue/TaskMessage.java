package io.vmaffleet.queue;

/// A task as the queue carries it: whose clip it is, in plain fields, and the task itself as JSON that the queue does
/// not read.
public record TaskMessage(String run, String clip, int attempt, String task) {}
