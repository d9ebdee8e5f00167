package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.posix.Posix;
import io.vmaffleet.worker.posix.PosixException;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The system fails a read while a clip is being decoded, as a disk or a mount that goes away does: no demuxer's way of
/// putting it makes the clip to blame.
class ReadFailureIT {
    /// Several times what is read ahead.
    private static final int FRAMES = 200;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, libopenh264, yuv420p",
        "matroska, libopenh264, yuv420p",
        "avi, mpeg4, yuv420p",
        "mpegts, libopenh264, yuv420p",
        "ivf, libvpx-vp9, yuv420p",
    })
    void aReadThatFailsInMidClipIsNoneOfTheClipsFault(String container, String codec, String format)
            throws IOException, PosixException {
        Path clip = new ClipMaker(folder)
                .make(
                        "whole." + container,
                        ClipSpec.of(320, 240, FRAMES)
                                .container(container)
                                .codec(codec, format)
                                .build());
        assertThat(Files.size(clip)).isGreaterThan(200_000);

        try (FrameSource source = Planes.open(clip)) {
            assertThat(source.next()).isPresent();
            failEveryReadOf(clip);

            assertThat(endOf(source))
                    .hasValueSatisfying(
                            end -> assertThat(end.reason()).as(end.detail()).isEqualTo(FailureReason.UNREADABLE))
                    .hasValueSatisfying(end -> assertThat(end.detail()).contains("check the disk or mount"));
        }
    }

    /// The decoder's own descriptor becomes one that nothing can be read from.
    private void failEveryReadOf(Path clip) throws IOException, PosixException {
        List<Integer> descriptors;
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            descriptors = open.filter(link -> leadsTo(link, clip))
                    .map(link -> Integer.valueOf(link.getFileName().toString()))
                    .toList();
        }
        assertThat(descriptors).hasSize(1);
        int unreadable = Posix.holdPlace(folder.toString());
        Posix.dup2(unreadable, descriptors.getFirst());
        Posix.close(unreadable);
    }

    private static boolean leadsTo(Path link, Path clip) {
        try {
            return Files.readSymbolicLink(link).equals(clip.toRealPath());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static Optional<UnmeasurableClipException> endOf(FrameSource source) {
        try {
            Optional<VideoFrame> frame = source.next();
            while (frame.isPresent()) {
                frame = source.next();
            }
            return Optional.empty();
        } catch (UnmeasurableClipException e) {
            return Optional.of(e);
        }
    }
}
