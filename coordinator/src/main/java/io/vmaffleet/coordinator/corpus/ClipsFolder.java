package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.PatternSyntaxException;

/// Lists the clips of a folder: its own files that match the pattern, in corpus order.
final class ClipsFolder {
    private final Path folder;
    private final String pattern;
    private final boolean namesAreUtf8;

    /// @param nameEncoding how this JVM decodes file names (`sun.jnu.encoding`)
    ClipsFolder(Path folder, String pattern, String nameEncoding) {
        this.folder = folder;
        this.pattern = pattern;
        this.namesAreUtf8 = nameEncoding.equalsIgnoreCase("UTF-8");
    }

    static ClipsFolder of(CorpusRequest request) {
        return new ClipsFolder(request.clipsDir(), request.pattern(), System.getProperty("sun.jnu.encoding", ""));
    }

    /// What a folder holds.
    ///
    /// @param all every clip with a usable name, whatever the limit
    /// @param planned how many of them, from the first on, are within the limit
    /// @param badNames files within the limit that cannot be clips
    /// @param otherCase files that match the pattern in another case only
    /// @param notFiles what matches the pattern and is a folder, a FIFO or a device
    record Listing(ClipList all, int planned, List<Excluded> badNames, List<String> otherCase, List<String> notFiles) {}

    private record Entry(String name, long sizeBytes, Optional<Excluded> bad) {}

    Listing list(OptionalInt limit) {
        PathMatcher matcher = matcher(pattern);
        PathMatcher lowerCase = matcher(pattern.toLowerCase(Locale.ROOT));
        List<Entry> entries = new ArrayList<>();
        List<String> otherCase = new ArrayList<>();
        List<String> notFiles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Path name = file.getFileName();
                if (matcher.matches(name)) {
                    OptionalLong size = sizeOfClip(file);
                    if (size.isPresent()) {
                        entries.add(entry(file, size.getAsLong()));
                    } else {
                        notFiles.add(name.toString());
                    }
                } else if (lowerCase.matches(Path.of(name.toString().toLowerCase(Locale.ROOT)))) {
                    otherCase.add(name.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (entries.isEmpty()) {
            throw new CorpusException(folder + ": no file matches '" + pattern + "'"
                    + (otherCase.isEmpty() ? "" : " (but " + Tally.of(otherCase) + " would in another case)")
                    + "; give the folder that holds the clips themselves, or another --pattern");
        }
        entries.sort((a, b) -> ClipName.compare(a.name, b.name));
        return listing(entries, limit.orElse(Integer.MAX_VALUE), otherCase, notFiles);
    }

    private static Listing listing(List<Entry> entries, int limit, List<String> otherCase, List<String> notFiles) {
        ClipList.Builder clips = new ClipList.Builder();
        List<Excluded> badNames = new ArrayList<>();
        int planned = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.bad.isEmpty()) {
                clips.add(entry.name, entry.sizeBytes);
                planned += i < limit ? 1 : 0;
            } else if (i < limit) {
                badNames.add(entry.bad.get());
            }
        }
        return new Listing(clips.build(), planned, List.copyOf(badNames), otherCase, notFiles);
    }

    private Entry entry(Path file, long sizeBytes) {
        String name = file.getFileName().toString();
        if (!namesAreUtf8 && !name.chars().allMatch(c -> c < 0x80)) {
            throw new CorpusException(folder + ": the name of a file there is not ASCII (" + escaped(rawName(file))
                    + ") and this process runs without a UTF-8 locale; set LC_ALL=C.UTF-8 and start again");
        }
        if (ClipName.isUsable(name)) {
            return new Entry(name, sizeBytes, Optional.empty());
        }
        byte[] raw = rawName(file);
        String why = isUtf8(raw) ? "has control or replacement characters" : "is not UTF-8";
        String detail = "the file's name " + why + ": " + escaped(raw) + "; rename it and run with --extend";
        return new Entry(
                name, sizeBytes, Optional.of(new Excluded(escaped(raw), sizeBytes, FailureReason.BAD_NAME, detail)));
    }

    /// The size of a regular file; 0 for a link that leads nowhere or in a circle, whose clip then fails with its
    /// reason instead of being passed over; empty for what is no file.
    private static OptionalLong sizeOfClip(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (FileSystemException e) {
            if (Files.isSymbolicLink(file)) {
                return OptionalLong.of(0);
            }
            if (e instanceof NoSuchFileException) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /// The bytes of a file's name. A path's text has them replaced where they are not UTF-8; its URI still holds them.
    private static byte[] rawName(Path file) {
        String uri = file.toUri().getRawPath();
        String encoded = uri.substring(uri.lastIndexOf('/') + 1);
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes[length++] = (byte) Integer.parseInt(encoded, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) encoded.charAt(i);
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            }
        }
        return text.toString();
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new CorpusException(
                    "'" + pattern + "' is no pattern (" + e.getDescription() + "); write one like '*.mp4'", e);
        }
    }

    private CorpusException unreadable(IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                new CorpusException(folder + ": no such folder; give the folder of the clips by --clips-dir", e);
            case NotDirectoryException _ ->
                new CorpusException(folder + ": not a folder; give the folder of the clips by --clips-dir", e);
            default ->
                new CorpusException(
                        folder + ": cannot be listed (" + e + "); make it readable for this user and start again", e);
        };
    }
}
