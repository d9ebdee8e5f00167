package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.result.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
    private static final int ONE = 1 << 16;

    /// The eight ways to lay a picture on its sides, each as what it does to a pixel's coordinates.
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 0", // as coded
        "0, 1, -1, 0, 90",
        "-1, 0, 0, -1, 180",
        "0, -1, 1, 0, 270",
        "-1, 0, 0, 1, 0", // mirrored left to right
        "1, 0, 0, -1, 180", // upside down in a mirror
        "0, 1, 1, 0, 90", // along its diagonal
        "0, -1, -1, 0, 270", // along the other one
    })
    void eachSampleGoesWhereTheMatrixSendsIt(int a, int b, int c, int d, int degrees) {
        int width = 5;
        int height = 3;
        Rotation rotation = Rotation.of(matrix(a, b, c, d));
        byte[] coded = new byte[width * height];
        short[] codedWide = new short[width * height];
        for (int i = 0; i < coded.length; i++) {
            coded[i] = (byte) (i * 7);
            codedWide[i] = (short) (i * 7 + 500);
        }
        byte[] displayed = new byte[coded.length];
        short[] displayedWide = new short[coded.length];

        rotation.turn(coded, width, height, displayed);
        rotation.turn(codedWide, width, height, displayedWide);

        int displayedWidth = rotation.width(width, height);
        assertThat(displayedWidth).isEqualTo(a == 0 ? height : width);
        assertThat(rotation.degrees()).isEqualTo(degrees);
        for (int q = 0; q < height; q++) {
            for (int p = 0; p < width; p++) {
                // forward, as the container's specification has it, moved to where coordinates begin at 0
                int x = a * p + c * q + Math.max(0, -a) * (width - 1) + Math.max(0, -c) * (height - 1);
                int y = b * p + d * q + Math.max(0, -b) * (width - 1) + Math.max(0, -d) * (height - 1);
                assertThat(displayed[y * displayedWidth + x]).isEqualTo(coded[q * width + p]);
                assertThat(displayedWide[y * displayedWidth + x]).isEqualTo(codedWide[q * width + p]);
            }
        }
    }

    @Test
    void aMatrixThatAlsoScalesTurnsAsIfItDidNot() {
        assertThat(Rotation.of(matrix(0, 2, -3, 0))).isEqualTo(Rotation.of(matrix(0, 1, -1, 0)));
    }

    @Test
    void aMatrixOfZerosTurnsNothing() {
        assertThat(Rotation.of(new int[9])).isEqualTo(Rotation.NONE);
    }

    @Test
    void anotherAngleThanAQuarterIsRefusedByItsDegrees() {
        int[] matrix = matrix(0, 0, 0, 0);
        matrix[0] = ONE * 3 / 4;
        matrix[1] = ONE * 3 / 4;
        matrix[3] = -ONE * 3 / 4;
        matrix[4] = ONE * 3 / 4;

        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> Rotation.of(matrix))
                .withMessageContaining("45 degrees")
                .returns(FailureReason.UNSUPPORTED_FORMAT, UnmeasurableClipException::reason);
    }

    @Test
    void aQuarterTurnThatWasRoundedByItsWriterIsAQuarterTurn() {
        int[] matrix = matrix(0, 1, -1, 0);
        matrix[0] = 300;
        matrix[4] = -300;

        assertThat(Rotation.of(matrix).degrees()).isEqualTo(90);
    }

    private static int[] matrix(int a, int b, int c, int d) {
        return new int[] {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30};
    }
}
