package io.vmaffleet.coordinator.export;

import java.util.List;

/// What an export came to.
///
/// @param rows that were written
/// @param remarks what a person should know of them, a sentence each
public record Exported(long rows, List<String> remarks) {
    public Exported {
        remarks = List.copyOf(remarks);
    }
}
