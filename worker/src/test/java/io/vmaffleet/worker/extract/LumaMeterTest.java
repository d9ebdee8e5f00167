package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.LumaSignals;
import io.vmaffleet.worker.decode.VideoFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

class LumaMeterTest {
    private static final int WIDTH = 10;
    private static final int HEIGHT = 7;

    private final LumaMeter meter = new LumaMeter();

    /// What NumPy makes of the same pictures in doubles: of luma `l` and its Laplacian `lap` these are `l.std()`,
    /// `lap.var()`, half of the sum of the means of `abs(diff(l))` along both axes, and
    /// `1.4826 * median(abs(lap - median(lap)))`.
    @Test
    void aFrameHasTheSignalsThatNumPyFinds() {
        assertSignals(
                frame(8, 0),
                new LumaSignals(0.2861883034427206, 2.4383876970396003, 0.3991565515094926, 2.232621176470588));
        assertSignals(
                frame(8, 3),
                new LumaSignals(0.28195138401310293, 2.0402835832372164, 0.3913694366635544, 1.488414117647059));
        assertSignals(
                frame(10, 0),
                new LumaSignals(0.28100194306229076, 1.3219556839800906, 0.30202951170693104, 1.48404926686217));
        assertSignals(
                frame(10, 3),
                new LumaSignals(0.27585388675816447, 1.4002334956795273, 0.2970302099334357, 1.48404926686217));
    }

    private static void assertSignals(VideoFrame frame, LumaSignals expected) {
        LumaMeter meter = new LumaMeter();
        meter.take(frame);
        LumaSignals signals = meter.signals();

        assertThat(signals.std()).isCloseTo(expected.std(), within(1e-14));
        assertThat(signals.laplacianVariance()).isCloseTo(expected.laplacianVariance(), within(1e-14));
        assertThat(signals.highFrequency()).isCloseTo(expected.highFrequency(), within(1e-14));
        assertThat(signals.laplacianMad()).isCloseTo(expected.laplacianMad(), within(1e-14));
    }

    @Test
    void aFlatFrameHasNone() {
        meter.take(new Frame(8, (x, y) -> 128));

        assertThat(meter.signals()).isEqualTo(new LumaSignals(0, 0, 0, 0));
    }

    /// `floor(linspace(0, 19, 8))` is 0 2 5 8 10 13 16 19.
    @Test
    void eightFramesFromTheFirstToTheLastCount() {
        List<Integer> counting = List.of(0, 2, 5, 8, 10, 13, 16, 19);
        for (int n = 0; n < 20; n++) {
            int step = counting.contains(n) ? 16 : 255;
            meter.take(new Frame(8, (x, y) -> x % 2 * step));
        }

        assertThat(meter.signals().std()).isCloseTo(8 / 255.0, within(1e-14));
    }

    @Test
    void ofFewFramesAllCount() {
        for (int step : List.of(10, 20, 60)) {
            meter.take(new Frame(8, (x, y) -> x % 2 * step));
        }

        assertThat(meter.signals().std()).isCloseTo(15 / 255.0, within(1e-14));
    }

    @Test
    void ofNoFramesThereAreNoSignals() {
        assertThatIllegalStateException().isThrownBy(meter::signals);
    }

    private static VideoFrame frame(int bitDepth, int number) {
        return new Frame(bitDepth, (x, y) -> (x * x * 37 + y * 91 + x * y * 13 + number * 29) % (1 << bitDepth));
    }

    private interface Luma {
        int at(int x, int y);
    }

    /// Luma alone.
    private record Frame(int bitDepth, Luma luma) implements VideoFrame {
        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int height() {
            return HEIGHT;
        }

        @Override
        public void copyRow(int plane, int row, byte[] into) {
            for (int x = 0; x < WIDTH; x++) {
                int sample = luma.at(x, row);
                if (bitDepth == 8) {
                    into[x] = (byte) sample;
                } else {
                    into[2 * x] = (byte) sample;
                    into[2 * x + 1] = (byte) (sample >> 8);
                }
            }
        }

        @Override
        public long planeAddress(int plane) {
            throw new UnsupportedOperationException("a frame of no memory");
        }

        @Override
        public long strideBytes(int plane) {
            throw new UnsupportedOperationException("a frame of no memory");
        }
    }
}
