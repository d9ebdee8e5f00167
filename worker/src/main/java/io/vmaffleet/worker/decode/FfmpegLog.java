package io.vmaffleet.worker.decode;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/// Keeps the library's log quiet and remembers its last error line, a thread, for the detail of a failure.
///
/// The library has one log a process, so this is static; a clip's lines are told from another's by the thread that
/// decodes it.
final class FfmpegLog {
    private static final int MAX_CHARACTERS = 300;
    private static final Pattern ADDRESS = Pattern.compile(" @ 0x[0-9a-f]+");
    private static final ThreadLocal<@Nullable String> LAST_ERROR = new ThreadLocal<>();
    private static @Nullable LastErrorCallback installed;

    private FfmpegLog() {}

    static synchronized void install() {
        if (installed == null) {
            LastErrorCallback callback = new LastErrorCallback();
            avutil.setLogCallback(callback);
            avutil.av_log_set_level(avutil.AV_LOG_ERROR);
            // kept for good: the library calls it as long as the process lives
            installed = callback;
        }
    }

    static void forget() {
        LAST_ERROR.remove();
    }

    /// The last error line that this thread's calls gave since [#forget].
    static Optional<String> lastError() {
        return Optional.ofNullable(LAST_ERROR.get());
    }

    private static final class LastErrorCallback extends LogCallback {
        @Override
        public void call(int level, BytePointer message) {
            if (level > avutil.AV_LOG_ERROR) {
                return;
            }
            // the address of an object of the library's says nothing, and keeps equal failures apart
            String line = ADDRESS.matcher(message.getString().strip()).replaceAll("");
            if (!line.isEmpty()) {
                LAST_ERROR.set(line.substring(0, Math.min(line.length(), MAX_CHARACTERS)));
            }
        }
    }
}
