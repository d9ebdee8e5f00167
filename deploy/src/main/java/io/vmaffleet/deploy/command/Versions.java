package io.vmaffleet.deploy.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version as the jar's manifest has it.
final class Versions implements IVersionProvider {
    Versions() {}

    /// The version of this build; `development` when it does not run from a jar.
    static String current() {
        return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"vmaf-fleet " + current() + ", Java " + Runtime.version()};
    }
}
