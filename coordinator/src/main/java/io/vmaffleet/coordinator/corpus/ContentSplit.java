package io.vmaffleet.coordinator.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which part of a corpus a content belongs to: all clips of one content in the same part, eight tenths train, one val,
/// one test. The digest of seed and content decides, so the answer is the same everywhere and for ever.
final class ContentSplit {
    static final String POLICY = "content-name-blake2s-80-10-10";

    private static final Set<String> PARTS = Set.of("train", "val", "test");

    private final String seed;

    ContentSplit(String seed) {
        this.seed = seed;
    }

    /// The part that a sidecar names, if it is one.
    static Optional<String> named(String text) {
        return Optional.of(text.strip().toLowerCase(Locale.ROOT)).filter(PARTS::contains);
    }

    /// The part of a content: 8 bytes of BLAKE2s over `seed NUL content` as a fraction of 2^64.
    String of(String content) {
        byte[] digest = Blake2s.digest((seed + '\0' + content).getBytes(StandardCharsets.UTF_8), 8);
        double fraction = unsigned(ByteBuffer.wrap(digest).getLong()) * 0x1p-64;
        if (fraction < 0.80) {
            return "train";
        }
        return fraction < 0.90 ? "val" : "test";
    }

    /// Rounded to nearest as Python rounds a whole number: the last bit, kept sticky, decides ties.
    private static double unsigned(long value) {
        return value >= 0 ? (double) value : (double) ((value >>> 1) | (value & 1)) * 2;
    }
}
