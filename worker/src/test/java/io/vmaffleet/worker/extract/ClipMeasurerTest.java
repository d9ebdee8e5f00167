package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClipMeasurerTest {
    private final ScriptedExtractor extractor = new ScriptedExtractor();
    private final ClipMeasurer measurer = new ClipMeasurer(extractor);

    @Test
    void aClipBecomesARowOfItsStatisticsAndConstants() {
        MeasuredClip measured = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 3);

        assertThat(measured.frames()).isEqualTo(3);
        assertThat(measured.constantsAudited()).isFalse();
        assertThat(measured.result()).isInstanceOfSatisfying(ClipResult.Extracted.class, extracted -> {
            assertThat(TestRows.stats(extracted.row(), Feature.ADM2)).isEqualTo(TestRows.stats(1, Math.sqrt(2.0 / 3)));
            assertThat(TestRows.stats(extracted.row(), Feature.PSNR_Y)).isEqualTo(TestRows.stats(60, 0));
            assertThat(TestRows.stats(extracted.row(), Feature.CIEDE2000)).isEqualTo(FeatureStats.NONE);
        });
    }

    @Test
    void theScoresOfFramesAreThereForATaskThatWantsThem() {
        MeasuredClip plain = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 3);
        MeasuredClip wanted;
        try (SyntheticFrames source = frames(SyntheticFrames.format(216, 176, 8), 3)) {
            wanted = measurer.measure(task(AuditedName.NOT_AUDITED).withFrames(true), source, FrameListener.NONE);
        }

        assertThat(plain.scores()).isEmpty();
        assertThat(wanted.result()).isEqualTo(plain.result());
        assertThat(FrameCodec.decode(wanted.scores(), 25)).allMatch(column -> column.length == 3);
    }

    @Test
    void aClipOfMoreFramesThanScoresAreCarriedOfIsLeftOutWithTheNumber() {
        long most = FrameCodec.mostFrames(25);
        extractor.claimFrames(most + 1);

        MeasuredClip without = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 3);
        try (SyntheticFrames source = frames(SyntheticFrames.format(216, 176, 8), 3)) {
            MeasuredClip with =
                    measurer.measure(task(AuditedName.NOT_AUDITED).withFrames(true), source, FrameListener.NONE);

            assertThat(failure(with).reason()).isEqualTo(FailureReason.TOO_LONG);
            assertThat(failure(with).detail()).contains("more than " + most + " frames");
        }
        assertThat(without.result()).isInstanceOf(ClipResult.Extracted.class);
    }

    @Test
    void theListenerHearsOfEachFrameAsItIsMeasured() {
        List<Long> heard = new ArrayList<>();
        try (SyntheticFrames source = frames(SyntheticFrames.format(216, 176, 8), 3)) {
            measurer.measure(task(AuditedName.NOT_AUDITED), source, heard::add);
        }

        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aClipThatIsTooSmallNeverReachesTheExtractor() {
        MeasuredClip measured = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(144, 256, 8), 3);

        assertThat(failure(measured).reason()).isEqualTo(FailureReason.TOO_SMALL);
        assertThat(failure(measured).detail()).contains("144x256");
        assertThat(extractor.extractions).isZero();
    }

    @Test
    void aWholeStreamWithoutFramesIsNoVideo() {
        MeasuredClip measured = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 0);

        assertThat(failure(measured).reason()).isEqualTo(FailureReason.NO_VIDEO);
    }

    @Test
    void noFrameWhereTheIndexPromisesSomeIsTruncated() {
        MediaFormat promising = new MediaFormat(
                216, 176, 0, 216, 176, 8, 8, 25, "h264", "yuv420p", Colour.of(Optional.empty(), Optional.empty()), 48);

        MeasuredClip measured = measure(AuditedName.NOT_AUDITED, promising, 0);

        assertThat(failure(measured).reason()).isEqualTo(FailureReason.TRUNCATED);
        assertThat(failure(measured).detail()).contains("48");
    }

    @Test
    void whatTheSourceCannotGiveIsTheClipsFailureWithTheFramesBeforeIt() {
        try (BreakingSource source = new BreakingSource(2)) {
            MeasuredClip measured = measurer.measure(task(AuditedName.NOT_AUDITED), source, FrameListener.NONE);

            assertThat(measured.frames()).isEqualTo(2);
            assertThat(failure(measured))
                    .isEqualTo(new ClipResult.Failed(FailureReason.DECODE_ERROR, "frame 2 cannot be decoded"));
        }
    }

    @Test
    void aRecipeNobodyHereKnowsHandsTheTaskBack() {
        extractor.failWith(new UnsupportedRecipeException("no model named x"));

        MeasuredClip measured = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 3);

        assertThat(measured.result()).isEqualTo(new ClipResult.HandedBack("no model named x"));
    }

    @Test
    void theExtractorsOwnFailureIsThrownOnSinceItMustBeReplaced() {
        IllegalStateException broken = new IllegalStateException("broken");
        extractor.failWith(broken);

        assertThatThrownBy(() -> measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 8), 3))
                .isSameAs(broken);
    }

    @Test
    void anAuditedClipWhoseConstantsHoldGetsTheSameRow() {
        MeasuredClip plain = measure(AuditedName.NOT_AUDITED, SyntheticFrames.format(216, 176, 10), 3);
        MeasuredClip audited = measure(AuditedName.AUDITED, SyntheticFrames.format(216, 176, 10), 3);

        assertThat(extractor.audits).isOne();
        assertThat(audited.constantsAudited()).isTrue();
        assertThat(audited.result()).isEqualTo(plain.result());
    }

    @Test
    void aConstantThatDoesNotHoldFailsAnAuditedClip() {
        extractor.plant(Feature.SPEED_CHROMA_U, 0.25);

        MeasuredClip measured = measure(AuditedName.AUDITED, SyntheticFrames.format(216, 176, 8), 3);

        assertThat(failure(measured).reason()).isEqualTo(FailureReason.CONSTANTS_DIFFER);
        assertThat(failure(measured).detail()).contains("speed_chroma_u").contains("0.25");
    }

    @Test
    void anAuditedClipWithoutFramesFailsAsAnyOther() {
        MeasuredClip measured = measure(AuditedName.AUDITED, SyntheticFrames.format(216, 176, 8), 0);

        assertThat(failure(measured).reason()).isEqualTo(FailureReason.NO_VIDEO);
    }

    private MeasuredClip measure(ClipName clip, MediaFormat format, int frames) {
        try (SyntheticFrames source = frames(format, frames)) {
            return measurer.measure(task(clip), source, FrameListener.NONE);
        }
    }

    private static SyntheticFrames frames(MediaFormat format, int frames) {
        return new SyntheticFrames(format, frames, SyntheticFrames.Side.REFERENCE);
    }

    private static ClipTask task(ClipName clip) {
        return new ClipTask(
                new RunId("0123456789abcdef"),
                clip,
                1,
                "/clips/" + clip,
                1,
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static ClipResult.Failed failure(MeasuredClip measured) {
        assertThat(measured.result()).isInstanceOf(ClipResult.Failed.class);
        return (ClipResult.Failed) measured.result();
    }

    /// Frames that end in damage.
    private static final class BreakingSource implements FrameSource {
        private final SyntheticFrames frames;
        private final int whole;
        private int given;

        BreakingSource(int whole) {
            this.whole = whole;
            frames = ClipMeasurerTest.frames(SyntheticFrames.format(216, 176, 8), whole);
        }

        @Override
        public MediaFormat format() {
            return frames.format();
        }

        @Override
        public Optional<VideoFrame> next() {
            if (given == whole) {
                throw new UnmeasurableClipException(
                        FailureReason.DECODE_ERROR, "frame " + whole + " cannot be decoded");
            }
            given++;
            return frames.next();
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
