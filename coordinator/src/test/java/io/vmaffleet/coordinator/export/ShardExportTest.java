package io.vmaffleet.coordinator.export;

import static io.vmaffleet.coordinator.export.CellTables.NOTHING;
import static io.vmaffleet.coordinator.export.CellTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmaffleet.coordinator.table.OutputLock;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardExportTest {
    private static final String COLUMNS = "clip_name chug_content_name feature_ref_src adm2:REAL adm2_p10:REAL";

    @TempDir
    Path root;

    private Path table() throws IOException {
        return CellTables.write(
                root.resolve("X.parquet"),
                COLUMNS,
                row("a1.mp4", "beach", "a.mp4", 0.1, 0.2),
                row("b1.mp4", "a dance", "b.mp4", 0.3, 0.4),
                row("a2.mp4", "beach", "a.mp4", 0.5, 0.6),
                row("c1.mp4", NOTHING, "c.mp4", 0.7, 0.8),
                row("d1.mp4", NOTHING, NOTHING, 0.9, 1.0),
                row("c2.mp4", NOTHING, "c.mp4", 1.1, 1.2),
                row("b2.mp4", "a dance", "b.mp4", 1.3, 1.4));
    }

    private Exported export(Path table, int shards) throws IOException {
        return new ShardExport().write(SourceTable.read(table), root.resolve("shards"), shards, false, false);
    }

    private Map<String, List<String>> clips(Path folder) throws IOException {
        Map<String, List<String>> clips = new TreeMap<>();
        try (Stream<Path> shards = Files.list(folder)) {
            for (Path shard : shards.toList()) {
                List<String> names = new ArrayList<>();
                for (String line : Files.readAllLines(shard)) {
                    names.add(Json.readObject(line).path("clip_name").asText());
                }
                clips.put(shard.getFileName().toString(), names);
            }
        }
        return clips;
    }

    @Test
    void contentsAreDealtOutInTheTablesOrderAndNeverTornApart() throws IOException {
        Exported exported = export(table(), 3);

        assertThat(exported.rows()).isEqualTo(7);
        assertThat(clips(root.resolve("shards")))
                .isEqualTo(Map.of(
                        "shard_00.features.jsonl", List.of("a1.mp4", "a2.mp4", "d1.mp4"),
                        "shard_01.features.jsonl", List.of("b1.mp4", "b2.mp4"),
                        "shard_02.features.jsonl", List.of("c1.mp4", "c2.mp4")));
        assertThat(root).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    @Test
    void twoExportsIntoOneFolderAreRefusedAndNothingOfTheFirstIsLost() throws IOException {
        try (OutputLock first = OutputLock.take(root.resolve("shards")).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> export(table(), 2))
                    .isInstanceOf(ExportRefusedException.class)
                    .hasMessageContaining("another export");
        }

        assertThat(export(table(), 2).rows()).isEqualTo(7);
        assertThat(root).isDirectoryNotContaining(file -> file.toString().endsWith(".lock"));
    }

    /// They are somebody's: only hidden names are an export's own.
    @Test
    void foldersWithNamesLikeAnExportsAreLeftAlone() throws IOException {
        export(table(), 2);
        Path kept = Files.createDirectory(root.resolve("shards.old")).resolve("shard_00.features.jsonl");
        Files.writeString(kept, "kept");

        new ShardExport().write(SourceTable.read(table()), root.resolve("shards"), 1, false, true);

        assertThat(kept).hasContent("kept");
    }

    @Test
    void aRowIsAnObjectOfEveryColumnInOrderWithExactNumbers() throws IOException {
        double third = 1.0 / 3;
        Path table = CellTables.write(
                root.resolve("X.parquet"),
                "clip_name chug_ref:WHOLE mos:REAL feature_names n_feature_frames:WHOLE adm2_mean:REAL adm2:REAL"
                        + " vif_scale0:REAL is_hdr:TRUTH",
                row("é \"1\".mp4", 0L, 3.0, "adm2,vif_scale0", 300L, third, third, NOTHING, true),
                row("b.mp4", NOTHING, NOTHING, "adm2,vif_scale0", 2L, 1e-300, Double.MIN_VALUE, 5e22, false));

        export(table, 1);

        assertThat(Files.readString(root.resolve("shards/shard_00.features.jsonl")))
                .isEqualTo("""
                        {"clip_name":"é \\"1\\".mp4","chug_ref":0,"mos":3.0,"feature_names":["adm2","vif_scale0"],\
                        "n_feature_frames":300,"adm2_mean":0.3333333333333333,"adm2":0.3333333333333333,\
                        "vif_scale0":null,"is_hdr":true}
                        {"clip_name":"b.mp4","chug_ref":null,"mos":null,"feature_names":["adm2","vif_scale0"],\
                        "n_feature_frames":2,"adm2_mean":1.0E-300,"adm2":4.9E-324,"vif_scale0":5.0E22,"is_hdr":false}
                        """);
        JsonNode second = Json.readObject(Files.readAllLines(root.resolve("shards/shard_00.features.jsonl"))
                .get(1));
        assertThat(second.path("adm2").doubleValue()).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void rowsThatLackAValueAreCountedAndLeftOutWhenThatIsAsked() throws IOException {
        Path table = CellTables.write(
                root.resolve("X.parquet"),
                "clip_name mos:REAL adm2_mean:REAL vif_scale0_mean:REAL ciede2000_mean:REAL",
                row("a.mp4", 3.0, 0.1, 0.2, NOTHING),
                row("b.mp4", 3.0, NOTHING, Double.POSITIVE_INFINITY, NOTHING),
                row("c.mp4", NOTHING, 0.3, 0.4, NOTHING));

        Exported all = export(table, 1);
        Exported complete = new ShardExport().write(SourceTable.read(table), root.resolve("complete"), 2, true, false);

        assertThat(all.rows()).isEqualTo(3);
        assertThat(all.remarks().get(0)).isEqualTo("no row has a value in ciede2000_mean");
        assertThat(all.remarks().get(1))
                .startsWith("1 row lacks a value that others have (in adm2_mean and 1 more columns)")
                .contains("0.0", "--skip-incomplete");
        assertThat(all.remarks().get(2)).contains("CHUG's trainer takes 0.0", "adm2_p10", "motion2_std");
        assertThat(complete.rows()).isEqualTo(2);
        assertThat(complete.remarks().get(1)).endsWith("left out");
        assertThat(clips(root.resolve("complete")).values()).containsExactly(List.of("a.mp4"), List.of("c.mp4"));
    }

    @Test
    void moreShardsThanContentsAreRefusedAndNothingIsLeft() throws IOException {
        SourceTable table = SourceTable.read(table());

        assertThatThrownBy(() -> new ShardExport().write(table, root.resolve("shards"), 5, false, false))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("5 shards are more than the 4 contents of " + root.resolve("X.parquet"));

        assertThat(root).isDirectoryNotContaining(file -> file.toString().contains("shards"));
    }

    @Test
    void shardsThatLieThereGoOnlyWhenThatIsAsked() throws IOException {
        Path folder = Files.createDirectory(root.resolve("shards"));
        export(table(), 4);
        SourceTable table = SourceTable.read(root.resolve("X.parquet"));

        assertThatThrownBy(() -> new ShardExport().write(table, folder, 1, false, false))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("has shards already");
        assertThat(clips(folder)).hasSize(4);

        new ShardExport().write(table, folder, 1, false, true);
        assertThat(clips(folder)).hasSize(1);
        assertThat(root).isDirectoryNotContaining(file -> file.toString().endsWith(".old"));
    }

    @Test
    void aPlaceThatHoldsSomethingElseIsNeverTouched() throws IOException {
        SourceTable table = SourceTable.read(table());
        Path folder = Files.createDirectory(root.resolve("shards"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Path file = Files.writeString(root.resolve("file"), "mine");

        assertThatThrownBy(() -> new ShardExport().write(table, folder, 1, false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("notes.txt, which is no shard");
        assertThatThrownBy(() -> new ShardExport().write(table, file, 1, false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> new ShardExport().write(table, root.resolve("no/where"), 1, false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("does not exist: make it, or choose another --out");

        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(file).hasContent("mine");
    }

    /// A process that is killed takes nothing away again; one whose disk fails does.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverStepFailsTheOldShardsAreThereOrTheNewOnesOrNone(boolean killed) throws IOException {
        Path folder = root.resolve("shards");
        SourceTable table = SourceTable.read(table());
        Map<String, List<String>> after = null;
        boolean struck = true;
        for (int step = 1; struck; step++) {
            new ShardExport().write(table, folder, 4, false, true);
            Map<String, List<String>> before = clips(folder);
            FailingFiles files = new FailingFiles(step, killed);

            try {
                new ShardExport(files).write(table, folder, 3, false, true);
            } catch (IOException e) {
                assertThat(e).as("step %d", step).hasMessageContaining("shards");
            }

            struck = files.struck();
            if (Files.exists(folder)) {
                after = clips(folder);
                assertThat(after.size()).as("step %d", step).isIn(3, 4);
                assertThat(after.values().stream().mapToInt(List::size).sum()).isEqualTo(7);
                assertThat(after.size() == 3 || after.equals(before)).isTrue();
            } else {
                assertThat(killed).as("step %d", step).isTrue();
            }
        }
        assertThat(after).hasSize(3);
        assertThat(root).isDirectoryNotContaining(file -> file.toString().matches(".*\\.(old|tmp)"));
    }
}
