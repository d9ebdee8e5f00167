package io.vmaffleet.deploy.command;

import java.util.List;

/// Something that was looked at, and what is wrong with it.
///
/// @param what must hold
/// @param problems a sentence each; none when it holds
/// @param remarks what is worth knowing and nothing wrong
record Check(String what, List<String> problems, List<String> remarks) {
    Check {
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    Check(String what, List<String> problems) {
        this(what, problems, List.of());
    }

    boolean holds() {
        return problems.isEmpty();
    }
}
