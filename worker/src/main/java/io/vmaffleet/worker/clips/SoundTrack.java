package io.vmaffleet.worker.clips;

import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;

/// A tone, as long as the pictures are.
final class SoundTrack extends TrackEncoder {
    private static final int SAMPLE_RATE = 48_000;
    private static final int PERIOD = 96;

    private final long samples;
    private long done;

    SoundTrack(ClipSpec spec, boolean globalHeader) {
        super("aac", globalHeader);
        samples = (long) spec.frames() * SAMPLE_RATE * spec.rateDenominator() / spec.rateNumerator();
        context.sample_rate(SAMPLE_RATE);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
        context.bit_rate(64_000);
        context.time_base(fraction(1, SAMPLE_RATE));
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        open(Map.of());
        frame.nb_samples(context.frame_size());
        frame.format(context.sample_fmt());
        frame.sample_rate(SAMPLE_RATE);
        avutil.av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        ClipEncoder.check(avutil.av_frame_get_buffer(frame, 0), "memory for sound");
    }

    @Override
    double seconds() {
        return (double) done / SAMPLE_RATE;
    }

    @Override
    boolean fillNext() {
        if (done >= samples) {
            return false;
        }
        ClipEncoder.check(avutil.av_frame_make_writable(frame), "sound of its own");
        FloatPointer out = new FloatPointer(frame.data(0));
        for (int i = 0; i < frame.nb_samples(); i++) {
            int phase = (int) ((done + i) % PERIOD);
            out.put(i, (Math.abs(phase - PERIOD / 2) - PERIOD / 4) / (float) PERIOD);
        }
        frame.pts(done);
        done += frame.nb_samples();
        return true;
    }
}
