package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResidentSharesTest {
    private static final long MIB = 1L << 20;

    private final ResidentShares shares = new ResidentShares();

    @Test
    void whatWasNeverMeasuredIsWorthWhatIsAsked() {
        assertThat(shares.corrected(300 * MIB)).isEqualTo(300 * MIB);
    }

    @Test
    void aClipThatTookMoreMakesTheNextOneAskForMoreAtOnce() {
        shares.learn(300 * MIB, 360 * MIB);

        // a tenth more than the 360 that it took
        assertThat(shares.corrected(300 * MIB)).isEqualTo(396 * MIB);
    }

    @Test
    void clipsThatTakeLessLowerItLittleByLittle() {
        shares.learn(300 * MIB, 200 * MIB);
        long afterOne = shares.corrected(300 * MIB);
        for (int clip = 0; clip < 100; clip++) {
            shares.learn(300 * MIB, 200 * MIB);
        }

        assertThat(afterOne).isBetween(270 * MIB, 295 * MIB);
        assertThat(shares.corrected(300 * MIB)).isBetween(220 * MIB, 221 * MIB);
    }

    @Test
    void smallClipsSayNothingOfBigOnes() {
        for (int clip = 0; clip < 100; clip++) {
            shares.learn(300 * MIB, 150 * MIB);
        }

        assertThat(shares.corrected(3000 * MIB)).isEqualTo(3000 * MIB);
    }

    @Test
    void noCorrectionGoesBelowAHalfOrBeyondWhatAnEngineIsKilledAt() {
        for (int clip = 0; clip < 200; clip++) {
            shares.learn(300 * MIB, MIB);
        }
        shares.learn(3000 * MIB, 9000 * MIB);

        assertThat(shares.corrected(300 * MIB)).isEqualTo(150 * MIB);
        assertThat(shares.corrected(3000 * MIB)).isEqualTo(4500 * MIB);
    }

    @Test
    void whatTheKernelDoesNotSayIsNotLearnt() {
        shares.learn(300 * MIB, 0);

        assertThat(shares.corrected(300 * MIB)).isEqualTo(300 * MIB);
    }
}
