package io.vmaffleet.coordinator.corpus;

import java.nio.file.Path;

/// A corpus that cannot be used as it is. The message is one sentence for the user: file and line, what is wrong, what
/// to do next.
public final class CorpusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CorpusException(String message) {
        super(message);
    }

    public CorpusException(String message, Throwable cause) {
        super(message, cause);
    }

    static CorpusException at(Path file, long line, String problem) {
        return new CorpusException(file + ":" + line + ": " + problem);
    }
}
