package io.vmaffleet.deploy.command;

import java.util.Locale;

/// A length of time as clocks show it: `0:07`, `12:34`, `5:06:07`, `3d 05:06:07`.
final class ClockText {
    private ClockText() {}

    static String of(long seconds) {
        long days = seconds / 86_400;
        long hours = seconds / 3600 % 24;
        String minutes = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
        if (days > 0) {
            return String.format(Locale.ROOT, "%dd %02d:%s", days, hours, minutes);
        }
        return hours > 0 ? hours + ":" + minutes : minutes.replaceFirst("^0", "");
    }
}
