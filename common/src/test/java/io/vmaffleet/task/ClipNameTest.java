package io.vmaffleet.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipNameTest {
    /// One of each length in UTF-8, on both sides of the surrogates, and neighbours of each.
    private static final int[] CODE_POINTS = {
        'a', 'b', '.', '~', 0xE9, 0x7FF, 0x800, 0x540D, 0xD7FF, 0xE000, 0xFF21, 0xFFFC, 0x10000, 0x1F3AC, 0x1F3AD,
        0x10FFFF
    };

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theOrderIsThatOfTheBytes(long seed) {
        Random random = new Random(seed);
        List<String> names =
                IntStream.range(0, 2_000).mapToObj(_ -> name(random)).toList();

        List<String> sorted =
                names.stream().map(ClipName::new).sorted().map(ClipName::value).toList();

        List<String> byBytes = names.stream()
                .sorted(Comparator.comparing(ClipNameTest::bytes, Arrays::compareUnsigned))
                .toList();
        assertThat(sorted).as("seed %d", seed).isEqualTo(byBytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void twoNamesCompareAsTheirBytesDo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String a = name(random);
            String b = name(random);
            assertThat(Integer.signum(ClipName.compare(a, b)))
                    .as("seed %d: %s and %s", seed, a, b)
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(a), bytes(b))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b.mp4", "/", "a\nb.mp4", "a\u0000.mp4", "\u007f", "\u0085", "\ufffd.mp4"})
    void namesThatNoTaskMayCarryAreRefused(String name) {
        assertThat(ClipName.isUsable(name)).isFalse();
        assertThatThrownBy(() -> new ClipName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfASurrogateIsNoName() {
        assertThat(ClipName.isUsable("a" + (char) 0xD83C)).isFalse();
        assertThat(ClipName.isUsable((char) 0xDFAC + "a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp4", "two words.mp4", "'quoted'.mp4", "\u540d.mp4", "\ud83c\udfac.mp4", "..."})
    void namesOfAnyScriptAreUsable(String name) {
        assertThat(new ClipName(name).value()).isEqualTo(name);
    }

    private static String name(Random random) {
        int length = 1 + random.nextInt(4);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return name.toString();
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
