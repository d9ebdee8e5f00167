package io.vmaffleet.worker.testing;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Optional;

/// Planar 4:2:0 frames in a file, one behind the other.
public final class RawVideo implements FrameSource {
    private final PictureFormat pictures;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment bytes;
    private long offset;

    public RawVideo(Path file, PictureFormat pictures) {
        this.pictures = pictures;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MediaFormat format() {
        int width = pictures.width();
        int height = pictures.height();
        int depth = pictures.bitDepth();
        Colour colour = Colour.of(Optional.empty(), Optional.empty());
        return new MediaFormat(width, height, 0, width, height, depth, depth, 0, "rawvideo", "yuv420p", colour, 0);
    }

    @Override
    public Optional<VideoFrame> next() {
        Raw frame = new Raw(offset);
        if (offset + frame.bytes() > bytes.byteSize()) {
            return Optional.empty();
        }
        offset += frame.bytes();
        return Optional.of(frame);
    }

    @Override
    public void close() {
        arena.close();
    }

    private final class Raw implements VideoFrame {
        private final long start;

        Raw(long start) {
            this.start = start;
        }

        long bytes() {
            return planeBytes(0) + planeBytes(1) + planeBytes(2);
        }

        private long planeBytes(int plane) {
            return strideBytes(plane) * (plane == 0 ? height() : (height() + 1) / 2);
        }

        @Override
        public int width() {
            return pictures.width();
        }

        @Override
        public int height() {
            return pictures.height();
        }

        @Override
        public int bitDepth() {
            return pictures.bitDepth();
        }

        @Override
        public long planeAddress(int plane) {
            long address = bytes.address() + start;
            for (int before = 0; before < plane; before++) {
                address += planeBytes(before);
            }
            return address;
        }

        @Override
        public void copyRow(int plane, int row, byte[] into) {
            long address = planeAddress(plane) - bytes.address() + row * strideBytes(plane);
            MemorySegment.copy(bytes, address, MemorySegment.ofArray(into), 0, strideBytes(plane));
        }

        @Override
        public long strideBytes(int plane) {
            return (long) (plane == 0 ? width() : (width() + 1) / 2) * (bitDepth() > 8 ? 2 : 1);
        }
    }
}
