package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.Labels;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.parquet.hadoop.ParquetWriter;

/// Writes the table of a run, once, at its end: rows in corpus order, joined with the labels as they are now. Its bytes
/// are a function of plan, labels, recipe, rows and footer, whatever the heap; its memory is that of one row group and
/// the labels.
public final class FeatureTableWriter {
    private final TablePlacement placement;

    public FeatureTableWriter() {
        this(TableFiles.onDisk());
    }

    public FeatureTableWriter(TableFiles files) {
        this.placement = new TablePlacement(files, DiskFailure.ROWS_ARE_SAFE);
    }

    /// Writes the table of those clips of the plan that have a row. After a failure `output` is as it was, unless the
    /// folder's force failed: then the new table lies there and may not survive a loss of power.
    ///
    /// @throws IOException if a row cannot be read or the table not be written
    /// @throws io.vmaffleet.coordinator.corpus.CorpusException if the labels can no longer be read
    public WrittenTable write(Path output, Plan plan, Recipe recipe, MeasuredRows rows, TableFooter footer)
            throws IOException {
        Labels labels = plan.readLabels();
        return placement.put(output, file -> writeRows(file, plan, labels, recipe, rows, footer));
    }

    private WrittenTable writeRows(
            Path file, Plan plan, Labels labels, Recipe recipe, MeasuredRows rows, TableFooter footer)
            throws IOException {
        List<TableLayout.Column> layout = TableLayout.of(recipe, labels.columns());
        TableSchema schema = TableSchema.of(layout);
        String labelsDigest = labels.digest();
        String corpusDigest = plan.corpusDigest(labelsDigest);
        LongFunction<Map<String, String>> entries =
                count -> FooterEntries.of(schema, recipe, new WrittenTable(count, labelsDigest, corpusDigest), footer);
        long count = 0;
        try (ParquetWriter<ClipRow> writer = placement.open(file, new RowWriteSupport(layout, labels, entries))) {
            for (int clip = 0; clip < plan.size(); clip++) {
                ClipName name = plan.name(clip);
                Optional<FeatureRow> row = rows.row(name);
                if (row.isPresent()) {
                    writer.write(new ClipRow(clip, name.value(), row.get()));
                    count++;
                }
            }
        }
        return new WrittenTable(count, labelsDigest, corpusDigest);
    }
}
