package io.vmaffleet.deploy;

import io.vmaffleet.deploy.command.Commands;

/// The program `vmaf-fleet`: one process that becomes a coordinator, a worker or an operator's command.
public final class VmafFleet {
    private VmafFleet() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(arguments));
    }
}
