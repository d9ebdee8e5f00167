package io.vmaffleet.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is measured and how: one recipe a run; another recipe needs another output.
///
/// @param featureSet the named list of features; `k150k-25` is [io.vmaffleet.feature.Feature#inOrder]
/// @param model the libvmaf model that gives the `vmaf` column
/// @param pairing what a clip is compared with
public record Recipe(String featureSet, String model, Pairing pairing) {
    /// The seed's table: 25 features, the clip as its own reference.
    public static final Recipe K150K = new Recipe("k150k-25", "vmaf_v0.6.1", Pairing.SELF);

    /// What a clip is compared with.
    public enum Pairing {
        /// The clip is its own reference: the seed's no-reference adapter.
        SELF
    }

    /// 16 hex digits that two recipes share only if they are the same.
    public String digest() {
        String text = "recipe-1\n" + featureSet + "\n" + model + "\n" + pairing;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
