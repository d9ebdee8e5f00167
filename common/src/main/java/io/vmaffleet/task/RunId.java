package io.vmaffleet.task;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The identity of a run: random, made once, kept in `X.run.json` and part of the names of its Redis keys.
public record RunId(String value) {
    public RunId {
        if (!value.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("not a run id: '" + value + "'");
        }
    }

    public static RunId random(SecureRandom random) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return new RunId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
