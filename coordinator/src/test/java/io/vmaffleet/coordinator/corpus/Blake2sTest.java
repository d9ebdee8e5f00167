package io.vmaffleet.coordinator.corpus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake2sTest {
    @Test
    void theExampleOfTheStandardComesOut() {
        assertThat(hex(Blake2s.digest("abc".getBytes(US_ASCII), 32)))
                .isEqualTo("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982");
    }

    @Test
    void theEmptyMessageHasItsDigest() {
        assertThat(hex(Blake2s.digest(new byte[0], 32)))
                .isEqualTo("69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9");
        assertThat(hex(Blake2s.digest(new byte[0], 8))).isEqualTo("ef2a8b78dd80da9c");
    }

    /// What Python's hashlib.blake2s gives for the bytes `(7 i + n) mod 256`, around and beyond the block size of 64.
    @ParameterizedTest
    @CsvSource({
        "63,   67872fb593187c39, 5c9eb3e5acf93799a68777f27cdde8e90cb16d511b7983a875ac5dbfa8aca778",
        "64,   9940b66f2915e8d2, 85de17b4e2581889b98b948346a970b5291b5d2a2a8ee75b1aa2bbb02b98b211",
        "65,   2654ddd2fd2a8241, 1c1a9619a26d7cd550199567e5c316eb3db33d96c29790a6c68ba7f1ee8a8803",
        "128,  712636ef1d1c3a81, 46bf7abf397f8c8f86566279cba2505c9d255be7409760dc327ae520faaf356a",
        "129,  f6cd719455a6f9b7, 030e44da1226be0765e3ff31a849aca32cb20222ac3dc32ff10670dc95b22534",
        "1000, 91cf9d1cd5c03db0, 802d01c1238627f67baee29885006cfaab1f07890532935a1ae9354d318df150",
    })
    void aMessageOfAnyLengthHasPythonsDigest(int length, String eightBytes, String thirtyTwoBytes) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (i * 7 + length);
        }

        assertThat(hex(Blake2s.digest(message, 8))).isEqualTo(eightBytes);
        assertThat(hex(Blake2s.digest(message, 32))).isEqualTo(thirtyTwoBytes);
    }

    @Test
    void aLengthThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Blake2s.digest(new byte[1], 33)).hasMessageContaining("33");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
