package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;

/// A folder of Parquet files with the scores of each frame: `part-00000.parquet` and so on, which together are one
/// table of `clip_name`, `frame` and a column a score.
public final class FramesDataset {
    static final String FRAME = "frame";

    private static final Pattern PART = Pattern.compile("part-\\d{5}\\.parquet");

    private FramesDataset() {}

    /// Takes the frames of a dataset in their order.
    @FunctionalInterface
    public interface FrameConsumer {
        void accept(ClipName clip, long frame);
    }

    /// Takes a clip's scores in the parts of [FrameCodec].
    @FunctionalInterface
    public interface ClipConsumer {
        void accept(String clipName, List<String> scores) throws IOException;
    }

    /// Its files in their order; none where there is no such folder.
    public static List<Path> parts(Path folder) throws IOException {
        return entries(folder).stream().filter(FramesDataset::isPart).toList();
    }

    /// What lies in the folder and is no part of a dataset, the first by name.
    public static Optional<Path> stranger(Path folder) throws IOException {
        return entries(folder).stream().filter(entry -> !isPart(entry)).findFirst();
    }

    /// What is wrong with the columns of one of its files, if anything is.
    ///
    /// @throws IOException if one cannot be read
    public static Optional<String> columnsFault(Path folder, Recipe recipe) throws IOException {
        List<String> expected =
                schema(recipe).columns().stream().map(TableColumn::name).toList();
        for (Path part : parts(folder)) {
            List<String> found = TableFile.columns(part);
            if (!found.equals(expected)) {
                return Optional.of(part + " has the columns " + String.join(", ", found) + " instead of "
                        + String.join(", ", expected));
            }
        }
        return Optional.empty();
    }

    /// Hands over each frame without its scores.
    ///
    /// @throws IOException if a file cannot be read or is no part of a dataset
    public static void readFrames(Path folder, FrameConsumer consumer) throws IOException {
        for (Path part : parts(folder)) {
            TableFile.scan(
                    part,
                    List.of(TableSchema.CLIP_NAME, FRAME),
                    row -> row,
                    row -> consumer.accept(new ClipName(row.getString(0, 0)), row.getLong(1, 0)));
        }
    }

    /// Hands over the scores of each clip.
    ///
    /// @throws IOException if a file cannot be read or is no part of a dataset of the recipe
    public static void readScores(Path folder, Recipe recipe, ClipConsumer consumer) throws IOException {
        List<String> columns =
                schema(recipe).columns().stream().map(TableColumn::name).toList();
        ClipRows rows = new ClipRows(columns.size() - 2, consumer);
        try {
            for (Path part : parts(folder)) {
                TableFile.scan(part, columns, row -> row, rows::take);
            }
            rows.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static TableSchema schema(Recipe recipe) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn(TableSchema.CLIP_NAME, ColumnType.TEXT));
        columns.add(new TableColumn(FRAME, ColumnType.WHOLE));
        recipe.scores().forEach(score -> columns.add(new TableColumn(score.column(), ColumnType.REAL)));
        return new TableSchema(columns);
    }

    static String partName(int part) {
        return String.format(Locale.ROOT, "part-%05d.parquet", part);
    }

    private static boolean isPart(Path file) {
        return PART.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /// The rows of one clip after the other, put together again.
    private static final class ClipRows {
        private final ClipConsumer consumer;
        private final double[][] columns;
        private String clip = "";
        private int frames;

        ClipRows(int scores, ClipConsumer consumer) {
            this.consumer = consumer;
            this.columns = new double[scores][0];
        }

        void take(Group row) {
            String name = row.getString(0, 0);
            if (!name.equals(clip)) {
                flush();
                clip = name;
            }
            for (int i = 0; i < columns.length; i++) {
                if (frames == columns[i].length) {
                    columns[i] = Arrays.copyOf(columns[i], 2 * frames + 1024);
                }
                columns[i][frames] = row.getFieldRepetitionCount(i + 2) == 0 ? Double.NaN : row.getDouble(i + 2, 0);
            }
            frames++;
        }

        void flush() {
            if (frames == 0) {
                return;
            }
            List<IntToDoubleFunction> scores = new ArrayList<>();
            for (double[] column : columns) {
                scores.add(frame -> column[frame]);
            }
            try {
                consumer.accept(clip, FrameCodec.encode(frames, scores));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            frames = 0;
        }
    }
}
