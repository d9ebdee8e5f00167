package io.vmaffleet.coordinator;

/// Hears what a run has to say to people. Called by several threads.
public interface RunListener {
    /// One sentence, once.
    void said(String sentence);

    /// The status page is at this address.
    void listening(String url);
}
