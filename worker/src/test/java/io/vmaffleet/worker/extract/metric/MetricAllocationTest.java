package io.vmaffleet.worker.extract.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A metric makes nothing new for a frame: what is made by the pixel, or the row, would show only as time.
class MetricAllocationTest {
    private static final int ROUNDS = 20;

    /// Less than a row of any picture.
    private static final long BYTES_A_FRAME = 512;

    static Stream<Arguments> metrics() {
        return Stream.of(8, 10)
                .flatMap(bitDepth -> MetricDigest.all(640, 400, bitDepth).stream()
                        .map(metric -> Arguments.of(metric.getClass().getSimpleName(), metric, bitDepth)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("metrics")
    void nothingIsMadeForAFrame(String name, FrameMetric metric, int bitDepth) {
        DrawnFrame reference = Content.PICTURE.reference(640, 400, bitDepth);
        DrawnFrame distorted = Content.PICTURE.distorted(640, 400, bitDepth);

        assertNothingIsMade(metric, reference, distorted);
    }

    static void assertNothingIsMade(FrameMetric metric, VideoFrame reference, VideoFrame distorted) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        measure(metric, reference, distorted);

        long before = threads.getCurrentThreadAllocatedBytes();
        measure(metric, reference, distorted);
        long perFrame = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;

        assertThat(perFrame).as("%s", metric).isLessThan(BYTES_A_FRAME);
    }

    private static void measure(FrameMetric metric, VideoFrame reference, VideoFrame distorted) {
        for (int round = 0; round < ROUNDS; round++) {
            metric.score(reference, distorted);
        }
    }
}
