package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts of `run` that are refused before anything is written: one sentence with the file and the line, exit code 2.
class RefusedStartTest {
    private static final String SCORES = "video_name,video_score\na.mp4,3\nb.mp4,4\n";

    @TempDir
    private Path folder;

    private Path clips;
    private Path output;

    @BeforeEach
    void aFolderOfClips() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        Files.write(clips.resolve("a.mp4"), new byte[] {1});
        Files.write(clips.resolve("b.mp4"), new byte[] {1, 2});
        output = folder.resolve("x.parquet");
    }

    @Test
    void scoresWithoutTheirColumns() throws IOException {
        refused("name,score\na.mp4,3\n", 1, "video_name");
    }

    @Test
    void aNameThatIsThereTwice() throws IOException {
        refused("video_name,video_score\na.mp4,3\nb.mp4,4\na.mp4,5\n", 4, "a.mp4");
    }

    @Test
    void textInPlaceOfAScore() throws IOException {
        refused("video_name,video_score\na.mp4,3\nb.mp4,good\n", 3, "good");
    }

    @Test
    void scoresOfAnotherCorpus() throws IOException {
        assertRefused(
                run("video_name,video_score\nx.mp4,3\ny.mp4,4\n"),
                folder.resolve("scores.csv").toString(),
                "x.mp4");
    }

    @Test
    void aSidecarLineThatIsNotJson() throws IOException {
        Path sidecar = Files.writeString(folder.resolve("m.jsonl"), "{\"src\":\"a.mp4\"}\n{\"src\":\n");

        assertRefused(run(SCORES, "--metadata-jsonl", sidecar.toString()), sidecar + ":2:");
    }

    @Test
    void aSidecarWithReferencesUnderSelfPairing() throws IOException {
        Path sidecar = Files.writeString(folder.resolve("m.jsonl"), """
                {"src":"a.mp4","chug_ref":1,"chug_content_name":"cat"}
                {"src":"b.mp4","chug_ref":0,"chug_content_name":"cat"}
                """);

        assertRefused(run(SCORES, "--metadata-jsonl", sidecar.toString()), "'a.mp4' for 'b.mp4'", "--allow-fr-from-nr");
    }

    @Test
    void pairingSelfSaysThatReferencesDoNotMatter() throws IOException {
        Path sidecar = Files.writeString(folder.resolve("m.jsonl"), """
                {"src":"a.mp4","chug_ref":1,"chug_content_name":"cat"}
                {"src":"b.mp4","chug_ref":0,"chug_content_name":"cat"}
                """);
        output = folder.resolve("nowhere").resolve("x.parquet");

        assertRefused(run(SCORES, "--metadata-jsonl", sidecar.toString(), "--pairing", "self"), "does not exist");
    }

    @Test
    void anOutputFolderThatIsNotThere() throws IOException {
        output = folder.resolve("nowhere").resolve("x.parquet");

        assertRefused(run(SCORES), folder.resolve("nowhere").toString(), "does not exist");
    }

    @Test
    void anOutputFolderThatCannotBeWritten() throws IOException {
        // root may write everywhere but in /proc
        boolean root = System.getProperty("user.name").equals("root");
        Path locked = root ? Path.of("/proc/self") : Files.createDirectory(folder.resolve("locked"));
        if (!root) {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        output = locked.resolve("x.parquet");

        assertRefused(run(SCORES), output.toString());
    }

    @Test
    void anOutputThatIsNoParquetByItsName() throws IOException {
        output = folder.resolve("x.csv");

        assertRefused(run(SCORES), "x.csv", ".parquet");
    }

    @Test
    void aFileThatIsNoTableUnderTheOutputsName() throws IOException {
        Files.writeString(output, "something of value");

        assertRefused(run(SCORES), output.toString());

        assertThat(output).hasContent("something of value");
    }

    @Test
    void aClipThatIsALinkOutOfAllRoots() throws IOException {
        Path target = Files.write(folder.resolve("elsewhere.mp4"), new byte[] {1});
        Files.createSymbolicLink(clips.resolve("c.mp4"), target);

        assertRefused(run(SCORES), "c.mp4", target.toString(), "--root " + folder);
    }

    @Test
    void flagsThatCannotBeMeant() throws IOException {
        assertRefused(run(SCORES, "--queue", ""), "--queue");
        assertRefused(run(SCORES, "--queue", "a b{}"), "--queue", "a b{}");
        assertRefused(run(SCORES, "--http-port", "99999"), "--http-port", "99999");
        assertRefused(run(SCORES, "--root", "relative/folder"), "--root", "relative/folder");
        assertRefused(run(SCORES, "--libvmaf", folder.resolve("no.so").toString()), "--libvmaf", "no.so");
        assertRefused(run(SCORES, "--workers", "100000"), "--workers", "100000");
        assertRefused(run(SCORES, "--limit", "-1"), "--limit");
    }

    private void refused(String scores, int line, String part) throws IOException {
        assertRefused(run(scores), folder.resolve("scores.csv") + ":" + line + ":", part);
    }

    private Spoken run(String scores, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("scores.csv"), scores, StandardCharsets.UTF_8);
        return Spoken.run(Stream.concat(
                        Stream.of(
                                "run",
                                "--clips-dir",
                                clips.toString(),
                                "--scores",
                                file.toString(),
                                "--out",
                                output.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private void assertRefused(Spoken spoken, String... parts) throws IOException {
        assertThat(spoken.exitCode()).as(spoken.err()).isEqualTo(2);
        assertThat(spoken.err()).startsWith("vmaf-fleet: ").hasLineCount(1).contains(parts);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> String.valueOf(path.getFileName()).startsWith("x."))
                            .filter(path -> !path.equals(output) && !path.endsWith("x.lock")))
                    .isEmpty();
        }
    }
}
