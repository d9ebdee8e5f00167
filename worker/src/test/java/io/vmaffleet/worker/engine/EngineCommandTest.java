package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCommandTest {
    @TempDir
    Path folder;

    @Test
    void aClassDataArchiveIsUsedOnlyWhereItIs() throws IOException {
        Path archive = folder.resolve("engine.jsa");
        assertThat(command(archive).line()).noneMatch(option -> option.contains("SharedArchiveFile"));

        Files.createFile(archive);

        assertThat(command(archive).line()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void argumentsComeAfterTheMainClassAndPropertiesBefore() {
        List<String> line = command(folder).line();

        assertThat(line).first().isEqualTo("/jdk/bin/java");
        assertThat(line).endsWith("-cp", "a.jar:b.jar", "Main", "", "/clips");
        assertThat(line).contains("-Dname=value");
    }

    @Test
    void anEngineInheritsNoSecretAndNoJvmOptions() {
        Map<String, String> environment = EngineCommand.environment(Map.of(
                "PATH", "/bin",
                "LC_ALL", "C",
                "JAVA_TOOL_OPTIONS", "-verbose",
                "VMAF_FLEET_REDIS_PASSWORD", "secret",
                "VMAF_FLEET_LIBVMAF", "/lib/libvmaf.so"));

        assertThat(environment)
                .isEqualTo(Map.of("PATH", "/bin", "LC_ALL", "C.UTF-8", "VMAF_FLEET_LIBVMAF", "/lib/libvmaf.so"));
    }

    private static EngineCommand command(Path archive) {
        return new EngineCommand(
                Path.of("/jdk/bin/java"),
                "a.jar:b.jar",
                Optional.of(archive).filter(file -> !Files.isDirectory(file)),
                Map.of("name", "value"),
                "Main",
                List.of("", "/clips"));
    }
}
