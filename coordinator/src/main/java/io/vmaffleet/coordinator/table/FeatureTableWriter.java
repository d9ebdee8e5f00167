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
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;

/// Writes the table of a run, once, at its end: rows in corpus order, joined with the labels as they are now. Its bytes
/// are a function of plan, labels, recipe, rows and footer, whatever the heap; its memory is that of one row group and
/// the labels.
///
/// The table is there when its name is: a file beside is created (1), written (2), forced (3) and renamed (4), which is
/// the commit point, and the folder forced (5). A failure before (4) leaves whatever lay under the name as it was.
public final class FeatureTableWriter {
    /// A row group by rows, not by bytes: memory has a bound and the bytes do not depend on estimates.
    private static final int ROW_GROUP_ROWS = 20_000;

    private static final int PAGE_BYTES = 1 << 20;
    private static final int DICTIONARY_BYTES = 1 << 20;

    private final TableFiles files;

    public FeatureTableWriter() {
        this(TableFiles.onDisk());
    }

    public FeatureTableWriter(TableFiles files) {
        this.files = files;
    }

    /// Writes the table of those clips of the plan that have a row. After a failure `output` is as it was, unless the
    /// folder's force failed: then the new table lies there and may not survive a loss of power.
    ///
    /// @throws IOException if a row cannot be read or the table not be written
    /// @throws io.vmaffleet.coordinator.corpus.CorpusException if the labels can no longer be read
    public WrittenTable write(Path output, Plan plan, Recipe recipe, MeasuredRows rows, TableFooter footer)
            throws IOException {
        Path target = output.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Labels labels = plan.readLabels();
        try {
            WrittenTable written = writeRows(temporary, plan, labels, recipe, rows, footer);
            putInPlace(temporary, target);
            return written;
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, temporary);
            throw e;
        }
    }

    private void putInPlace(Path temporary, Path target) throws IOException {
        try {
            files.force(temporary);
            files.replace(temporary, target);
            files.forceFolder(Objects.requireNonNull(target.getParent()));
        } catch (IOException e) {
            throw TableOutput.failed(target, e);
        }
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
        try (ParquetWriter<ClipRow> writer = open(file, new RowWriteSupport(layout, labels, entries))) {
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

    private ParquetWriter<ClipRow> open(Path file, RowWriteSupport rows) throws IOException {
        return settings(new TableBuilder(new TableOutput(files, file, TableOutput::failed), rows))
                .build();
    }

    /// How tables are written, whatever their rows are.
    static <T, B extends ParquetWriter.Builder<T, B>> B settings(B builder) {
        return builder.withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withCodecFactory(new PureJavaCodecs())
                .withCompressionCodec(PureJavaCodecs.WRITTEN)
                .withRowGroupRowCountLimit(ROW_GROUP_ROWS)
                .withRowGroupSize(Long.MAX_VALUE)
                .withPageSize(PAGE_BYTES)
                .withPageRowCountLimit(ROW_GROUP_ROWS)
                .withDictionaryEncoding(true)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withPageWriteChecksumEnabled(true)
                .withAllocator(new HeapByteBufferAllocator())
                .withValidation(false);
    }

    private void deleteAfter(Exception cause, Path temporary) {
        try {
            files.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static final class TableBuilder extends ParquetWriter.Builder<ClipRow, TableBuilder> {
        private final RowWriteSupport rows;

        TableBuilder(OutputFile file, RowWriteSupport rows) {
            super(file);
            this.rows = rows;
        }

        @Override
        protected TableBuilder self() {
            return this;
        }

        @Override
        protected WriteSupport<ClipRow> getWriteSupport(ParquetConfiguration configuration) {
            return rows;
        }

        @Override
        @Deprecated
        protected WriteSupport<ClipRow> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException("tables are written without Hadoop");
        }
    }
}
