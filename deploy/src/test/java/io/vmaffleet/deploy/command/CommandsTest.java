package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void everyCommandShowsExamplesThatItCanParse() {
        for (CommandLine command : Commands.commandLine().getSubcommands().values()) {
            if (command.getCommandName().equals("help")) {
                continue;
            }
            List<String> examples =
                    List.of(command.getCommandSpec().usageMessage().footer());
            assertThat(examples).as(command.getCommandName()).isNotEmpty();
            for (String example : examples) {
                String[] words = example.strip().split("\\s+");
                assertThat(words[0]).isEqualTo("vmaf-fleet");
                // it throws if the command line cannot be parsed
                Commands.commandLine()
                        .parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
                assertThat(command.getUsageMessage().lines())
                        .as("can be copied whole")
                        .contains(example);
            }
        }
    }

    @Test
    void anUnknownNameInARecipeIsRefusedWithTheNearestKnownOnes() {
        assertThat(recipe("--recipe", "k150-25")).contains("no recipe 'k150-25'", "k150k-25");
        assertThat(recipe("--features", "adm2,vif_scale9")).contains("no feature 'vif_scale9'", "vif_scale0");
        assertThat(recipe("--stats", "mean,p95")).contains("no statistic 'p95'", "p90");
        assertThat(recipe("--model", "vmaf_v0.6.2")).contains("no model 'vmaf_v0.6.2'", "vmaf_v0.6.1");
        assertThat(recipe("--stats", "mean,mean")).contains("named twice");
        assertThat(recipe("--recipe", "k150k-25,chug-full")).contains("no recipe 'k150k-25,chug-full'");
        assertThat(recipe("--pairing", "self,reference")).contains("no pairing 'self,reference'");
        assertThat(recipe("--subsample", "0")).contains("--subsample 0 is no number of frames");
    }

    @Test
    void optionsOfAnExtractorAreRefusedByNameAndByValue() {
        assertThat(recipe("--extractor", "cmabi=topk=0.5")).contains("no extractor 'cmabi'", "cambi");
        assertThat(recipe("--extractor", "cambi=topkk=0.5")).contains("no option of cambi 'topkk'", "topk");
        assertThat(recipe("--extractor", "cambi=topk=2")).contains("topk of cambi cannot be '2'", "0.0001 to 1");
        assertThat(recipe("--extractor", "cambi=eotf=hlg")).contains("'hlg'", "bt1886 or pq");
        assertThat(recipe("--extractor", "cambi=window_size"))
                .contains("window_size of cambi cannot be ''", "15 to 127");
        assertThat(recipe("--extractor", "cambi")).contains("sets nothing", "cambi=option=value");
        assertThat(recipe("--extractor", "ciede=x=1")).contains("ciede has no options");
        assertThat(recipe("--extractor", "cambi=topk=1", "--extractor", "cambi=eotf=pq"))
                .contains("sets options of cambi again");
        assertThat(recipe("--features", "vmaf", "--extractor", "cambi=topk=1"))
                .contains("options of cambi, which gives none of the features");
    }

    @Test
    void aModelsFileThatIsNoneIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.json"), "no json");
        Path other = Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(recipe("--model", folder.resolve("none.json").toString())).contains("none.json: no such file");
        assertThat(recipe("--model", text.toString())).contains("text.json", "no model of libvmaf's");
        assertThat(recipe("--model", other.toString())).contains("other.json", "no model_dict");
        assertThat(recipe("--model", "vmaf_v0.6.1,vmaf_v0.6.1")).contains("twice: [vmaf_v0.6.1, vmaf_v0.6.1]");
        Path mean = Files.writeString(folder.resolve("mean.json"), "{\"model_dict\": {}}");
        assertThat(recipe("--model", "vmaf_v0.6.1," + mean)).contains("model named mean", "another name");
        assertThat(recipe("--recipe", "chug-canonical", "--model", "vmaf_v0.6.1,vmaf_v0.6.1neg"))
                .contains("without the feature vmaf");
        assertThat(recipe("--model-file", "none.json")).contains("--model-file none.json");
        assertThat(recipe("--recipe", "informative", "--features", "adm2")).contains("adm2 is not measured");
    }

    @Test
    void aRecipeIsTakenFromATableThatSaysIt() throws IOException {
        Path none = folder.resolve("none.parquet");
        assertThat(recipe("--recipe-from", none.toString())).contains("--recipe-from", "none.parquet");
        Path text = Files.writeString(folder.resolve("text.parquet"), "no table");
        assertThat(recipe("--recipe-from", text.toString())).contains("text.parquet", "cannot be read as a Parquet");
        assertThat(recipe("--recipe-from", none.toString(), "--recipe", "k150k-26"))
                .contains("give one of them");
    }

    @Test
    void optionsOfPairsThatContradictEachOtherAreRefused() {
        assertThat(recipe("--pairing", "mirror")).contains("no pairing 'mirror'", "self, reference");
        assertThat(recipe("--pairing", "reference", "--pair-by", "name"))
                .contains("no way of pairing frames 'name'", "time, index");
        assertThat(recipe("--pairing", "self", "--pairs", "p.csv"))
                .contains("--pairing reference instead of self, or leave --pairs out");
        assertThat(recipe("--include-reference-identity")).contains("--pairing reference");
        assertThat(recipe("--pair-by", "index")).contains("--pairing reference");
        assertThat(recipe("--recipe", "chug-full", "--pairing", "self"))
                .contains("the recipe chug-full compares with references");
    }

    @Test
    void fastMetricsAreRefusedWhereTheyHaveNothingToDo() {
        assertThat(recipe("--metrics", "quick")).contains("no choice of metrics 'quick'", "fast, libvmaf");
        assertThat(recipe("--metrics", "fast")).contains("--metrics fast has nothing to do here");
        assertThat(recipe("--recipe", "chug-canonical", "--metrics", "fast"))
                .contains("--metrics fast has nothing to do here");
    }

    @Test
    void aRunWithoutAnyScoresIsRefused() {
        Spoken spoken = Spoken.run("run", "--clips-dir", folder.toString(), "--out", "x.parquet");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("no opinion scores", "--scores", "--metadata-jsonl");
    }

    private String recipe(String... options) {
        Spoken spoken = Spoken.run(Stream.concat(
                        Stream.of("run", "--clips-dir", folder.toString(), "--scores", "s.csv", "--out", "x.parquet"),
                        Stream.of(options))
                .toArray(String[]::new));
        assertThat(spoken.exitCode()).isEqualTo(2);
        return spoken.err();
    }

    @Test
    void clipsWithoutARowAreCountedInWords() {
        assertThat(RunCommand.withoutRow(1, 0)).isEqualTo("1 clip failed");
        assertThat(RunCommand.withoutRow(4, 1)).isEqualTo("4 clips failed, 1 is left out by a rule");
        assertThat(RunCommand.withoutRow(0, 2)).isEqualTo("2 clips are left out by a rule");
    }

    @Test
    void aDescriptionOfManyLinesIsShownAsItIsWritten() {
        Commands.commandLine().getSubcommands().forEach((name, command) -> {
            List<String> shown = command.getUsageMessage().lines().toList();
            command.getCommandSpec().options().stream()
                    .map(CommandLine.Model.OptionSpec::description)
                    .filter(lines -> lines.length > 1)
                    .flatMap(Stream::of)
                    .forEach(line -> assertThat(shown).as(name).anyMatch(one -> one.endsWith(line)));
        });
    }

    @Test
    void helpOfACommandIsShownBothWays() {
        assertThat(Spoken.run("help", "run").out())
                .isEqualTo(Spoken.run("run", "--help").out())
                .contains("--clips-dir");
    }

    @Test
    void flagsOfOldScriptsAreTakenAllAtOnce() {
        // it throws if they cannot be parsed
        Commands.commandLine()
                .parseArgs(
                        "run",
                        "--clips-dir",
                        "c",
                        "--scores",
                        "s",
                        "--out",
                        "x.parquet",
                        "--threads",
                        "4",
                        "--threads-cuda",
                        "2",
                        "--scratch-dir",
                        "/s",
                        "--no-cuda",
                        "--vmaf-bin",
                        "/v",
                        "--cpu-vmaf-bin",
                        "/w");
    }

    @Test
    void wrongUseIsOneSentenceAndExitCodeTwo() {
        for (String[] wrong : new String[][] {
            {},
            {"nonsense"},
            {"status"},
            {"status", "--nonsense"},
            {"failed"},
            {"verify"},
            {"export"},
            {"status", "x", "--redis", "redis://h"}
        }) {
            Spoken spoken = Spoken.run(wrong);

            assertThat(spoken.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(spoken.err().lines().findFirst().orElse("")).startsWith("vmaf-fleet: ");
            assertThat(spoken.err()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void anOutputWithoutARunIsSaidSo() {
        String nowhere = folder.resolve("x.parquet").toString();

        for (String command : List.of("status", "workers", "failed", "verify")) {
            Spoken spoken = Spoken.run(command, nowhere);

            assertThat(spoken.exitCode()).isEqualTo(2);
            assertThat(spoken.err()).contains(nowhere).hasLineCount(1);
        }
    }

    @Test
    void aSampleOfFewerThanNoClipsIsRefused() {
        assertThat(Spoken.run("verify", "x.parquet", "--sample", "-1").err())
                .contains("--sample -1")
                .hasLineCount(1);
    }

    @Test
    void anExportSaysWhatIsToBeWrittenAndOfWhat() throws IOException {
        Path text = Files.writeString(folder.resolve("text.parquet"), "no table at all, but long enough");
        String table = text.toString();
        assertThat(export(table)).contains("either --jsonl-shards N or --for combine");
        assertThat(export(table, "--jsonl-shards", "2", "--for", "combine")).contains("either --jsonl-shards N");
        assertThat(export(table, "--jsonl-shards", "0")).contains("--jsonl-shards 0 is no number of shards");
        assertThat(export(table, "--jsonl-shards", "101")).contains("give 1 to 100");
        assertThat(export(table, "--jsonl-shards", "2", "--source", "x")).contains("--source is of --for combine");
        assertThat(export(table, "--for", "trainer")).contains("no reader 'trainer'", "combine");
        assertThat(export(table, "--for", "combine", "--source", "x", "--source-from", "y"))
                .contains("give one of them");
        Spoken noTable = Spoken.run("export", table, "--jsonl-shards", "2");
        assertThat(noTable.exitCode()).isEqualTo(3);
        assertThat(noTable.err())
                .contains("text.parquet: cannot be read as a Parquet table (it is none, or was cut)")
                .hasLineCount(1);
        assertThat(export(folder.resolve("none.parquet").toString(), "--for", "combine"))
                .contains("none.parquet is no file");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(text));
    }

    private static String export(String table, String... options) {
        Spoken spoken = Spoken.run(
                Stream.concat(Stream.of("export", table), Stream.of(options)).toArray(String[]::new));
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).hasLineCount(1);
        return spoken.err();
    }

    @Test
    void aPasswordInAFlagIsRefusedAndNotRepeated() {
        Spoken spoken = Spoken.run("status", "--redis", "redis://user:hunter2@localhost:6379");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("VMAF_FLEET_REDIS_PASSWORD").doesNotContain("hunter2");
    }

    @Test
    void aRedisThatIsNotThereIsAnEnvironmentFault() {
        Spoken spoken = Spoken.run("status", "--redis", "redis://127.0.0.1:1");

        assertThat(spoken.exitCode()).isEqualTo(3);
        assertThat(spoken.err()).contains("127.0.0.1:1").hasLineCount(1);
    }

    @Test
    void failedClipsAreGroupedByReasonTheLargestGroupFirst() throws Exception {
        Path output = folder.resolve("x.parquet");
        Files.createFile(output);
        Files.writeString(folder.resolve("x.failed.jsonl"), """
                {"clip_name":"a.mp4","reason":"TOO_SMALL","detail":"64x64","verdict":"left_out","attempts":1,"hosts":[]}
                {"clip_name":"b.mp4","reason":"TRUNCATED","detail":"3 of 9 frames","verdict":"failed","attempts":2,"hosts":["h"]}
                {"clip_name":"c.mp4","reason":"TRUNCATED","detail":"4 of 9 frames","verdict":"failed","attempts":2,"hosts":["h"]}
                """);

        Spoken text = Spoken.run("failed", output.toString());
        Spoken json = Spoken.run("failed", "--json", output.toString());

        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .containsSubsequence("TRUNCATED  2 failed", "b.mp4: 3 of 9 frames", "TOO_SMALL  1 left out");
        var groups = Json.readObject(json.out()).path("groups");
        assertThat(groups.path(0).path("reason").asText()).isEqualTo("TRUNCATED");
        assertThat(groups.path(0).path("count").asInt()).isEqualTo(2);
        assertThat(groups.path(1).path("clips").path(0).path("clip_name").asText())
                .isEqualTo("a.mp4");
    }

    @Test
    void aDamagedListOfFailedClipsNamesItsLine() throws Exception {
        Path output = folder.resolve("x.parquet");
        Files.createFile(output);
        Files.writeString(folder.resolve("x.failed.jsonl"), """
                {"clip_name":"a.mp4","reason":"TOO_SMALL","detail":"64x64","verdict":"left_out","attempts":1,"hosts":[]}
                {"clip_na""");

        Spoken spoken = Spoken.run("failed", output.toString());

        assertThat(spoken.exitCode()).isEqualTo(3);
        assertThat(spoken.err())
                .contains("line 2 of " + folder.resolve("x.failed.jsonl"))
                .hasLineCount(1);
    }
}
