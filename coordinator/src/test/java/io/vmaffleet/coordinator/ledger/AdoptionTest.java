package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.row;
import static io.vmaffleet.coordinator.ledger.Rows.rowOf;
import static io.vmaffleet.coordinator.ledger.Rows.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.FaultyLayer.Fault;
import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import io.vmaffleet.coordinator.ledger.RunManifest.State;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RowCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the reference's script leaves, taken over.
class AdoptionTest {
    private static final List<ClipName> PLAN = clips(8);

    @TempDir
    Path folder;

    private LedgerWorld world;

    @BeforeEach
    void build() {
        world = new LedgerWorld(folder).plan(PLAN);
    }

    @Test
    void tableAndStagingRowsBecomeOursAndStagingBeatsTheTable() throws IOException {
        leave(world);

        try (Session session = world.open()) {
            AdoptionReport report = session.ledger.repairs().adoption().orElseThrow();
            assertThat(report.fromTable()).isEqualTo(2);
            assertThat(report.fromStaging()).isEqualTo(3);
            assertThat(report.skippedLines()).isEqualTo(2);
            assertThat(report.doubtful()).containsExactly(clip(4).value());
            assertThat(session.rows(PLAN, world.files)).isEqualTo(adopted());
            assertThat(session.ledger.adoptedCount()).isEqualTo(5);
            assertThat(session.ledger.manifest().state()).isEqualTo(State.NEW);
            assertThat(session.ledger.manifest().adoption()).contains(new RunManifest.Adopted(5, report.digest()));
            try (StagedRows rows = session.ledger.rows()) {
                assertThat(rows.row(clip(3)).orElseThrow().adopted()).isTrue();
            }
            session.commit(write(clip(6)));
        }

        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().sentences()).isEmpty();
            assertThat(session.ledger.doneCount()).isEqualTo(6);
            assertThat(session.ledger.adoptedCount()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverStepOfItFailsItIsDoneAgain(Fault fault) throws IOException {
        FaultyLayer sound = new FaultyLayer(0, fault, 1);
        LedgerWorld soundWorld = new LedgerWorld(Files.createDirectory(folder.resolve("sound"))).plan(PLAN);
        leave(soundWorld);
        soundWorld.layer(sound).open().close();
        byte[] staging = soundWorld.staging();

        for (int step = 1; step <= sound.steps(); step++) {
            LedgerWorld faulty = new LedgerWorld(Files.createDirectory(folder.resolve("step-" + step))).plan(PLAN);
            leave(faulty);
            FaultyLayer layer = new FaultyLayer(step, fault, step);
            int last = step;
            assertThatThrownBy(() -> faulty.layer(layer).open())
                    .as("step %s", last)
                    .isInstanceOf(IOException.class);

            try (Session session = faulty.layer(FaultyLayer.sound()).open()) {
                assertThat(session.rows(PLAN, faulty.files)).as("step %s", step).isEqualTo(adopted());
                assertThat(session.ledger.manifest().state()).isEqualTo(State.NEW);
            }
            assertThat(faulty.staging()).as("step %s", step).isEqualTo(staging);
            assertThat(faulty.files.done()).content().hasLineCount(5);
        }
    }

    @Test
    void theOtherNameOfStagingIsReadToo() throws IOException {
        Files.writeString(
                world.files.otherStaging(), scriptLine(clip(0), row(5)) + "\n" + scriptLine(clip(1), row(6)) + "\n");
        Files.writeString(world.files.staging(), scriptLine(clip(1), row(7)) + "\n");

        try (Session session = world.open()) {
            assertThat(session.rows(PLAN, world.files)).isEqualTo(Map.of(clip(0), row(5), clip(1), row(7)));
        }
    }

    @Test
    void aNameInDoneWhoseRowTheScriptLostIsReported() throws IOException {
        Files.writeString(world.files.staging(), scriptLine(clip(0), row(5)) + "\n");
        Files.writeString(world.files.done(), "clip_0000.mp4\nclip_0003.mp4\n");

        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().lostExamples()).containsExactly("clip_0003.mp4");
            assertThat(session.ledger.done(clip(3))).isFalse();
        }
    }

    /// The script's rows are of clips compared with themselves, with 25 features: in another table they would be wrong.
    @Test
    void aRunOfAnotherRecipeTakesNothingOver() throws IOException {
        Files.writeString(world.files.staging(), scriptLine(clip(1), row(5)) + "\n");
        LedgerOpening usual = world.opening();

        for (Recipe recipe : List.of(Recipe.K150K_26, Recipe.K150K.withPairing(Pairing.REFERENCE))) {
            LedgerOpening other = new LedgerOpening(
                    usual.host(),
                    usual.holderWait(),
                    found -> found.orElseGet(() -> LedgerWorld.manifest(recipe)),
                    usual.plan(),
                    usual.tables());
            assertThatThrownBy(() -> RunLedger.open(world.files, other, LedgerWorld.CLOCK, FaultyLayer.sound()))
                    .isInstanceOf(ForeignLedgerException.class)
                    .hasMessageContaining("begun by the Python script")
                    .hasMessageContaining(recipe.differenceFrom(Recipe.K150K));
        }

        assertThat(world.files.run()).doesNotExist();
    }

    @Test
    void aStagingFileWithAnotherColumnIsRefusedAndNothingIsChanged() throws IOException {
        String foreign = scriptLine(clip(0), row(5)).replace("\"mos\"", "\"teacher_model\"") + "\n";
        Files.writeString(world.files.staging(), scriptLine(clip(1), row(5)) + "\n" + foreign);

        assertThatThrownBy(world::open)
                .isInstanceOf(ForeignLedgerException.class)
                .hasMessageContaining("X.rows.jsonl (line 2)")
                .hasMessageContaining("teacher_model");

        assertThat(world.files.run()).doesNotExist();
        assertThat(world.files.staging()).content().endsWith(foreign);
    }

    @Test
    void aTableWithAnotherColumnIsRefused() throws IOException {
        TextTable.write(world.files.output(), Map.of(clip(0).value(), row(1)));
        LedgerOpening opening = world.opening();
        LedgerOpening foreign = new LedgerOpening(
                opening.host(),
                opening.holderWait(),
                opening.choice(),
                opening.plan(),
                table -> new TextTable(table, List.of("adm3_mean")));

        assertThatThrownBy(() -> RunLedger.open(world.files, foreign, LedgerWorld.CLOCK, FaultyLayer.sound()))
                .isInstanceOf(ForeignLedgerException.class)
                .hasMessageContaining("adm3_mean");
        assertThat(world.files.run()).doesNotExist();
    }

    @Test
    void valuesThatTheScriptHasNotAreNaN() throws IOException {
        ObjectNode json = Json.readObject(scriptLine(clip(0), row(5)));
        json.putNull("cambi_mean");
        json.put("ciede2000_mean", Double.POSITIVE_INFINITY);
        Files.writeString(world.files.staging(), Json.write(json) + "\n");

        try (Session session = world.open()) {
            ObjectNode columns = Json.object();
            RowCodec.put(columns, session.ledger.row(clip(0)).orElseThrow());
            assertThat(Stream.of("cambi_mean", "ciede2000_mean")
                            .map(column -> columns.get(column).doubleValue()))
                    .containsOnly(Double.NaN);
        }
    }

    /// A table of clips 0, 1 and 2; staging of 2 (twice), 3, a torn line in the middle, 4 (which is HDR), and a torn
    /// end.
    private static void leave(LedgerWorld world) throws IOException {
        Map<String, FeatureRow> table = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            table.put(clip(i).value(), rowOf(clip(i)));
        }
        TextTable.write(world.files.output(), table);
        Files.writeString(
                world.files.staging(),
                String.join(
                        "\n",
                        scriptLine(clip(2), row(20)),
                        scriptLine(clip(3), rowOf(clip(3))),
                        scriptLine(clip(5), row(1)).substring(0, 300) + scriptLine(clip(5), row(1)),
                        scriptLine(clip(2), row(22)),
                        scriptLine(clip(4), hdr(row(4))),
                        scriptLine(clip(6), row(6)).substring(0, 99)));
        Files.writeString(world.files.done(), "clip_0000.mp4\nclip_0001.mp4\nclip_0002.mp4\nclip_0003.mp4\n");
    }

    private static Map<ClipName, FeatureRow> adopted() {
        Map<ClipName, FeatureRow> rows = new LinkedHashMap<>();
        rows.put(clip(0), rowOf(clip(0)));
        rows.put(clip(1), rowOf(clip(1)));
        rows.put(clip(2), row(22));
        rows.put(clip(3), rowOf(clip(3)));
        rows.put(clip(4), hdr(row(4)));
        return rows;
    }

    private static FeatureRow hdr(FeatureRow row) {
        return new FeatureRow(row.width(), row.height(), row.fps(), true, row.motionFpsWeight(), row.values());
    }

    /// As Python's json module writes it: spaces behind colons and commas, the score among the columns.
    private static String scriptLine(ClipName clip, FeatureRow row) {
        ObjectNode json = Json.object();
        json.put("clip_name", clip.value());
        json.put("mos", 3.25);
        RowCodec.put(json, row);
        return Json.write(json).replace("\":", "\": ").replace(",\"", ", \"");
    }
}
