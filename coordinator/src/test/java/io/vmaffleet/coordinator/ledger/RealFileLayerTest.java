package io.vmaffleet.coordinator.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealFileLayerTest {
    private static final FileLayer LAYER = FileLayer.real();

    @TempDir
    Path folder;

    @Test
    void aFileGrowsAtItsEndAndIsCutAndReplaced() throws IOException {
        Path file = folder.resolve("file");
        append(file, "one\n");
        append(file, "two\n");
        assertThat(file).hasContent("one\ntwo\n");

        LAYER.truncate(file, 4);
        assertThat(file).hasContent("one\n");

        Replacement.replace(LAYER, file, out -> out.write("new\n".getBytes(UTF_8)));
        assertThat(file).hasContent("new\n");
        assertThat(folder.resolve("file.tmp")).doesNotExist();

        LAYER.delete(file);
        LAYER.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFullDiskIsNamedWithItsFileAndWhatToDo() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).isTrue();

        try (FileLayer.AppendFile file = LAYER.create(full)) {
            assertThatThrownBy(() -> file.append(ByteBuffer.wrap(new byte[] {1})))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/dev/full")
                    .hasMessageContaining("then resume");
        }
    }

    private static void append(Path path, String text) throws IOException {
        try (FileLayer.AppendFile file = LAYER.append(path)) {
            file.append(ByteBuffer.wrap(text.getBytes(UTF_8)));
            file.force();
        }
    }
}
