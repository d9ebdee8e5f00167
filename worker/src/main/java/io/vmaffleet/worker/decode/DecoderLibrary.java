package io.vmaffleet.worker.decode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/// The decoder library (FFmpeg's libav) of this process. Many threads may use it.
public final class DecoderLibrary {
    private DecoderLibrary() {}

    /// Unpacks and loads the library, and keeps its log out of our streams. Later calls do nothing.
    ///
    /// It is unpacked to the folder that the property `org.bytedeco.javacpp.cachedir` names, or else to a folder
    /// of JavaCPP's below the user's home.
    ///
    /// @throws DecoderUnavailableException if this host cannot load it
    public static void load() {
        try {
            Loader.load(avutil.class);
            Loader.load(swscale.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
        } catch (LinkageError | RuntimeException e) {
            throw new DecoderUnavailableException(
                    "the decoder library cannot be loaded on " + Loader.getPlatform() + " (" + e
                            + "); it is unpacked below "
                            + System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp")
                            + ", which must be a folder that can be written and run from, and this build has it for"
                            + " linux-x86_64.",
                    e);
        }
        FfmpegLog.install();
    }

    /// The versions of its parts and a digest of how it was built, on one line.
    public static String version() {
        load();
        return "libavcodec " + dotted(avcodec.avcodec_version())
                + ", libavformat " + dotted(avformat.avformat_version())
                + ", libavutil " + dotted(avutil.avutil_version())
                + ", libswscale " + dotted(swscale.swscale_version())
                + ", build " + digest(avcodec.avcodec_configuration().getString());
    }

    /// The library's own words for one of its status codes.
    public static String errorText(int status) {
        byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(status, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static String dotted(int version) {
        return (version >>> 16) + "." + ((version >>> 8) & 0xff) + "." + (version & 0xff);
    }

    private static String digest(String configuration) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(configuration.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
