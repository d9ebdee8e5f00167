package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/// A clip's container, read packet by packet: only its picture stream, and only if it is whole.
final class ClipContainer implements AutoCloseable {
    /// Containers that hold their pictures themselves. A playlist, whatever it is named, would make the library open
    /// other files, and a bare elementary stream has no index that a cut could be seen by.
    private static final Set<String> MEASURED =
            Set.of("mov", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "mxf", "nut", "ivf");

    /// How often in a row a demuxer may ask to be called again without giving a packet.
    private static final int MAX_RETRIES = 10_000;

    private static final int AVERROR_EAGAIN = -11;
    /// Also what a demuxer that has no better word returns.
    private static final int AVERROR_EPERM = -1;

    private static final int AVERROR_ENOMEM = -12;
    private static final int AVERROR_EINVAL = -22;
    private static final int AVERROR_EDOM = -33;
    private static final int AVERROR_ERANGE = -34;
    private static final int AVERROR_ENOSYS = -38;

    /// Codes above are the system's, negated; those of libav's own are four letters and far below.
    private static final int LOWEST_OF_THE_SYSTEM = -4096;

    private final String path;
    private final AVFormatContext context;
    private final AVIOContext io;
    private final AVStream stream;
    private final String name;
    private final boolean indexed;
    private final Consumer<AVPacket> watch;
    private long packets;

    private ClipContainer(
            String path, AVFormatContext context, AVIOContext io, AVStream stream, Consumer<AVPacket> watch) {
        this.path = path;
        this.context = context;
        this.io = io;
        this.stream = stream;
        this.watch = watch;
        this.name = context.iformat().name().getString();
        // these write the number of samples into the header, and have an index entry for each; others index key
        // frames alone, or each fragment as it comes
        this.indexed = (isOneOf(name, "mov") || isOneOf(name, "avi")) && stream.nb_frames() > 0;
    }

    static ClipContainer open(ClipFile file) {
        return open(file, _ -> {});
    }

    /// @param watch sees each packet that is read
    static ClipContainer open(ClipFile file, Consumer<AVPacket> watch) {
        String url = "file:" + file.descriptorPath();
        try (PointerScope _ = new PointerScope()) {
            AVInputFormat format = probe(file.path(), url);
            checkLength(file);
            // ours, so that what the system said is still known when the container could not be opened
            AVIOContext io = openFile(file.path(), url);
            AVFormatContext context = null;
            try {
                context = openInput(file.path(), url, format, io);
                int status = avformat.avformat_find_stream_info(context, (AVDictionary) null);
                checkReadable(file.path(), io, "reading its first frames failed");
                if (status < 0) {
                    throw unreadable(file.path(), "its streams cannot be read", status);
                }
                FfmpegLog.forget();
                AVStream stream = pictureStream(file.path(), context);
                for (int i = 0; i < context.nb_streams(); i++) {
                    if (i != stream.index()) {
                        context.streams(i).discard(avcodec.AVDISCARD_ALL);
                    }
                }
                return new ClipContainer(file.path(), context, io, stream, watch);
            } catch (RuntimeException | Error e) {
                close(context, io);
                throw e;
            }
        }
    }

    String path() {
        return path;
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    /// `r_frame_rate`, 0 when unknown.
    double fps() {
        try (PointerScope _ = new PointerScope()) {
            AVRational rate = stream.r_frame_rate();
            return rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 0;
        }
    }

    ClipHeader header() {
        AVCodecParameters parameters = parameters();
        return new ClipHeader(
                parameters.width(),
                parameters.height(),
                FrameConversion.codedBitDepth(parameters.format()),
                promisedFrames());
    }

    /// The unit of its picture stream's times.
    Tick tick() {
        try (PointerScope _ = new PointerScope()) {
            AVRational base = stream.time_base();
            return new Tick(base.num(), base.den());
        }
    }

    /// How many frames the index shows after edit lists, 0 when it does not say.
    long promisedFrames() {
        return indexed ? indexEntries(true) : 0;
    }

    long packets() {
        return packets;
    }

    /// Reads the picture stream's next packet; false after its last one, and only if nothing says that it was cut.
    boolean read(AVPacket packet) {
        int retries = 0;
        while (true) {
            avcodec.av_packet_unref(packet);
            int status = avformat.av_read_frame(context, packet);
            if (status == AVERROR_EAGAIN && retries++ < MAX_RETRIES) {
                continue;
            }
            checkReadable(path, io, "reading it failed in mid-way");
            if (status == avutil.AVERROR_EOF) {
                checkWhole();
                return false;
            }
            if (status < 0) {
                throw unreadable(path, "reading its " + (packets + 1) + ". packet failed", status);
            }
            // an empty packet is a frame that the writer dropped; the decoder would take it for the end
            if (packet.stream_index() != stream.index() || packet.size() == 0) {
                continue;
            }
            packets++;
            if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
                throw truncated("its " + packets + ". packet is incomplete");
            }
            watch.accept(packet);
            return true;
        }
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            close(context, io);
        }
    }

    private static void close(@Nullable AVFormatContext context, AVIOContext io) {
        if (context != null) {
            avformat.avformat_close_input(context);
        }
        avformat.avio_closep(io);
    }

    /// A demuxer makes what it likes of a read that the system failed, a cut packet or an early end; the file is not to
    /// blame for it.
    private static void checkReadable(String path, AVIOContext io, String what) {
        if (isOfTheSystem(io.error())) {
            throw unreadable(path, what, io.error());
        }
    }

    private void checkWhole() {
        long promised = indexEntries(false);
        if (packets < promised) {
            throw truncated("its index promises " + promised + " packets and " + packets + " are there");
        }
    }

    private UnmeasurableClipException truncated(String what) {
        return new UnmeasurableClipException(
                FailureReason.TRUNCATED, path + " is damaged or was cut: " + what + lastError() + "; copy it again.");
    }

    private long indexEntries(boolean shownOnly) {
        long count = 0;
        int entries = avformat.avformat_index_get_entries_count(stream);
        for (int i = 0; i < entries; i++) {
            AVIndexEntry entry = avformat.avformat_index_get_entry(stream, i);
            boolean shown = (entry.flags() & AVIndexEntry.AVINDEX_DISCARD_FRAME) == 0;
            if (entry.size() > 0 && (shown || !shownOnly)) {
                count++;
            }
        }
        return count;
    }

    private static AVInputFormat probe(String path, String url) {
        AVIOContext io = openFile(path, url);
        try {
            AVInputFormat format = new AVInputFormat(null);
            int status = avformat.av_probe_input_buffer2(io, format, url, null, 0, 0);
            if (isOfTheSystem(status)) {
                throw unreadable(path, "its first bytes cannot be read", status);
            }
            if (status < 0 || format.isNull()) {
                throw new UnmeasurableClipException(
                        FailureReason.UNSUPPORTED_FORMAT,
                        path + " is in no container that is measured, or no video at all; is it the right file?");
            }
            String name = format.name().getString();
            if (MEASURED.stream().noneMatch(measured -> isOneOf(name, measured))) {
                throw new UnmeasurableClipException(
                        FailureReason.UNSUPPORTED_FORMAT,
                        path + " looks like '" + name + "', which is not measured: only files that hold their own"
                                + " pictures are, no playlists, images or bare streams; convert it or take it out.");
            }
            return format;
        } finally {
            avformat.avio_closep(io);
        }
    }

    private static AVIOContext openFile(String path, String url) {
        AVIOContext io = new AVIOContext(null);
        FfmpegLog.forget();
        int status = avformat.avio_open2(io, url, avformat.AVIO_FLAG_READ, null, (AVDictionary) null);
        if (status < 0) {
            throw unreadable(path, "it cannot be opened", status);
        }
        return io;
    }

    private static void checkLength(ClipFile file) {
        try (FileChannel channel = FileChannel.open(file.descriptorPath())) {
            long promised = PromisedLength.of(channel);
            if (promised > file.sizeBytes()) {
                throw new UnmeasurableClipException(
                        FailureReason.TRUNCATED,
                        file.path() + " was cut: it says of itself that it has " + promised + " bytes, and "
                                + file.sizeBytes() + " are there; copy it again.");
            }
        } catch (IOException e) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE, file.path() + " cannot be read (" + e + "); check the disk it lies on.");
        }
    }

    private static AVFormatContext openInput(String path, String url, AVInputFormat format, AVIOContext io) {
        AVFormatContext context = avformat.avformat_alloc_context();
        context.pb(io);
        AVDictionary options = new AVDictionary(null);
        FfmpegLog.forget();
        try {
            avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            avutil.av_dict_set(options, "format_whitelist", String.join(",", MEASURED), 0);
            // tracks that point at other files stay shut
            avutil.av_dict_set(options, "enable_drefs", "0", 0);
            int status = avformat.avformat_open_input(context, url, format, options);
            if (status < 0) {
                checkReadable(path, io, "reading its header failed");
                throw unreadable(path, "its header cannot be read", status);
            }
            return context;
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /// As ffmpeg chooses: the largest picture, a stream marked as default or seen to have packets before others. A
    /// cover picture is no video.
    private static AVStream pictureStream(String path, AVFormatContext context) {
        AVStream best = null;
        long bestScore = -1;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            AVCodecParameters parameters = stream.codecpar();
            if (parameters.codec_type() != avutil.AVMEDIA_TYPE_VIDEO
                    || (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
                continue;
            }
            long score = (long) parameters.width() * parameters.height();
            if ((stream.event_flags() & AVStream.AVSTREAM_EVENT_FLAG_NEW_PACKETS) != 0) {
                score += 100_000_000;
            }
            if ((stream.disposition() & avformat.AV_DISPOSITION_DEFAULT) != 0) {
                score += 5_000_000;
            }
            if (score > bestScore) {
                best = stream;
                bestScore = score;
            }
        }
        if (best == null) {
            throw new UnmeasurableClipException(
                    FailureReason.NO_VIDEO, path + " has no picture stream; take it out of the clips folder.");
        }
        return best;
    }

    private static UnmeasurableClipException unreadable(String path, String what, int status) {
        FailureReason reason;
        if (status == AVERROR_ENOMEM) {
            throw new OutOfMemoryError("the decoder library has no memory left for " + path);
        } else if (isOfTheSystem(status)) {
            reason = FailureReason.UNREADABLE;
        } else if (status == avutil.AVERROR_PATCHWELCOME) {
            reason = FailureReason.UNSUPPORTED_FORMAT;
        } else {
            reason = FailureReason.TRUNCATED;
        }
        boolean cut = reason == FailureReason.TRUNCATED;
        return new UnmeasurableClipException(
                reason,
                path + (cut ? " is damaged or was cut: " : " cannot be measured: ") + what + " ("
                        + DecoderLibrary.errorText(status) + ")" + lastError()
                        + switch (reason) {
                            case UNREADABLE -> "; check the disk or mount that it lies on.";
                            case UNSUPPORTED_FORMAT -> "; convert it.";
                            default -> "; copy it again.";
                        });
    }

    /// Whether a code says that the system could not read; the others are of what was read, or of no memory for it.
    private static boolean isOfTheSystem(int status) {
        return switch (status) {
            case AVERROR_EPERM,
                    AVERROR_EAGAIN,
                    AVERROR_ENOMEM,
                    AVERROR_EINVAL,
                    AVERROR_EDOM,
                    AVERROR_ERANGE,
                    AVERROR_ENOSYS -> false;
            default -> status < 0 && status > LOWEST_OF_THE_SYSTEM;
        };
    }

    private static String lastError() {
        return FfmpegLog.lastError().map(line -> ", '" + line + "'").orElse("");
    }

    private static boolean isOneOf(String demuxerNames, String name) {
        return Arrays.asList(demuxerNames.split(",")).contains(name);
    }
}
