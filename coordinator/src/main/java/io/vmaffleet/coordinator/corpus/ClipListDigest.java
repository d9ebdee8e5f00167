package io.vmaffleet.coordinator.corpus;

import java.util.List;

/// The digest of a list of clips, fed name by name in corpus order.
public final class ClipListDigest {
    private final DigestWriter digest = new DigestWriter("clips-2");

    public void add(String name) {
        digest.text(name);
    }

    /// The digest of the names added and of those that no clip can have.
    ///
    /// @param badNames escaped, in the folder's order
    public String finish(List<String> badNames) {
        digest.text("bad names");
        badNames.forEach(digest::text);
        return digest.finish();
    }
}
