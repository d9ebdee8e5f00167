package io.vmaffleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    /// What an entry may have beside the part: names of fields, ids, and a number.
    private static final int MOST_ENTRY_BYTES = 256_000 - 200;

    @ParameterizedTest
    @CsvSource({"1,1", "1,26", "300,25", "885,26", "884,26", "1769,26", "23000,1", "100000,26", "3,40000"})
    void whatDeflateCannotShortenReadsBackFromPartsThatFitIntoAnEntry(int frames, int columns) {
        Random random = new Random(frames);
        double[][] scores = new double[columns][frames];
        for (double[] column : scores) {
            Arrays.setAll(column, frame -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
        }

        List<String> parts = encode(scores);

        if (columns < 1000) {
            assertThat(parts).allMatch(part -> part.length() <= MOST_ENTRY_BYTES);
        }
        assertThat(FrameCodec.decode(parts, columns).toArray()).isEqualTo(scores);
    }

    @Test
    void valuesOfEveryKindReadBackBitByBit() {
        double[] column = {0.0, -0.0, 1, Double.MIN_VALUE, -Double.MAX_VALUE, Double.NaN, 97.428043};

        double[] read = FrameCodec.decode(encode(column), 1).getFirst();

        for (int i = 0; i < column.length; i++) {
            assertThat(Double.doubleToLongBits(read[i])).isEqualTo(Double.doubleToLongBits(column[i]));
        }
    }

    @Test
    void whatIsConstantTakesNextToNothing() {
        double[][] scores = new double[26][1000];
        for (double[] column : scores) {
            Arrays.fill(column, 0.1);
        }

        assertThat(encode(scores).stream().mapToInt(String::length).sum()).isLessThan(3000);
    }

    @Test
    void noFrameIsNoPart() {
        assertThat(encode(new double[0])).isEmpty();
        assertThat(FrameCodec.decode(List.of(), 2)).hasSize(2).allMatch(column -> column.length == 0);
    }

    @Test
    void aClipOfTheMostFramesHasFewEnoughPartsForAnEngine() {
        int most = FrameCodec.mostFrames(26);

        assertThat(most).isEqualTo(120_989);
        assertThat(Math.ceilDiv(most, 184_000 / (26 * 8))).isLessThan(256);
    }

    @Test
    void scoresOfAnotherRecipeAreRefused() {
        List<String> parts = encode(new double[] {1, 2}, new double[] {3, 4});

        assertThatThrownBy(() -> FrameCodec.decode(parts, 3))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContainingAll("2 columns", "3 columns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64", "eJwDAAAAAAE=", "eJxjYGBgYGRgYGBmAAAAIwAG"})
    void whatIsNoPartIsRefused(String part) {
        assertThatThrownBy(() -> FrameCodec.decode(List.of(part), 1)).isInstanceOf(WireFormatException.class);
    }

    @Test
    void aPartThatIsCutOrChangedAnywhereIsRefused() {
        byte[] packed = Base64.getDecoder()
                .decode(encode(new double[] {1, 2, 3.7, Double.NaN}).getFirst());
        for (int i = 0; i < packed.length; i++) {
            byte[] changed = packed.clone();
            changed[i] ^= 0x11;
            String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(packed, i));
            String flipped = Base64.getEncoder().encodeToString(changed);

            assertThatThrownBy(() -> FrameCodec.decode(List.of(cut), 1)).isInstanceOf(WireFormatException.class);
            assertThatThrownBy(() -> FrameCodec.decode(List.of(flipped), 1)).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void aPartLongerThanAnyIsNotUnpacked() {
        String longer = encode(new double[20_000]).getFirst();

        assertThatThrownBy(() -> FrameCodec.decode(List.of(longer), 100_000)).isInstanceOf(WireFormatException.class);
    }

    private static List<String> encode(double[]... columns) {
        List<IntToDoubleFunction> scores = new ArrayList<>();
        for (double[] column : columns) {
            scores.add(frame -> column[frame]);
        }
        return FrameCodec.encode(columns[0].length, scores);
    }
}
