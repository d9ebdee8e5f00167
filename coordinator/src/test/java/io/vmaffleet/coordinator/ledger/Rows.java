package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Rows, clips and results for tests.
final class Rows {
    static final RunId RUN = new RunId("0123456789abcdef");
    static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000aa");

    private Rows() {}

    static ClipName clip(int number) {
        return new ClipName(String.format("clip_%04d.mp4", number));
    }

    static List<ClipName> clips(int count) {
        return IntStream.range(0, count).mapToObj(Rows::clip).toList();
    }

    /// A row of awkward doubles, always the same for a seed, with some features that have no value.
    static FeatureRow row(long seed) {
        Random random = new Random(seed);
        List<FeatureStats> stats = new ArrayList<>();
        for (Feature ignored : Feature.inOrder()) {
            stats.add(
                    random.nextInt(5) == 0
                            ? FeatureStats.NONE
                            : TestRows.stats(random.nextGaussian() * 1e3, random.nextDouble()));
        }
        return TestRows.k150k(960, 540, 30_000 / 1_001.0, false, 1, stats);
    }

    static FeatureRow rowOf(ClipName clip) {
        return row(clip.value().hashCode());
    }

    static Provenance provenance(String host) {
        return new Provenance(host, new WorkerId(host + ":1:00"), ENGINE, 150, 1.5, false, Optional.empty());
    }

    static LedgerWrite.Row write(ClipName clip, FeatureRow row, String entry, String host) {
        return new LedgerWrite.Row(
                "r-" + entry,
                new AttemptReport(
                        RUN,
                        clip,
                        entry,
                        Recipe.K150K.digest(),
                        1_000,
                        new ClipResult.Extracted(row),
                        provenance(host)));
    }

    /// A row with the scores of its frames.
    static LedgerWrite.Row writeWithFrames(ClipName clip) {
        LedgerWrite.Row row = write(clip);
        return new LedgerWrite.Row(row.resultEntry(), row.report(), scores(clip));
    }

    /// Parts of scores, always the same for a clip; the ledger does not look into them.
    static List<String> scores(ClipName clip) {
        return List.of("first part of " + clip, "second part of " + clip);
    }

    static LedgerWrite.Row write(ClipName clip) {
        return write(clip, rowOf(clip), "t-" + clip, "host-a");
    }
}
