package io.vmaffleet.worker.extract.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.testing.CpuFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The metrics give the same bits by every set of instructions that this CPU has, and by no compiled code at all.
class MetricBitsIT {
    @Test
    void bitsAreTheSameByEverySetOfInstructions() throws IOException, InterruptedException {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("interpreted", "-Xint");
        List<String> cpu = CpuFlags.read();
        if (cpu.contains("avx")) {
            flags.put("AVX", "-XX:UseAVX=1");
        }
        if (cpu.contains("avx2")) {
            flags.put("AVX2", "-XX:UseAVX=2");
        }
        if (cpu.contains("avx512f")) {
            flags.put("AVX-512", "-XX:UseAVX=3");
        }
        Map<String, String> digests = new LinkedHashMap<>();
        for (Map.Entry<String, String> flag : flags.entrySet()) {
            digests.put(flag.getKey(), digest(flag.getValue(), flag.getValue().equals("-Xint") ? 1 : 200));
        }

        assertThat(digests.values()).allMatch(digest -> digest.matches("[0-9a-f]{16}"));
        assertThat(digests.values().stream().distinct()).as("%s", digests).hasSize(1);
    }

    private static String digest(String flag, int rounds) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MetricDigest.class.getName(),
                Integer.toString(rounds)));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("%s", said).isZero();
        return said;
    }
}
