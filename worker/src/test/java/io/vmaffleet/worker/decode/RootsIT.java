package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootsIT {
    private static final byte[] CONTENT = {1, 2, 3, 4};

    @TempDir
    Path folder;

    private Path clips;
    private Path clip;
    private Path outside;

    @BeforeEach
    void twoFolders() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        clip = Files.write(clips.resolve("a.mp4"), CONTENT);
        outside = Files.write(Files.createDirectory(folder.resolve("other")).resolve("b.mp4"), CONTENT);
    }

    @Test
    void aClipBelowARootIsOpened() {
        try (ClipFile file = ClipFile.open(clip.toString(), 4, Roots.of(clips))) {
            assertThat(file.path()).isEqualTo(clip.toString());
            assertThat(file.sizeBytes()).isEqualTo(4);
        }
    }

    @Test
    void aClipIsReadAsItWasOpenedWhenItsNameIsGone() throws IOException {
        try (ClipFile file = ClipFile.open(clip.toString(), 4, Roots.of(clips))) {
            Files.delete(clip);

            assertThat(Files.readAllBytes(file.descriptorPath())).isEqualTo(CONTENT);
        }
    }

    @Test
    void dotsLeadOutOfNoRoot() {
        assertFails(
                clips + "/../other/b.mp4", 4, Roots.of(clips), FailureReason.UNREADABLE, outside.toString(), "--root");
    }

    @Test
    void aLinkLeadsOutOfNoRootAndItsTargetIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(clips.resolve("link.mp4"), outside);

        assertFails(link.toString(), 4, Roots.of(clips), FailureReason.UNREADABLE, outside.toString(), "--root");
    }

    @Test
    void whatLiesOutsideIsNotEvenOpened() throws Exception {
        Path fifo = outside.resolveSibling("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("sh", "-c", "echo ready; echo unread > " + fifo).start();
        assertThat(writer.inputReader().readLine()).isEqualTo("ready");
        // the only thing that it may sleep on now is that nobody opens the other end
        Awaitility.await()
                .until(() -> Files.readString(Path.of("/proc/" + writer.pid() + "/stat"))
                        .contains(") S "));

        assertFails(fifo.toString(), 0, Roots.of(clips), FailureReason.UNREADABLE, fifo.toString(), "--root");

        // a writer that somebody had let in and left would have died of it, and this reader would wait for ever
        Process reader = new ProcessBuilder("cat", fifo.toString()).start();
        try {
            assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.inputReader().readLine()).isEqualTo("unread");
        } finally {
            reader.destroyForcibly();
            writer.destroyForcibly();
        }
    }

    @Test
    void aLinkIntoAnotherRootIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(clips.resolve("link.mp4"), outside);
        Roots roots =
                Roots.parse(List.of(clips.toString(), folder.resolve("other").toString()));

        ClipFile.open(link.toString(), 4, roots).close();
    }

    @Test
    void aRootThatIsItselfALinkIsWhereItLeads() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("mount"), clips);

        ClipFile.open(link + "/a.mp4", 4, Roots.of(link)).close();
        ClipFile.open(link + "/a.mp4", 4, Roots.of(clips)).close();
    }

    @Test
    void aFolderBesideARootWithTheSameBeginningIsOutside() throws IOException {
        Path beside = Files.createDirectory(folder.resolve("clips2"));
        Path other = Files.write(beside.resolve("c.mp4"), CONTENT);

        assertFails(other.toString(), 4, Roots.of(clips), FailureReason.UNREADABLE, other.toString());
    }

    @Test
    void theCoordinatorsPathIsMappedByTheLongestPrefix() throws IOException {
        Path deeper = Files.createDirectory(folder.resolve("deeper"));
        Files.write(deeper.resolve("d.mp4"), new byte[] {9});
        Roots roots = Roots.parse(List.of("/data=" + clips, "/data/sub/=" + deeper + "/"));

        try (ClipFile file = ClipFile.open("/data/a.mp4", 4, roots)) {
            assertThat(file.path()).isEqualTo(clip.toString());
        }
        ClipFile.open("/data/sub/d.mp4", 1, roots).close();
        assertFails("/data2/a.mp4", 4, roots, FailureReason.MISSING_FILE, "/data2/a.mp4");
    }

    @Test
    void theWholeFileSystemCanBeARoot() {
        ClipFile.open(clip.toString(), 4, Roots.parse(List.of("/"))).close();
        ClipFile.open("/mnt" + clip, 4, Roots.parse(List.of("/mnt=/"))).close();
    }

    @Test
    void rootsThatAreNotThereOrNotAbsoluteAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roots.parse(List.of(folder + "/nowhere")))
                .withMessageContaining("nowhere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roots.parse(List.of("clips")))
                .withMessageContaining("not an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roots.parse(List.of(clip.toString())))
                .withMessageContaining("not a folder");
    }

    @Test
    void aMissingFileIsNamed() {
        assertFails(clips + "/gone.mp4", 4, Roots.of(clips), FailureReason.MISSING_FILE, clips + "/gone.mp4");
        assertFails(clip + "/x.mp4", 4, Roots.of(clips), FailureReason.MISSING_FILE, clip + "/x.mp4");
    }

    @Test
    void aFileOfAnotherSizeIsAnotherFile() {
        assertFails(clip.toString(), 5, Roots.of(clips), FailureReason.SOURCE_DIFFERS, "has 4 bytes", "had 5");
    }

    @Test
    void foldersFifosAndLoopsAreUnreadable() throws Exception {
        Path fifo = clips.resolve("fifo.mp4");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path loop = Files.createSymbolicLink(clips.resolve("loop.mp4"), Path.of("loop.mp4"));
        Path directory = Files.createDirectory(clips.resolve("dir.mp4"));

        assertFails(fifo.toString(), 0, Roots.of(clips), FailureReason.UNREADABLE, "FIFO");
        assertFails(loop.toString(), 0, Roots.of(clips), FailureReason.UNREADABLE, "symbolic links");
        assertFails(directory.toString(), 0, Roots.of(clips), FailureReason.UNREADABLE, "a folder");
    }

    @Test
    void aPathWithANulInItNeverReachesTheSystem() {
        assertFails(clip + "\0.txt", 4, Roots.of(clips), FailureReason.UNREADABLE, "NUL");
    }

    private static void assertFails(String path, long size, Roots roots, FailureReason reason, String... words) {
        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> ClipFile.open(path, size, roots))
                .returns(reason, UnmeasurableClipException::reason)
                .satisfies(e -> assertThat(e.detail()).contains(words));
    }
}
