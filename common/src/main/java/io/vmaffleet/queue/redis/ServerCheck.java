package io.vmaffleet.queue.redis;

import io.vmaffleet.queue.QueueUnsuitableException;
import java.util.HashMap;
import java.util.Map;

/// What a server says of itself by `INFO`, and whether a queue may rest on it.
record ServerCheck(Map<String, String> info, String address) {
    /// The first version whose streams can be paged with exclusive ranges.
    private static final int OLDEST_MAJOR = 6;

    private static final int OLDEST_MINOR = 2;

    static ServerCheck of(String info, String address) {
        Map<String, String> lines = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerCheck(lines, address);
    }

    /// @throws QueueUnsuitableException if no queue may rest on this server
    ServerCheck mustBeSuitable() {
        if (!isNewEnough(said("redis_version"))) {
            throw new QueueUnsuitableException(describe()
                    + " is too old: vmaf-fleet needs Redis 6.2 or newer, or Valkey;" + " use a newer server");
        }
        String policy = said("maxmemory_policy");
        if (!policy.equals("noeviction")) {
            throw new QueueUnsuitableException(
                    describe() + " throws keys away when its memory is full (maxmemory-policy " + policy
                            + "): set it by CONFIG SET maxmemory-policy noeviction, and in the server's file");
        }
        return this;
    }

    /// The server's kind, version and address, such as `Redis 7.0.15 at localhost:6379`.
    String describe() {
        String valkey = info.get("valkey_version");
        return (valkey == null ? "Redis " + said("redis_version") : "Valkey " + valkey) + " at " + address;
    }

    private static boolean isNewEnough(String version) {
        String[] parts = version.split("\\.", -1);
        if (parts.length < 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return false;
        }
        int major = Integer.parseInt(parts[0]);
        return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(parts[1]) >= OLDEST_MINOR);
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,6}");
    }

    private String said(String name) {
        return info.getOrDefault(name, "unknown");
    }
}
