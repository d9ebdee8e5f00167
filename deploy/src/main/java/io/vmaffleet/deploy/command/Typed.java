package io.vmaffleet.deploy.command;

/// Commands in sentences as they can be typed where this process was started.
final class Typed {
    /// The launcher sets it to the path by which it was called.
    private static final String LAUNCHER_PROPERTY = "vmaffleet.launcher";

    private Typed() {}

    /// The sentence with each `'vmaf-fleet ...` in it led by the launcher's path.
    static String in(String sentence) {
        return sentence.replace("'vmaf-fleet ", "'" + System.getProperty(LAUNCHER_PROPERTY, "vmaf-fleet") + " ");
    }
}
