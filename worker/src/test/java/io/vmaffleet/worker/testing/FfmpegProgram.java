package io.vmaffleet.worker.testing;

import io.vmaffleet.worker.decode.PictureFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/// The ffmpeg program of the very libraries that workers decode by.
public final class FfmpegProgram {
    private static final long PATIENCE_MINUTES = 10;

    private FfmpegProgram() {}

    /// Runs it to its end, saying nothing but errors.
    public static void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            // its libraries lie beside it, and theirs do not look there by themselves
            builder.environment()
                    .put(
                            "LD_LIBRARY_PATH",
                            Path.of(command.getFirst()).resolveSibling("").toString());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at " + command, e);
        }
    }

    /// Frames of a clip, each once, as raw video, turned and scaled as a filter chain does it.
    ///
    /// @param select which frames, as an expression of the select filter
    public static void raw(Path clip, String select, PictureFormat pictures, Path raw) {
        run(
                "-i",
                clip.toString(),
                "-vf",
                "select=" + select + ",scale=" + pictures.width() + ":" + pictures.height()
                        + ":flags=bicubic+accurate_rnd+bitexact:out_range=tv,format="
                        + (pictures.bitDepth() == 8 ? "yuv420p" : "yuv420p10le"),
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                raw.toString());
    }
}
