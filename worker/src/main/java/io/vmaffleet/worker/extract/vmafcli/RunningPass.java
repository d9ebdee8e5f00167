package io.vmaffleet.worker.extract.vmafcli;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FramePairSource.Pair;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.posix.ExitStatus;
import io.vmaffleet.worker.posix.PathPipe;
import io.vmaffleet.worker.posix.Posix;
import io.vmaffleet.worker.posix.PosixException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A process of the `vmaf` command that measures a clip as its frames come: both sides by a pipe each, in
/// step, and the report by a file in memory that has no name. Used by one thread; closing it kills the
/// process.
///
/// It waits for the process without a bound of its own: who supervises the engine ends both when no frame
/// moves.
final class RunningPass implements AutoCloseable {
    private static final int PLANES = 3;
    private static final int CHUNK_BYTES = 1 << 16;

    /// A program opens its inputs within milliseconds of its start.
    private static final Duration LOOK_FOR_READERS = Duration.ofMillis(1);

    /// How Netflix's command and the fork say that they lack what a recipe asks for.
    private static final Pattern LACKS = Pattern.compile("problem loading (model|feature extractor)");

    private final VmafPass pass;
    private final int subsample;
    private final PathPipe reference;
    private final PathPipe distorted;
    private final OutputStream referenceOut;
    private final OutputStream distortedOut;
    private final int report;
    private final Process process;
    private final CommandWords words;
    private byte[] row = new byte[0];
    private int frames;

    private RunningPass(
            VmafPass pass, int subsample, PathPipe reference, PathPipe distorted, int report, Process process) {
        this.pass = pass;
        this.subsample = subsample;
        this.reference = reference;
        this.distorted = distorted;
        this.referenceOut = new BufferedOutputStream(reference.out(), CHUNK_BYTES);
        this.distortedOut = new BufferedOutputStream(distorted.out(), CHUNK_BYTES);
        this.report = report;
        this.process = process;
        this.words = CommandWords.follow(process.getInputStream());
    }

    /// Starts the process and waits until it has opened both sides.
    ///
    /// @param subsample of so many frames one will have scores
    /// @throws UnsupportedRecipeException if the command lacks what the pass asks for
    /// @throws UnmeasurableClipException if it ends at once
    static RunningPass start(Path program, VmafPass pass, int subsample) {
        try {
            PathPipe reference = PathPipe.open();
            PathPipe distorted = PathPipe.open();
            int report = Posix.fileInMemory("vmaf-report", new byte[0]);
            Process process = new ProcessBuilder(
                            pass.line(program, reference.path(), distorted.path(), PathPipe.pathFromElsewhere(report)))
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            RunningPass running = new RunningPass(pass, subsample, reference, distorted, report, process);
            running.awaitReaders();
            return running;
        } catch (PosixException | IOException e) {
            throw new IllegalStateException(pass.shown() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void awaitReaders() throws PosixException {
        while (!reference.hasReader() || !distorted.hasReader()) {
            if (!process.isAlive()) {
                RuntimeException why = ended();
                close();
                throw why;
            }
            LockSupport.parkNanos(LOOK_FOR_READERS.toNanos());
        }
    }

    /// Gives it two frames to compare; waits as long as it has no room for them.
    ///
    /// @throws UnmeasurableClipException if it has ended
    void write(Pair pair) {
        try {
            write(pair.reference(), referenceOut);
            write(pair.distorted(), distortedOut);
            frames++;
        } catch (IOException e) {
            throw ended();
        }
    }

    private void write(VideoFrame frame, OutputStream out) throws IOException {
        int sampleBytes = frame.bitDepth() > 8 ? 2 : 1;
        if (row.length < frame.width() * sampleBytes) {
            row = new byte[frame.width() * sampleBytes];
        }
        for (int plane = 0; plane < PLANES; plane++) {
            int rows = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
            int rowBytes = (plane == 0 ? frame.width() : (frame.width() + 1) / 2) * sampleBytes;
            for (int y = 0; y < rows; y++) {
                frame.copyRow(plane, y, row);
                out.write(row, 0, rowBytes);
            }
        }
        out.flush();
    }

    /// Says that there is no further frame, waits for the process's end and reads its report.
    ///
    /// @throws UnmeasurableClipException if it failed, or its report cannot be what it measured
    VmafReport end() {
        try {
            reference.close();
            distorted.close();
        } catch (IOException e) {
            throw new IllegalStateException("a pipe cannot be closed: " + e.getMessage(), e);
        }
        if (!exitStatus().isSuccess()) {
            throw ended();
        }
        try (InputStream json = Files.newInputStream(Path.of("/proc/self/fd/" + report))) {
            return VmafReport.read(json, pass.scoreNames(), subsample);
        } catch (VmafReport.MalformedException e) {
            words.awaitEnd();
            throw new UnmeasurableClipException(
                    FailureReason.INTERNAL,
                    "the report of " + pass.shown() + " over " + frames + " frames is not usable: " + e.getMessage()
                            + words.quoted());
        } catch (IOException e) {
            throw new IllegalStateException("the report in memory cannot be read: " + e.getMessage(), e);
        }
    }

    private ExitStatus exitStatus() {
        return new ExitStatus(process.onExit().join().exitValue());
    }

    /// Why a process that has ended, or reads no more, did not measure the clip.
    private RuntimeException ended() {
        ExitStatus status = exitStatus();
        words.awaitEnd();
        if (LACKS.matcher(words.all()).find()) {
            return new UnsupportedRecipeException(pass.shown() + " lacks what the recipe asks for" + words.quoted()
                    + ": start the run with another recipe, or the worker with another --vmaf-bin");
        }
        String sentence = pass.shown() + " ended (" + status.shown() + ") after it was given " + frames + " frames"
                + words.quoted();
        return new UnmeasurableClipException(reason(status), sentence);
    }

    private static FailureReason reason(ExitStatus status) {
        if (status.isKill()) {
            return FailureReason.ENGINE_KILLED;
        }
        return status.isSuccess() ? FailureReason.INTERNAL : FailureReason.ENGINE_CRASH;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            reference.close();
            distorted.close();
            Posix.close(report);
        } catch (IOException | PosixException e) {
            throw new IllegalStateException("a pipe or report cannot be closed: " + e.getMessage(), e);
        }
    }
}
