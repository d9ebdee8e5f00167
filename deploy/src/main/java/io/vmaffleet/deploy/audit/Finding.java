package io.vmaffleet.deploy.audit;

/// Something that was found.
///
/// @param name of the file, or the name that a label has
/// @param detail what it is, in a few words
public record Finding(FindingKind kind, String name, String detail) {}
