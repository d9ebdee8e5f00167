package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class SyntheticFramesTest {
    @Test
    void theFramesAreTheSameBytesOnEveryHost() {
        // Fingerprints of different hosts can be compared only while these hold; a change here is another engine.
        assertThat(checksum(TestFormats.sdr(217, 177), SyntheticFrames.Side.REFERENCE))
                .isEqualTo("e71b8e14");
        assertThat(checksum(TestFormats.sdr(217, 177), SyntheticFrames.Side.DISTORTED))
                .isEqualTo("88249a2a");
        assertThat(checksum(TestFormats.tenBits(217, 177), SyntheticFrames.Side.REFERENCE))
                .isEqualTo("9004fcf4");
    }

    @Test
    void samplesStayWithinLimitedRange() {
        try (SyntheticFrames frames =
                new SyntheticFrames(TestFormats.tenBits(216, 176), 1, SyntheticFrames.Side.DISTORTED)) {
            VideoFrame frame = frames.next().orElseThrow();
            short[] luma = plane(frame, 0, 216 * 176 * 2).toArray(ValueLayout.JAVA_SHORT_UNALIGNED);

            for (short sample : luma) {
                assertThat(sample).isBetween((short) 64, (short) 940);
            }
        }
    }

    @Test
    void thereAreAsManyAsAskedFor() {
        try (SyntheticFrames frames =
                new SyntheticFrames(TestFormats.sdr(216, 176), 2, SyntheticFrames.Side.REFERENCE)) {
            assertThat(frames.next()).isPresent();
            assertThat(frames.next()).isPresent();
            assertThat(frames.next()).isEmpty();
        }
    }

    private static String checksum(MediaFormat format, SyntheticFrames.Side side) {
        CRC32C checksum = new CRC32C();
        try (SyntheticFrames frames = new SyntheticFrames(format, 2, side)) {
            for (Optional<VideoFrame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                for (int plane = 0; plane < 3; plane++) {
                    int rows = plane == 0 ? format.height() : (format.height() + 1) / 2;
                    checksum.update(plane(frame.get(), plane, frame.get().strideBytes(plane) * rows)
                            .asByteBuffer());
                }
            }
        }
        return String.format("%08x", checksum.getValue());
    }

    private static MemorySegment plane(VideoFrame frame, int plane, long bytes) {
        return MemorySegment.ofAddress(frame.planeAddress(plane)).reinterpret(bytes);
    }
}
