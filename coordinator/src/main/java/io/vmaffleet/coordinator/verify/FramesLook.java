package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.RunManifest.Frames;
import io.vmaffleet.coordinator.table.FramesDataset;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One look at a dataset of per-frame scores: each clip of the table with its frames, from the first on, and nothing
/// else. For one use by one thread.
final class FramesLook {
    private final Recipe recipe;
    private final Predicate<ClipName> hasRow;
    private final long rows;
    private final Tally.Counter strangers = new Tally.Counter();
    private final Tally.Counter gaps = new Tally.Counter();
    private Optional<ClipName> clip = Optional.empty();
    private long nextFrame;
    private long clips;
    private boolean ordered = true;

    /// @param rows of the table
    FramesLook(Recipe recipe, Predicate<ClipName> hasRow, long rows) {
        this.recipe = recipe;
        this.hasRow = hasRow;
        this.rows = rows;
    }

    /// What is not as it must be, a sentence each.
    List<String> findings(Frames frames) throws IOException {
        Path folder = frames.folder();
        List<String> findings = new ArrayList<>();
        List<Path> parts = FramesDataset.parts(folder);
        if (parts.isEmpty()) {
            return List.of("the dataset of per-frame scores in " + folder
                    + " is missing, though its run is finished: bring it back from a copy");
        }
        if (!frames.written().equals(Optional.of(FileDigest.of(parts)))) {
            findings.add("the files in " + folder + " do not have the bytes that the run wrote: bring them back from a"
                    + " copy");
        }
        FramesDataset.stranger(folder).ifPresent(file -> findings.add(file + " is no part of the dataset it lies in"));
        try {
            FramesDataset.columnsFault(folder, recipe).ifPresent(findings::add);
            FramesDataset.readFrames(folder, this::take);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            findings.add(e.getMessage() + ": bring it back from a copy");
            return findings;
        }
        told(findings, strangers.tally(), " with per-frame scores in " + folder + " and without a row");
        told(findings, gaps.tally(), " with a frame missing or twice in " + folder);
        if (!ordered) {
            findings.add("the clips of " + folder + " are not in corpus order, as their run writes them");
        } else if (clips - strangers.tally().count() < rows) {
            long without = rows - clips;
            findings.add(without + (without == 1 ? " clip of the table has" : " clips of the table have")
                    + " no per-frame scores in " + folder);
        }
        return findings;
    }

    private void take(ClipName name, long frame) {
        if (!clip.equals(Optional.of(name))) {
            ordered &= clip.isEmpty() || clip.get().compareTo(name) < 0;
            clip = Optional.of(name);
            nextFrame = 0;
            clips++;
            if (!hasRow.test(name)) {
                strangers.add(name.value());
            }
        }
        if (frame == nextFrame) {
            nextFrame += recipe.options().subsample();
        } else if (nextFrame >= 0) {
            gaps.add(name.value());
            nextFrame = -1;
        }
    }

    private static void told(List<String> findings, Tally clips, String what) {
        if (clips.count() > 0) {
            findings.add(clips.count() + (clips.count() == 1 ? " clip is" : " clips are") + what + " (" + clips
                    + "): bring its files back from a copy");
        }
    }
}
