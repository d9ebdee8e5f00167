package io.vmaffleet.deploy.chaos;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A corpus of short real clips, stubs and poison, and the copies of it that hosts have.
///
/// @param clips the coordinator's folder
record ChaosCorpus(Path clips, Path scores) {
    /// One clip in so many is real.
    private static final int REAL_ONE_IN = 6;

    /// @param withKiller whether there is a clip that kills the workers that measure it: it alone takes minutes
    static ChaosCorpus make(Path folder, int count, boolean withKiller) throws IOException {
        ChaosCorpus corpus =
                new ChaosCorpus(Files.createDirectories(folder.resolve("clips")), folder.resolve("scores.csv"));
        ClipMaker maker = new ClipMaker(corpus.clips);
        Path whole = maker.sdr("whole");
        maker.cut(whole, ClipKind.CUT.nameOf(0), Files.size(whole) / 2);
        Files.delete(whole);
        List<ClipKind> special = new ArrayList<>(List.of(ClipKind.CRASH, ClipKind.STALL, ClipKind.LONG));
        if (withKiller) {
            special.add(ClipKind.KILLER);
        }
        for (ClipKind kind : special) {
            maker.text(kind.nameOf(0), kind.name());
        }
        for (int i = special.size() + 1; i < count; i++) {
            if (i % REAL_ONE_IN == 0) {
                maker.make(
                        ClipKind.REAL.nameOf(i),
                        ClipSpec.of(320, 240, 10).seed(i).build());
            } else {
                maker.text(ClipKind.STUB.nameOf(i), "stub " + i);
            }
        }
        corpus.writeScores();
        return corpus;
    }

    /// Which clips must be given up, and why.
    SortedMap<String, FailureReason> poison() throws IOException {
        SortedMap<String, FailureReason> poison = new TreeMap<>();
        for (String clip : names()) {
            ClipKind.of(clip).givenUpFor().ifPresent(reason -> poison.put(clip, reason));
        }
        return poison;
    }

    /// A host's own copy: the same files under other names of the folder.
    void linkInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String clip : names()) {
            Files.createLink(folder.resolve(clip), clips.resolve(clip));
        }
    }

    /// A copy from before the clips were changed: all are there, none has the size of today.
    void oldCopyInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String clip : names()) {
            Files.writeString(folder.resolve(clip), "as it was long ago: " + clip);
        }
    }

    int size() throws IOException {
        return names().size();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(clips)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private void writeScores() throws IOException {
        List<String> lines = new ArrayList<>(List.of("video_name,video_score"));
        names().forEach(clip -> lines.add(clip + ",3"));
        Files.write(scores, lines, StandardCharsets.UTF_8);
    }
}
