package io.vmaffleet.worker.extract;

/// The extractor does not know a recipe's feature set or model: the task is another worker's. Nothing was measured and
/// the extractor is as good as before.
public final class UnsupportedRecipeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param sentence for a person
    public UnsupportedRecipeException(String sentence) {
        super(sentence);
    }
}
