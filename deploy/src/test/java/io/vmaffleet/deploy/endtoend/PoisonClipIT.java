package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.extract.libvmaf.LibrarySearch;
import io.vmaffleet.worker.extract.libvmaf.VmafLibrary;
import io.vmaffleet.worker.testing.BrokenLibvmaf;
import io.vmaffleet.worker.testing.ClipMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clips that kill every engine they meet, in a whole run on a libvmaf that lets itself be killed.
class PoisonClipIT {
    private static final List<String> GOOD = List.of("a.mp4", "c.mp4", "d.mp4", "f.mp4", "g.mp4");

    @TempDir
    private Path folder;

    @Test
    void poisonClipsCostTheRunOnlyThemselves() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        ClipMaker maker = new ClipMaker(clips);
        GOOD.forEach(maker::sdr);
        BrokenLibvmaf.CRASHES.poison(maker, "b.mp4");
        BrokenLibvmaf.EATS_MEMORY.poison(maker, "e.mp4");
        Files.writeString(
                folder.resolve("scores.csv"),
                "video_name,video_score\na.mp4,1\nb.mp4,2\nc.mp4,3\nd.mp4,4\ne.mp4,5\nf.mp4,1\ng.mp4,2\n");
        Path libvmaf =
                VmafLibrary.find(LibrarySearch.ofProcess(Optional.empty())).path();
        Path broken = BrokenLibvmaf.build(folder.resolve("broken"), libvmaf);
        Path poisoned = folder.resolve("poisoned.parquet");
        Path undisturbed = folder.resolve("undisturbed.parquet");

        // the broken clip is given up after it was tried alone
        run(poisoned, broken, 1);
        run(undisturbed, libvmaf, 0);

        assertThat(Files.readAllLines(folder.resolve("poisoned.failed.jsonl")))
                .map(Json::readObject)
                .extracting(PoisonClipIT::failure)
                .containsExactlyInAnyOrder("b.mp4 ENGINE_CRASH failed", "e.mp4 OUT_OF_MEMORY failed");
        Map<String, ObjectNode> right = Pandas.rows(undisturbed);
        assertThat(Pandas.rows(poisoned))
                .containsOnlyKeys(GOOD)
                .allSatisfy((clip, row) -> assertThat(row).isEqualTo(right.get(clip)));
    }

    private static String failure(ObjectNode line) {
        return line.get("clip_name").textValue() + " " + line.get("reason").textValue() + " "
                + line.get("verdict").textValue();
    }

    private void run(Path output, Path libvmaf, int exitCode) throws Exception {
        String[] arguments = VmafFleetProcess.run(
                folder.resolve("clips"),
                folder.resolve("scores.csv"),
                output,
                "--workers",
                "2",
                "--libvmaf",
                libvmaf.toString());
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, arguments)) {
            assertThat(run.end()).as(run.said()).isEqualTo(exitCode);
        }
    }
}
