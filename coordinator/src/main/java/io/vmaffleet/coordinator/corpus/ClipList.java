package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.task.ClipName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/// Names and sizes of clips in corpus order, packed: about 12 bytes a clip beside its name, so that a million clips
/// need tens of megabytes. Immutable; safe for many threads.
public final class ClipList {
    private final byte[] names;
    private final int[] ends;
    private final long[] sizes;

    private ClipList(byte[] names, int[] ends, long[] sizes) {
        this.names = names;
        this.ends = ends;
        this.sizes = sizes;
    }

    public int size() {
        return ends.length;
    }

    public String name(int clip) {
        int start = start(clip);
        return new String(names, start, ends[clip] - start, StandardCharsets.UTF_8);
    }

    public long sizeBytes(int clip) {
        return sizes[clip];
    }

    /// The place of a name in the list.
    public OptionalInt indexOf(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(names, start(middle), ends[middle], wanted, 0, wanted.length);
            if (order == 0) {
                return OptionalInt.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.empty();
    }

    /// The first clips of this list.
    ClipList first(int count) {
        if (count == size()) {
            return this;
        }
        int bytes = count == 0 ? 0 : ends[count - 1];
        return new ClipList(Arrays.copyOf(names, bytes), Arrays.copyOf(ends, count), Arrays.copyOf(sizes, count));
    }

    private int start(int clip) {
        return clip == 0 ? 0 : ends[clip - 1];
    }

    /// Takes clips in corpus order.
    static final class Builder {
        private byte[] names = new byte[1024];
        private int[] ends = new int[16];
        private long[] sizes = new long[16];
        private int count;

        /// @throws IllegalArgumentException if the name does not come after the one before it
        void add(String name, long sizeBytes) {
            byte[] utf8 = new ClipName(name).value().getBytes(StandardCharsets.UTF_8);
            int start = count == 0 ? 0 : ends[count - 1];
            int before = count < 2 ? 0 : ends[count - 2];
            if (count > 0 && Arrays.compareUnsigned(names, before, start, utf8, 0, utf8.length) >= 0) {
                throw new IllegalArgumentException("'" + name + "' is not in corpus order");
            }
            int end = Math.addExact(start, utf8.length);
            if (end > names.length) {
                names = Arrays.copyOf(names, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, names.length * 2L)));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            System.arraycopy(utf8, 0, names, start, utf8.length);
            ends[count] = end;
            sizes[count] = sizeBytes;
            count++;
        }

        ClipList build() {
            return new ClipList(
                    Arrays.copyOf(names, count == 0 ? 0 : ends[count - 1]),
                    Arrays.copyOf(ends, count),
                    Arrays.copyOf(sizes, count));
        }
    }
}
