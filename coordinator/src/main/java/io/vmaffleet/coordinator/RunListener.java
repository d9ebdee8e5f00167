package io.vmaffleet.coordinator;

/// Hears what a run has to say to people. Called by several threads.
public interface RunListener {
    /// One sentence, once.
    void said(String sentence);

    /// One sentence on what the corpus is like, before anything is done.
    default void noted(String sentence) {
        said(sentence);
    }

    /// The status page is at this address.
    void listening(String url);
}
