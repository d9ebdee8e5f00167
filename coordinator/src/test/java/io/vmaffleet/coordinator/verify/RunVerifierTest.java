package io.vmaffleet.coordinator.verify;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.table.FeatureTableWriter;
import io.vmaffleet.coordinator.table.MeasuredRows;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerifierTest {
    @TempDir
    private Path folder;

    @Test
    void aFinishedRunIsProved() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);

        Verification proof = run.verify();

        assertThat(proof.findings()).isEmpty();
        assertThat(proof.remarks()).isEmpty();
        assertThat(proof.finished()).isTrue();
        assertThat(List.of(proof.rows(), proof.failed(), proof.leftOut(), proof.toDo()))
                .containsExactly(4L, 1L, 1L, 0L);
        assertThat(proof.table()).contains(FileDigest.of(run.files.output()));
    }

    @Test
    void namesThatNoClipCanHaveAreAmongTheFailed() throws Exception {
        RunOnDisk run = RunOnDisk.begun(folder);
        run.corpus.clipOfBytes("caf%E9.mp4");
        run = RunOnDisk.finished(folder);

        assertThat(run.verify().findings()).isEmpty();
        assertThat(run.verify().failed()).isEqualTo(2);
    }

    @Test
    void verifyingChangesNoFile() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.writeString(run.files.done(), "ghost.mp4\ntorn", APPEND);
        Map<String, String> before = filesOf(folder);

        run.verify();

        assertThat(filesOf(folder)).isEqualTo(before);
    }

    @Test
    void whereThereIsNoRunNothingIsProved() throws Exception {
        assertThat(new RunVerifier(new RunOnDisk(folder).files).verify()).isEmpty();
    }

    @Test
    void aFlippedBitOfTheTableIsFoundWhereverItIs() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        byte[] bytes = Files.readAllBytes(run.files.output());
        for (int at = 0; at < bytes.length; at += 499) {
            bytes[at] ^= 0x10;
            Files.write(run.files.output(), bytes);
            bytes[at] ^= 0x10;

            assertThat(run.verify().findings())
                    .as("byte " + at)
                    .anyMatch(finding -> finding.contains("X.parquet does not have the bytes that the run wrote"));
        }
    }

    @Test
    void aDamagedPageOfATableWithoutARecordIsFoundByItsCrc() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.manifest(json -> json.remove("table"));
        assertThat(run.verify().findings()).isEmpty();
        assertThat(run.verify().remarks()).singleElement().asString().contains("no record of its table's bytes");
        byte[] bytes = Files.readAllBytes(run.files.output());
        // a score, in a page that proving the clips does not need
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0000\u0000\u000c@")] ^= 0x55;
        Files.write(run.files.output(), bytes);

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("X.parquet: cannot be read as a Parquet table");
    }

    @Test
    void aTableThatIsMissingOrNoneIsSaidSo() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.writeString(run.files.output(), "no table at all, but long enough to hold a footer");
        assertThat(run.verify().findings()).anyMatch(finding -> finding.contains("cannot be read as a Parquet table"));

        Files.delete(run.files.output());

        assertThat(run.verify().findings()).singleElement().asString().contains("X.parquet is missing", "'resume'");
    }

    @Test
    void theTableOfAnotherRunIsNotTaken() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder.resolve("one"));
        RunOnDisk other = RunOnDisk.begun(folder.resolve("other"));
        other.corpus.clip("e.mp4");
        other = RunOnDisk.begun(folder.resolve("other"));
        other.write(ledger -> {
            List.of("a.mp4", "b.mp4", "c.mp4", "d.mp4", "e.mp4").forEach(clip -> RunOnDisk.row(ledger, clip, "h"));
            RunOnDisk.giveUp(ledger, "broken.mp4", FailureReason.TRUNCATED, Verdict.FAILED);
            RunOnDisk.giveUp(ledger, "small.mp4", FailureReason.TOO_SMALL, Verdict.LEFT_OUT);
        });
        other.end();
        Files.copy(other.files.output(), run.files.output(), StandardCopyOption.REPLACE_EXISTING);
        run.ownTheTable();

        assertThat(run.verify().findings())
                .anyMatch(finding -> finding.startsWith("1 clip is in ") && finding.contains("(e.mp4)"))
                .anyMatch(finding -> finding.contains("vmaffleet.corpus_digest"))
                .hasSize(2);
    }

    @Test
    void aRowThatTheTableLacksIsNamed() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        plant(run, clip -> clip.value().equals("c.mp4") ? Optional.empty() : rowsOfTheRun(clip));

        assertThat(run.verify().findings())
                .first()
                .asString()
                .startsWith("1 clip is neither in ")
                .contains("(c.mp4)");
    }

    @Test
    void aClipWithBothARowAndAReasonIsNamed() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        plant(run, clip -> clip.value().equals("small.mp4") ? Optional.empty() : Optional.of(Rows.of(clip)));

        assertThat(run.verify().findings())
                .anyMatch(finding -> finding.startsWith("1 clip is in ") && finding.contains("(broken.mp4)"));
    }

    @Test
    void aFooterThatSaysOtherwiseThanTheRunIsFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.manifest(json -> json.put("engine", RunOnDisk.OTHER_ENGINE.value()));
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("vmaffleet.engine 00000000000000e1 in its footer, where its run has 00000000000000e2");

        run = RunOnDisk.finished(folder.resolve("counts"));
        new FeatureTableWriter()
                .write(
                        run.files.output(),
                        run.plan(),
                        Recipe.K150K,
                        RunVerifierTest::rowsOfTheRun,
                        new TableFooter(Optional.of(RunOnDisk.ENGINE), 2, 0, 3));
        run.ownTheTable();
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("vmaffleet.failed 2", "vmaffleet.left_out 0", "vmaffleet.adopted 3");
    }

    @Test
    void otherLabelsThanTheTablesAreFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.corpus.scores("video_name,video_score,mos_raw_0_100", "a.mp4,4,80");

        assertThat(run.verify().findings()).singleElement().asString().contains("scores or sidecar", "'resume'");
    }

    @Test
    void columnsThatThePlanDoesNotGiveAreFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.corpus.scores("video_name,video_score,mos_raw_0_100", "a.mp4,4,80");
        plant(run, RunVerifierTest::rowsOfTheRun);
        run.corpus.scores("video_name,video_score", "a.mp4,3.5", "b.mp4,1", "broken.mp4,2");

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("has as its column 58", "mos_raw_0_100");
    }

    @Test
    void clipsThatCameAndWentAreNamed() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.corpus.clip("new.mp4");
        Files.delete(run.corpus.clips().resolve("b.mp4"));

        assertThat(run.verify().findings())
                .filteredOn(finding -> !finding.startsWith("scores or sidecar"))
                .singleElement()
                .asString()
                .contains("1 (new.mp4) came", "1 (b.mp4) with a row went", "--extend");
    }

    @Test
    void aFailedClipThatWentIsOneFinding() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.delete(run.corpus.clips().resolve("broken.mp4"));
        run.corpus.scores("video_name,video_score", "a.mp4,3.5", "b.mp4,1");

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("none came, none with a row and 1 (broken.mp4) without one went");
    }

    @Test
    void aClipOfAnotherSizeIsFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.writeString(run.corpus.clips().resolve("b.mp4"), "longer than before", APPEND);

        assertThat(run.verify().findings()).singleElement().asString().contains("other sizes");
    }

    @Test
    void withoutItsCorpusARunIsStillHeldAgainstItsOwnRecords() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.move(run.corpus.clips(), folder.resolve("away"));
        assertThat(run.verify().findings()).singleElement().asString().contains("the corpus cannot be read any more");

        Files.writeString(run.files.failed(), "");

        assertThat(run.verify().findings())
                .anyMatch(finding -> finding.contains("name 4 clips, and not exactly the 6"));
    }

    @Test
    void aListOfFailedClipsThatIsGoneTornOrEditedIsFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        String list = Files.readString(run.files.failed());

        Files.writeString(run.files.failed(), list.replace("TRUNCATED", "NO_VIDEO"));
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("does not say what", "broken.mp4 NO_VIDEO");

        Files.writeString(run.files.failed(), list.substring(0, list.length() - 9));
        assertThat(run.verify().findings()).anyMatch(finding -> finding.startsWith("line 2 of "));

        Files.delete(run.files.failed());
        assertThat(run.verify().findings()).anyMatch(finding -> finding.contains("X.failed.jsonl is missing"));
    }

    @Test
    void attemptsThatAreDamagedOrGoneAreFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        String attempts = Files.readString(run.files.attempts());

        Files.writeString(run.files.attempts(), attempts.replace("it is so", "it is SO"));
        assertThat(run.verify().findings()).anyMatch(finding -> finding.startsWith("2 lines of "));

        Files.delete(run.files.attempts());
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("does not say what", "broken.mp4 TRUNCATED", "small.mp4 TOO_SMALL");
    }

    @Test
    void aNameInDoneWithoutARowIsFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        Files.writeString(run.files.done(), "ghost.mp4\n", APPEND);

        assertThat(run.verify().findings()).singleElement().asString().contains("X.done", "ghost.mp4");
    }

    @Test
    void stagingBesideAFinishedTableIsFound() throws Exception {
        RunOnDisk run = threeRows();
        byte[] staging = Files.readAllBytes(run.files.staging());
        run.write(ledger -> {
            RunOnDisk.row(ledger, "d.mp4", "h");
            RunOnDisk.giveUp(ledger, "broken.mp4", FailureReason.TRUNCATED, Verdict.FAILED);
            RunOnDisk.giveUp(ledger, "small.mp4", FailureReason.TOO_SMALL, Verdict.LEFT_OUT);
        });
        run.end();
        Files.write(run.files.staging(), staging);

        Verification found = run.verify();

        assertThat(found.finished()).isFalse();
        assertThat(found.findings()).anyMatch(finding -> finding.contains("X.rows.jsonl lies beside a table"));
    }

    @Test
    void aRunThatHasNotEndedIsCounted() throws Exception {
        RunOnDisk run = threeRows();

        Verification found = run.verify();

        assertThat(found.findings()).isEmpty();
        assertThat(found.finished()).isFalse();
        assertThat(List.of(found.rows(), found.failed(), found.leftOut(), found.toDo()))
                .containsExactly(3L, 0L, 0L, 3L);
    }

    @Test
    void aFinishedRunThatIsToBeTriedAgainHasItsRowsInTheTable() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        run.manifest(json -> json.put("state", "running"));

        Verification found = run.verify();

        assertThat(found.findings()).isEmpty();
        assertThat(found.finished()).isFalse();
        assertThat(found.rows()).isEqualTo(4);
    }

    @Test
    void aTornEndOfStagingIsNoDamageAndALostRowIs() throws Exception {
        RunOnDisk run = threeRows();
        String staging = Files.readString(run.files.staging());
        Files.writeString(run.files.staging(), staging + staging.substring(0, 100));
        assertThat(run.verify().findings()).isEmpty();
        assertThat(run.verify().remarks()).singleElement().asString().contains("the last 100 bytes");

        Files.writeString(run.files.staging(), staging.replaceFirst("\"height\":360", "\"height\":361"));
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .startsWith("line 1 of ")
                .contains("X.rows.jsonl is damaged", "that of a.mp4 is missing");

        Files.writeString(run.files.staging(), staging.lines().skip(1).reduce("", (all, line) -> all + line + "\n"));
        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("X.done names 1 clip whose row is gone");
    }

    @Test
    void aWholeLineThatIsNoRowIsFound() throws Exception {
        RunOnDisk run = threeRows();
        ObjectNode row = Json.readObject(Files.readAllLines(run.files.staging()).getFirst());
        row.put("clip_name", "d.mp4");
        row.remove("adm2_mean");
        Files.writeString(run.files.staging(), sealed(row), APPEND);

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .startsWith("1 row of ")
                .contains("line 4", "adm2_mean");
    }

    @Test
    void aSecondRowInStagingThatDiffersNamesBothHosts() throws Exception {
        RunOnDisk run = threeRows();
        ObjectNode row = Json.readObject(Files.readAllLines(run.files.staging()).getFirst());
        Files.writeString(run.files.staging(), sealed(row.deepCopy()), APPEND);
        assertThat(run.verify().findings()).isEmpty();
        row.put("vmaf_mean", 1.5);
        row.withObject("provenance").put("host", "elsewhere");
        Files.writeString(run.files.staging(), sealed(row), APPEND);

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("a.mp4 has two rows", "differ in vmaf", "host h", "host elsewhere");
    }

    @Test
    void aRowOfAnotherEngineIsFound() throws Exception {
        RunOnDisk run = threeRows();
        run.write(
                ledger -> RunOnDisk.row(ledger, "d.mp4", "h", RunOnDisk.OTHER_ENGINE, Rows.of(new ClipName("d.mp4"))));

        assertThat(run.verify().findings())
                .singleElement()
                .asString()
                .contains("measured by engine 00000000000000e2", "bound to 00000000000000e1", "d.mp4");
    }

    @Test
    void aDisagreementStaysFoundWhenTheRunHasEnded() throws Exception {
        RunOnDisk run = threeRows();
        run.write(ledger -> {
            RunOnDisk.row(ledger, "a.mp4", "other", RunOnDisk.ENGINE, Rows.of(new ClipName("x")));
            RunOnDisk.row(ledger, "d.mp4", "h");
            RunOnDisk.giveUp(ledger, "broken.mp4", FailureReason.TRUNCATED, Verdict.FAILED);
            RunOnDisk.giveUp(ledger, "small.mp4", FailureReason.TOO_SMALL, Verdict.LEFT_OUT);
        });
        run.end();

        Verification found = run.verify();

        assertThat(found.finished()).isTrue();
        assertThat(found.findings())
                .singleElement()
                .asString()
                .startsWith("a.mp4 was measured twice")
                .contains("host other, engine 00000000000000e1", "host h, engine 00000000000000e1", "vmaf");
    }

    private RunOnDisk threeRows() throws Exception {
        RunOnDisk run = RunOnDisk.begun(folder);
        run.write(ledger -> List.of("a.mp4", "b.mp4", "c.mp4").forEach(clip -> RunOnDisk.row(ledger, clip, "h")));
        return run;
    }

    /// A table that the run did not write, though its record says so.
    private static void plant(RunOnDisk run, MeasuredRows rows) throws IOException {
        new FeatureTableWriter()
                .write(
                        run.files.output(),
                        run.plan(),
                        Recipe.K150K,
                        rows,
                        new TableFooter(Optional.of(RunOnDisk.ENGINE), 1, 1, 0));
        run.ownTheTable();
    }

    private static Optional<FeatureRow> rowsOfTheRun(ClipName clip) {
        return clip.value().length() > "a.mp4".length() ? Optional.empty() : Optional.of(Rows.of(clip));
    }

    /// As staging's lines are, with the CRC of what they hold.
    private static String sealed(ObjectNode row) {
        row.remove("crc32c");
        String json = Json.write(row);
        String body = json.substring(0, json.length() - 1);
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return body + ",\"crc32c\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n";
    }

    private static Map<String, String> filesOf(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : new ArrayList<>(all.filter(Files::isRegularFile).toList())) {
                files.put(file.toString(), Files.getLastModifiedTime(file) + " " + FileDigest.of(file));
            }
        }
        return files;
    }
}
