package io.vmaffleet.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBinaryTest {
    @TempDir
    private Path cache;

    @Test
    void itIsUnpackedOnceAndTellsItsVersion() throws Exception {
        RedisBinary first = RedisBinary.find(cache);
        var unpackedAt = Files.getLastModifiedTime(first.path());

        RedisBinary second = RedisBinary.find(cache);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.path())).isEqualTo(unpackedAt);
        assertThat(first.version()).matches("[6-9]\\.\\d+\\.\\d+.*");
        try (var left = Files.list(first.path().resolveSibling(""))) {
            assertThat(left).containsExactly(first.path());
        }
    }

    @Test
    void aCacheThatCannotBeMadeIsSaidInOneSentence() throws Exception {
        Path file = Files.createFile(cache.resolve("file"));

        assertThatThrownBy(() -> RedisBinary.find(file))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("XDG_CACHE_HOME");
    }
}
