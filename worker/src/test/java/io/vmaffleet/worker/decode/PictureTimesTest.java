package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureTimesTest {
    private static final Tick MILLISECOND = new Tick(1, 1000);

    @Test
    void framesMayComeInAnyOrder() {
        PictureTimes times = PictureTimes.of(new long[] {0, 120, 40, 80}, 40, MILLISECOND);

        assertThat(times).isEqualTo(new PictureTimes(4, 0.16, 25, 0.04, 0.04, false));
    }

    @Test
    void roundingToTicksIsNoVariableRate() {
        assertThat(PictureTimes.of(new long[] {0, 8, 17, 25, 33}, 8, MILLISECOND)
                        .isVariable())
                .isFalse();
    }

    @Test
    void aMissingFrameIsOne() {
        PictureTimes times = PictureTimes.of(new long[] {0, 40, 120, 160}, 40, MILLISECOND);

        assertThat(times.isVariable()).isTrue();
        assertThat(times.shortest()).isEqualTo(0.04);
        assertThat(times.longest()).isEqualTo(0.08);
    }

    @Test
    void aLastFrameThatDoesNotSayHowLongItIsShownIsShownAsLongAsTheOthers() {
        assertThat(PictureTimes.of(new long[] {0, 40, 80}, 0, MILLISECOND).seconds())
                .isEqualTo(0.12);
    }

    @Test
    void oneFrameHasALengthAndNoRate() {
        assertThat(PictureTimes.of(new long[] {7}, 40, MILLISECOND))
                .isEqualTo(new PictureTimes(1, 0.04, Double.NaN, Double.NaN, Double.NaN, false));
        assertThat(PictureTimes.of(new long[] {}, 0, MILLISECOND).seconds()).isNaN();
    }
}
