package io.vmaffleet.task;

/// The name of a clip: the base name of its file, as the table's `clip_name` column holds it.
///
/// Names with a path separator or a control character cannot be tasks; a corpus lists such files as failed
/// (BAD_NAME) without ever making a name of them.
public record ClipName(String value) implements Comparable<ClipName> {
    public ClipName {
        if (!isUsable(value)) {
            throw new IllegalArgumentException("not a usable clip name: '" + value + "'");
        }
    }

    /// Whether a base name can name a clip.
    public static boolean isUsable(String name) {
        return !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('\uFFFD') < 0
                && name.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }

    /// Corpus order: by code point, which is the order of the UTF-8 bytes and Python's.
    @Override
    public int compareTo(ClipName other) {
        return compare(value, other.value);
    }

    /// Compares by code point, not by UTF-16 unit.
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogateX = Character.isSurrogate(x);
                boolean surrogateY = Character.isSurrogate(y);
                return surrogateX == surrogateY ? Character.compare(x, y) : (surrogateX ? 1 : -1);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
