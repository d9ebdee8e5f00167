package io.vmaffleet.coordinator.table;

/// What was written.
///
/// @param labelsDigest of the labels that are in the table
/// @param corpusDigest of clips and labels, as in the footer
public record WrittenTable(long rows, String labelsDigest, String corpusDigest) {}
