package io.vmaffleet.worker.clips;

import io.vmaffleet.worker.decode.DecoderLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;

/// Encodes synthetic clips into files. The same spec gives the same file. Many threads may use it.
public final class ClipEncoder {
    private static final int ONE = 1 << 16;

    private ClipEncoder() {}

    /// Encodes a clip, overwriting what is there, and returns its path.
    ///
    /// @throws IllegalStateException if the library cannot encode such a clip
    public static Path encode(ClipSpec spec, Path file) {
        DecoderLibrary.load();
        List<TrackEncoder> tracks = new ArrayList<>();
        AVFormatContext output = new AVFormatContext(null);
        try (PointerScope _ = new PointerScope()) {
            check(
                    avformat.avformat_alloc_output_context2(output, null, spec.container(), file.toString()),
                    "no muxer " + spec.container());
            output.flags(output.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
            boolean globalHeader = (output.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
            if (spec.sound() != ClipSpec.Sound.ONLY) {
                TrackEncoder pictures = new PictureTrack(spec, globalHeader);
                tracks.add(pictures);
                AVStream stream = pictures.addTo(output);
                if (spec.rotation() != 0) {
                    turn(stream, spec.rotation());
                }
            }
            if (spec.sound() != ClipSpec.Sound.NONE) {
                TrackEncoder sound = new SoundTrack(spec, globalHeader);
                tracks.add(sound);
                sound.addTo(output);
            }
            write(spec, file, output, tracks);
            return file;
        } finally {
            tracks.forEach(TrackEncoder::close);
            if (!output.isNull()) {
                avformat.avformat_free_context(output);
            }
        }
    }

    private static void write(ClipSpec spec, Path file, AVFormatContext output, List<TrackEncoder> tracks) {
        AVIOContext io = new AVIOContext(null);
        check(
                avformat.avio_open2(io, "file:" + file, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null),
                "opening " + file);
        try {
            output.pb(io);
            AVDictionary options = options(spec.muxerOptions());
            try {
                check(avformat.avformat_write_header(output, options), "the header of " + file);
            } finally {
                avutil.av_dict_free(options);
            }
            // the one that is behind goes first, so that the muxer need not hold much back
            while (tracks.stream().anyMatch(track -> !track.ended())) {
                TrackEncoder behind = tracks.getFirst();
                for (TrackEncoder track : tracks) {
                    if (behind.ended() || (!track.ended() && track.seconds() < behind.seconds())) {
                        behind = track;
                    }
                }
                behind.encodeNext(output);
            }
            check(avformat.av_write_trailer(output), "the end of " + file);
        } finally {
            avformat.avio_closep(io);
        }
    }

    /// Writes the display matrix that phones write for a picture that players turn clockwise.
    private static void turn(AVStream stream, int degrees) {
        int[] matrix = switch (degrees) {
            case 90 -> new int[] {0, ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30};
            case 180 -> new int[] {-ONE, 0, 0, 0, -ONE, 0, 0, 0, 1 << 30};
            default -> new int[] {0, -ONE, 0, ONE, 0, 0, 0, 0, 1 << 30};
        };
        PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
        list.put(0, stream.codecpar().coded_side_data());
        IntPointer count = new IntPointer(1).put(stream.codecpar().nb_coded_side_data());
        AVPacketSideData added = avcodec.av_packet_side_data_new(
                list, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, (long) matrix.length * Integer.BYTES, 0);
        if (added == null) {
            throw new IllegalStateException("no memory for a display matrix");
        }
        new IntPointer(added.data()).put(matrix, 0, matrix.length);
        stream.codecpar().coded_side_data(new AVPacketSideData(list.get(0)));
        stream.codecpar().nb_coded_side_data(count.get());
    }

    static AVDictionary options(Map<String, String> values) {
        AVDictionary options = new AVDictionary(null);
        values.forEach((name, value) -> avutil.av_dict_set(options, name, value, 0));
        return options;
    }

    static int check(int status, String what) {
        if (status < 0) {
            throw new IllegalStateException(what + ": " + DecoderLibrary.errorText(status));
        }
        return status;
    }
}
