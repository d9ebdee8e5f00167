package io.vmaffleet.queue.redis;

import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the server is and how to log in, beside the form of it that may be shown: host and port, never user or
/// password.
record RedisAddress(RedisURI uri, String shown) {
    /// Long enough for a name look-up and a TLS handshake over a slow link, short enough for a person to wait.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Read by ourselves: the client takes a port that is no number for none, and a host with an underscore for one
    /// whose name ends with the port.
    private static final Pattern FORM = Pattern.compile("(?<scheme>rediss?)://((?<login>[^/@\\s]*)@)?"
            + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?(/(?<database>\\d{0,4}))?");

    /// Reads `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS.
    ///
    /// @param password used when the address has none; an address `user@host` then names the user
    /// @throws IllegalArgumentException if it is no such address; its text is not repeated, it may hold a password
    static RedisAddress parse(String address, Optional<String> password) {
        Matcher parts = FORM.matcher(address);
        if (!parts.matches()) {
            throw unreadable();
        }
        int port = number(parts.group("port"), RedisURI.DEFAULT_REDIS_PORT);
        if (port < 1 || port > 65535) {
            throw unreadable();
        }
        boolean tls = parts.group("scheme").equals("rediss");
        RedisURI uri = RedisURI.builder()
                .withHost(parts.group("host").replaceAll("[\\[\\]]", ""))
                .withPort(port)
                .withSsl(tls)
                .withDatabase(number(parts.group("database"), 0))
                .withTimeout(CONNECT_TIMEOUT)
                .build();
        logIn(uri, Optional.ofNullable(parts.group("login")).orElse(""), password);
        return new RedisAddress(uri, parts.group("host") + ":" + port + (tls ? " (TLS)" : ""));
    }

    private static void logIn(RedisURI uri, String login, Optional<String> password) {
        int colon = login.indexOf(':');
        String first = decoded(colon < 0 ? login : login.substring(0, colon));
        if (colon >= 0) {
            logIn(uri, first, decoded(login.substring(colon + 1)));
        } else if (password.isPresent()) {
            logIn(uri, first, password.get());
        } else if (!first.isEmpty()) {
            logIn(uri, "", first);
        }
    }

    private static void logIn(RedisURI uri, String user, String password) {
        if (user.isEmpty()) {
            uri.setAuthentication(password.toCharArray());
        } else {
            uri.setAuthentication(user, password.toCharArray());
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "the Redis address is not of the form redis://host:port or rediss://host:port"
                        + " (TLS); give the password by " + RedisTaskQueue.PASSWORD_VARIABLE
                        + " rather than in the address");
    }
}
