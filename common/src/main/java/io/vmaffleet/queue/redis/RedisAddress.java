package io.vmaffleet.queue.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Optional;

/// Where the server is and how to log in, beside the form of it that may be shown: host and port, never user or
/// password.
record RedisAddress(RedisURI uri, String shown) {
    /// Long enough for a name look-up and a TLS handshake over a slow link, short enough for a person to wait.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Reads `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS.
    ///
    /// @param password used when the address has none; an address `user@host` then names the user
    /// @throws IllegalArgumentException if it is no such address; its text is not repeated, it may hold a password
    static RedisAddress parse(String address, Optional<String> password) {
        if (!address.startsWith("redis://") && !address.startsWith("rediss://")) {
            throw unreadable();
        }
        RedisURI uri;
        try {
            uri = RedisURI.create(address);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw unreadable();
        }
        login(uri, userInfo(address), password);
        uri.setTimeout(CONNECT_TIMEOUT);
        return new RedisAddress(uri, uri.getHost() + ":" + uri.getPort() + (uri.isSsl() ? " (TLS)" : ""));
    }

    private static void login(RedisURI uri, String userInfo, Optional<String> password) {
        if (password.isEmpty() || userInfo.contains(":")) {
            return;
        }
        if (userInfo.isEmpty()) {
            uri.setAuthentication(password.get().toCharArray());
        } else {
            uri.setAuthentication(userInfo, password.get().toCharArray());
        }
    }

    private static String userInfo(String address) {
        int begin = address.indexOf("://") + 3;
        int end = address.lastIndexOf('@');
        return end < begin ? "" : address.substring(begin, end);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "the Redis address is not of the form redis://host:port or rediss://host:port (TLS); give the password by "
                        + RedisTaskQueue.PASSWORD_VARIABLE + " rather than in the address");
    }
}
