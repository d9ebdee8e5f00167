package io.vmaffleet.coordinator.corpus;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A text file of the user's, read as UTF-8 and nothing else; a byte order mark at its start is passed over.
final class Utf8Text {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private Utf8Text() {}

    static BufferedReader open(Path file) throws IOException {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    /// What to tell the user when reading a file failed.
    ///
    /// @param what the kind of file, as in `the scores file`
    static CorpusException unreadable(Path file, String what, IOException e) {
        return switch (e) {
            case CharacterCodingException _ ->
                CorpusException.at(file, firstBadLine(file), "not UTF-8; save " + what + " as UTF-8 and start again");
            case NoSuchFileException _ ->
                new CorpusException(file + ": no such file; check the path given for " + what, e);
            case IOException _
            when Files.isDirectory(file) -> new CorpusException(file + ": is a folder; give " + what + " itself", e);
            default ->
                new CorpusException(file + ": cannot be read (" + e + "); make " + what + " readable for this user", e);
        };
    }

    /// The first line that is not UTF-8. A decoder reads ahead, so its error cannot tell.
    private static long firstBadLine(Path file) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (long number = 1; ; number++) {
                int next = bytes.read();
                while (next >= 0 && next != '\n') {
                    line.write(next);
                    next = bytes.read();
                }
                if (next < 0 || !isUtf8(line.toByteArray())) {
                    return number;
                }
                line.reset();
            }
        } catch (IOException e) {
            throw new CorpusException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
