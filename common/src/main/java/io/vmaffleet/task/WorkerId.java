package io.vmaffleet.task;

import java.security.SecureRandom;
import java.util.HexFormat;

/// One life of one worker process: host, process id and a nonce a start, so that a reused name is never mistaken for
/// its predecessor.
public record WorkerId(String value) {
    public WorkerId {
        if (value.isBlank() || value.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("not a worker id: '" + value + "'");
        }
    }

    public static WorkerId of(String host, long pid, SecureRandom random) {
        byte[] nonce = new byte[4];
        random.nextBytes(nonce);
        return new WorkerId(host + ":" + pid + ":" + HexFormat.of().formatHex(nonce));
    }

    @Override
    public String toString() {
        return value;
    }
}
