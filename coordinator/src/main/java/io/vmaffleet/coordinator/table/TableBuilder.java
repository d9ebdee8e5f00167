package io.vmaffleet.coordinator.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;

/// Parquet's writer as all our files are written: without Hadoop or native code, and so that the bytes follow from the
/// rows alone.
final class TableBuilder<T> extends ParquetWriter.Builder<T, TableBuilder<T>> {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int DICTIONARY_BYTES = 1 << 20;

    private final WriteSupport<T> rows;

    private TableBuilder(OutputFile file, WriteSupport<T> rows) {
        super(file);
        this.rows = rows;
    }

    /// @param rowGroupRows rows of a row group
    static <T> ParquetWriter<T> open(TableOutput file, WriteSupport<T> rows, int rowGroupRows) throws IOException {
        return settings(new TableBuilder<>(file, rows), rowGroupRows).build();
    }

    /// How tables are written, whatever their rows are. Row groups end by rows, not by bytes, which are estimates:
    /// memory has a bound and the bytes do not depend on it.
    static <T, B extends ParquetWriter.Builder<T, B>> B settings(B builder, int rowGroupRows) {
        return builder.withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withCodecFactory(new PureJavaCodecs())
                .withCompressionCodec(PureJavaCodecs.WRITTEN)
                .withRowGroupRowCountLimit(rowGroupRows)
                .withRowGroupSize(Long.MAX_VALUE)
                .withPageSize(PAGE_BYTES)
                .withPageRowCountLimit(rowGroupRows)
                .withDictionaryEncoding(true)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withPageWriteChecksumEnabled(true)
                .withAllocator(new HeapByteBufferAllocator())
                .withValidation(false);
    }

    @Override
    protected TableBuilder<T> self() {
        return this;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(ParquetConfiguration configuration) {
        return rows;
    }

    @Override
    @Deprecated
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
        throw new UnsupportedOperationException("tables are written without Hadoop");
    }
}
