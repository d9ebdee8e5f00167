package io.vmaffleet.worker.testing;

import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Makes the clips that tests need, good ones and bad ones, in one folder.
public final class ClipMaker {
    private static final int TRANSPORT_PACKET = 188;

    private final Path folder;

    public ClipMaker(Path folder) {
        this.folder = folder;
    }

    public Path make(String name, ClipSpec spec) {
        return ClipEncoder.encode(spec, folder.resolve(name));
    }

    /// 8-bit H.264.
    public Path sdr(String name) {
        return make(name, ClipSpec.of(320, 240, 10).build());
    }

    /// 10-bit PQ at 60 frames a second.
    public Path hdr(String name) {
        return make(name, ClipSpec.of(320, 240, 8).rate(60, 1).pqHdr().build());
    }

    /// Coded as landscape, shown as portrait, as phones do.
    public Path portrait(String name) {
        return make(name, ClipSpec.of(320, 240, 6).rotation(90).build());
    }

    /// Frames that do not come at a constant rate.
    public Path variableRate(String name) {
        List<Long> timestamps = List.of(0L, 1L, 4L, 5L, 11L, 12L, 20L, 21L);
        return make(name, ClipSpec.of(320, 240, 8).timestamps(timestamps).build());
    }

    /// Of ten coded frames an edit list hides the first four, which the others need.
    public Path trimmed(String name) {
        List<Long> timestamps = LongStream.range(-4, 6).boxed().toList();
        return make(
                name,
                ClipSpec.of(320, 240, 10)
                        .timestamps(timestamps)
                        .keyFrameInterval(100)
                        .build());
    }

    /// Five frames of 320x240 and five of 400x304, in one transport stream.
    public Path sizeChanging(String name) {
        Path small = make(
                name + ".small", ClipSpec.of(320, 240, 5).container("mpegts").build());
        Path large = make(
                name + ".large", ClipSpec.of(400, 304, 5).container("mpegts").build());
        byte[] first = read(small);
        byte[] second = read(large);
        try {
            Files.delete(small);
            Files.delete(large);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        countOn(first, second);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return bytes(name, both);
    }

    /// Lets the second stream's continuity counters go on where the first one's end, or the joint looks like a loss.
    private static void countOn(byte[] first, byte[] second) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int at = 0; at < first.length; at += TRANSPORT_PACKET) {
            next.put(pid(first, at), (first[at + 3] & 0x0f) + 1);
        }
        for (int at = 0; at < second.length; at += TRANSPORT_PACKET) {
            int pid = pid(second, at);
            boolean payload = (second[at + 3] & 0x10) != 0;
            int counter = next.getOrDefault(pid, 0) - (payload ? 0 : 1);
            second[at + 3] = (byte) ((second[at + 3] & 0xf0) | (counter & 0x0f));
            next.put(pid, counter + 1);
        }
    }

    private static int pid(byte[] stream, int at) {
        return ((stream[at + 1] & 0x1f) << 8) | (stream[at + 2] & 0xff);
    }

    public Path soundOnly(String name) {
        return make(name, ClipSpec.of(320, 240, 25).sound(ClipSpec.Sound.ONLY).build());
    }

    public Path text(String name, String content) {
        return bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Path bytes(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first bytes of a clip, under another name.
    public Path cut(Path clip, String name, long bytes) {
        return bytes(name, Arrays.copyOf(read(clip), Math.toIntExact(bytes)));
    }

    /// An mp4 whose edit list ends after some of its movie time scale's units.
    public Path shownUntil(Path mp4, String name, int duration) {
        byte[] content = read(mp4);
        int atom = indexOf(content, "elst");
        // version and flags, number of entries, then the first entry's duration, media time and rate
        ByteBuffer.wrap(content).putInt(atom + 12, duration);
        return bytes(name, content);
    }

    /// Where an mp4's first atom of this name has its four letters.
    public static int indexOf(byte[] content, String atom) {
        return indexOf(content, atom, 0);
    }

    public static int indexOf(byte[] content, String atom, int from) {
        byte[] letters = atom.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i + 4 <= content.length; i++) {
            if (Arrays.equals(content, i, i + 4, letters, 0, 4)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no atom " + atom);
    }

    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
