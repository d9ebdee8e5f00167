package io.vmaffleet.coordinator.table;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/// Hands the scores of one frame to Parquet. NaN becomes null.
final class FrameWriteSupport extends WriteSupport<FrameWriteSupport.FrameRow> {
    private final TableSchema schema;
    private final Map<String, String> footer;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any row
    private RecordConsumer consumer;

    /// One frame.
    ///
    /// @param frame its number in the clip
    /// @param place of its scores in the columns
    record FrameRow(Binary clip, long frame, int place, List<double[]> columns) {}

    FrameWriteSupport(TableSchema schema, Map<String, String> footer) {
        this.schema = schema;
        this.footer = footer;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(RowWriteSupport.messageType(schema), footer);
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("tables are written without Hadoop");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(FrameRow row) {
        consumer.startMessage();
        consumer.startField(name(0), 0);
        consumer.addBinary(row.clip());
        consumer.endField(name(0), 0);
        consumer.startField(name(1), 1);
        consumer.addLong(row.frame());
        consumer.endField(name(1), 1);
        for (int i = 0; i < row.columns().size(); i++) {
            double score = row.columns().get(i)[row.place()];
            if (!Double.isNaN(score)) {
                consumer.startField(name(i + 2), i + 2);
                consumer.addDouble(score);
                consumer.endField(name(i + 2), i + 2);
            }
        }
        consumer.endMessage();
    }

    private String name(int column) {
        return schema.columns().get(column).name();
    }
}
