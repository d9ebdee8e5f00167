package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.FrameWriteSupport.FrameRow;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;

/// Writes the dataset of per-frame scores, once, at a run's end: a row a frame, clips in corpus order. Its bytes are a
/// function of plan, recipe, engine and scores; its memory is that of one row group and one clip.
///
/// The dataset is there when its folder has its name: all is written and forced in a folder beside, [#prepare], which
/// then takes the place of what lay there, [#putInPlace]. A crash in between leaves no dataset, or the one of before.
public final class FramesDatasetWriter {
    private static final int ROW_GROUP_ROWS = 100_000;

    /// A file ends with the clip that passes this.
    private static final long FILE_ROWS = 2_000_000;

    private final TableFiles files;
    private final long fileRows;

    public FramesDatasetWriter(TableFiles files) {
        this(files, FILE_ROWS);
    }

    FramesDatasetWriter(TableFiles files, long fileRows) {
        this.files = files;
        this.fileRows = fileRows;
    }

    /// The scores of a run's frames, as the ledger holds them.
    @FunctionalInterface
    public interface StagedScores {
        /// A clip's, in the parts of [FrameCodec]; empty when it has none.
        List<String> of(ClipName clip) throws IOException;
    }

    /// Writes the dataset of those clips of the plan that have scores, beside where it shall be.
    ///
    /// @return where it is
    /// @throws IOException if the scores cannot be read or the dataset not be written
    public Path prepare(Path folder, Plan plan, Recipe recipe, Optional<EngineFingerprint> engine, StagedScores scores)
            throws IOException {
        Path prepared = Beside.of(folder, "tmp");
        remove(prepared);
        try {
            writeParts(prepared, plan, recipe, engine, scores);
            return prepared;
        } catch (IOException | RuntimeException e) {
            removeAfter(e, prepared);
            throw e;
        }
    }

    /// Lets a prepared dataset take the place of what lies there.
    public void putInPlace(Path prepared, Path folder) throws IOException {
        Path old = Beside.of(folder, "old");
        remove(old);
        step(folder, () -> {
            if (Files.exists(folder)) {
                files.replace(folder, old);
            }
            files.replace(prepared, folder);
            files.forceFolder(Objects.requireNonNull(folder.getParent()));
        });
        remove(old);
    }

    private void writeParts(
            Path folder, Plan plan, Recipe recipe, Optional<EngineFingerprint> engine, StagedScores scores)
            throws IOException {
        step(folder, () -> files.makeFolder(folder));
        FrameWriteSupport support = new FrameWriteSupport(FramesDataset.schema(recipe), footer(recipe, engine));
        int clip = 0;
        for (int part = 0; part == 0 || clip < plan.size(); part++) {
            Path file = folder.resolve(FramesDataset.partName(part));
            clip = writePart(file, support, plan, clip, recipe, scores);
            step(file, () -> files.force(file));
        }
        step(folder, () -> files.forceFolder(folder));
    }

    /// @return the first clip that is not in the file
    private int writePart(Path file, FrameWriteSupport support, Plan plan, int from, Recipe recipe, StagedScores scores)
            throws IOException {
        int subsample = recipe.options().subsample();
        int clip = from;
        long rows = 0;
        try (ParquetWriter<FrameRow> writer =
                TableBuilder.open(new TableOutput(files, file, FramesDatasetWriter::failed), support, ROW_GROUP_ROWS)) {
            for (; clip < plan.size() && rows < fileRows; clip++) {
                ClipName name = plan.name(clip);
                List<double[]> columns = decode(name, scores.of(name), recipe);
                Binary shared = Binary.fromString(name.value());
                int frames = columns.getFirst().length;
                for (int place = 0; place < frames; place++) {
                    writer.write(new FrameRow(shared, (long) place * subsample, place, columns));
                }
                rows += frames;
            }
        }
        return clip;
    }

    private static List<double[]> decode(ClipName clip, List<String> parts, Recipe recipe) throws IOException {
        try {
            return FrameCodec.decode(parts, recipe.scores().size());
        } catch (WireFormatException e) {
            throw new IOException("the staged per-frame scores of " + clip + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> footer(Recipe recipe, Optional<EngineFingerprint> engine) {
        Map<String, String> entries = FooterEntries.ofRecipe(recipe);
        entries.put(FooterEntries.ENGINE, engine.map(EngineFingerprint::value).orElse(""));
        return entries;
    }

    /// What an earlier life left under a name that nobody else has a reason to use.
    private void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        step(folder, () -> {
            for (Path part : FramesDataset.parts(folder)) {
                files.delete(part);
            }
            files.delete(folder);
        });
    }

    private void removeAfter(Exception cause, Path folder) {
        try {
            remove(folder);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void step(Path path, Step step) throws IOException {
        try {
            step.take();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static IOException failed(Path file, IOException cause) {
        return DiskFailure.of("writing", file, DiskFailure.ROWS_ARE_SAFE, cause);
    }
}
