package io.vmaffleet.coordinator.status;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may read. On loopback everybody on this host, but under a loopback name only: a page from elsewhere whose name
/// was made to point here (DNS rebinding) must not read a run. Bound wider, only with the token.
final class Gate {
    private final boolean loopback;
    private final @Nullable String token;

    /// @throws IllegalArgumentException if the address is open to others and there is no token, or a blank one
    Gate(InetAddress bound, @Nullable String token) {
        this.loopback = bound.isLoopbackAddress();
        this.token = token;
        if (token == null && !loopback) {
            throw new IllegalArgumentException("The status page would be open to other hosts on "
                    + bound.getHostAddress() + " without a token: give it one, or bind it to 127.0.0.1.");
        }
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException("The status page's token is blank: give it one of letters and digits.");
        }
    }

    /// Why a request is refused; empty when it may pass.
    Optional<Answer> refusal(@Nullable String host, @Nullable String authorization) {
        if (loopback && !isLoopbackName(host)) {
            return Optional.of(
                    Answer.error(
                            403,
                            "This page is for this host only: ask for it as localhost, 127.0.0.1 or [::1], not by another name."));
        }
        if (token != null && !holdsToken(authorization, token)) {
            return Optional.of(Answer.error(
                    401, "This page needs the run's token: as a bearer token, or as the password with any user name."));
        }
        return Optional.empty();
    }

    private static boolean isLoopbackName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    static boolean holdsToken(@Nullable String authorization, String token) {
        if (authorization == null) {
            return false;
        }
        String given = "";
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            given = authorization.substring(7).strip();
        } else if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            given = password(authorization.substring(6).strip());
        }
        // takes the same time wherever the first difference is
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return ""; // not Base64, so not the token
        }
    }
}
